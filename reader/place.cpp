#include "reader/place.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "bundles/bag.hpp"
#include "bundles/bag_directory.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

bool is_there(fs::path const& path)
{
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

bool is_folder(fs::path const& path)
{
    std::error_code error;
    return fs::is_directory(path, error);
}

// Any one of the files that only a bag has: a damaged bag is still to be found, so that its damage can be named.
bool is_bag(fs::path const& folder)
{
    constexpr std::array<std::string_view, 4> marks{"tagmanifest-sha256.txt", "manifest-sha256.txt", "bagit.txt",
                                                    "tagmanifest-sha256.txt.minisig"};
    return std::ranges::any_of(marks, [&](std::string_view mark) { return is_there(folder / mark); });
}

std::vector<fs::path> folders_in(fs::path const& folder)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error)) {
        std::error_code unknown;
        if (entry->is_directory(unknown) && !entry->is_symlink(unknown)) found.push_back(entry->path());
    }
    std::ranges::sort(found);
    return found;
}

void add_bags_in(fs::path const& folder, std::vector<fs::path>& bags)
{
    for (auto const& child : folders_in(folder)) {
        if (is_bag(child)) bags.push_back(child);
    }
}

// `folder/<slug>`, `folder/<nlb1…>/<slug>` and `folder/bundles/<nlb1…>/<slug>`.
std::vector<fs::path> bags_below(fs::path const& folder)
{
    std::vector<fs::path> bags;
    add_bags_in(folder, bags);
    for (auto const& parent : {folder, folder / "bundles"}) {
        for (auto const& child : folders_in(parent)) {
            if (parse_bundle(child.filename().string())) add_bags_in(child, bags);
        }
    }
    return bags;
}

}  // namespace

Expected<Place, Unplaced> find_bundle(fs::path const& path)
{
    if (!is_there(path)) return fail(Unplaced{NoPlace::nothing_there, {}});
    if (!is_folder(path)) return fail(Unplaced{NoPlace::not_a_directory, {}});
    if (is_bag(path)) return Place{path, publishers_near(path)};
    auto bags = bags_below(path);
    if (bags.size() > 1) {
        Unplaced several{NoPlace::several, {}};
        for (auto const& bag : bags) several.choices.push_back(bag.string());
        return fail(std::move(several));
    }
    if (bags.size() == 1) return Place{bags.front(), publishers_near(bags.front())};
    bool const unsigned_yet = is_there(path / "bundle.toml") || is_there(path.parent_path() / "bundle.toml");
    return fail(Unplaced{unsigned_yet ? NoPlace::not_signed : NoPlace::no_bundle, {}});
}

std::optional<fs::path> publishers_near(fs::path const& path)
{
    std::error_code error;
    auto folder = fs::absolute(path, error).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    for (int up = 0; up < 3 && folder.has_parent_path(); ++up) {
        folder = folder.parent_path();
        if (is_folder(folder / "publishers")) return folder / "publishers";
    }
    return std::nullopt;
}

std::optional<PublisherId> claimed_publisher(fs::path const& bag)
{
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return std::nullopt;
    auto const bytes = directory->read(bundles::known_path(bundles::name::bag_info), bundles::limit::bag_info);
    if (!bytes) return std::nullopt;
    auto const info = bundles::BagInfo::parse(*bytes);
    return info ? std::optional{info->publisher} : std::nullopt;
}

}  // namespace nightletter::reader
