#include "mirror/offered.hpp"

#include <algorithm>
#include <optional>

#include "base/sha256.hpp"
#include "bundles/bag.hpp"
#include "bundles/bag_directory.hpp"
#include "packs/directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

bool is_real_directory(fs::path const& path)
{
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::directory;
}

std::vector<fs::path> entries_of(fs::path const& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    if (!is_real_directory(directory)) return found;
    for (fs::directory_iterator entry{directory, error}, end; !error && entry != end && found.size() < most_offered;
         entry.increment(error)) {
        found.push_back(entry->path());
    }
    std::ranges::sort(found);
    return found;
}

std::optional<BundleId> bundle_in(fs::path const& bag)
{
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return std::nullopt;
    auto const manifest = directory->read(bundles::known_path(bundles::name::tag_manifest), bundles::limit::manifest);
    if (!manifest) return std::nullopt;
    return BundleId::from(sha256(*manifest).bytes());
}

void add_copy(fs::path const& bag, fs::path torrent, std::vector<OfferedCopy>& copies)
{
    if (!is_real_directory(bag)) return;
    if (auto const bundle = bundle_in(bag)) copies.push_back({*bundle, bag, std::move(torrent)});
}

}  // namespace

Offered offered_in(fs::path const& folder)
{
    Offered offered;
    std::error_code error;
    offered.is_unfinished = fs::exists(folder / packs::unfinished_name, error);
    for (auto const& directory : entries_of(folder / "publishers")) {
        auto const publisher = parse_publisher(directory.filename().string());
        if (publisher && is_real_directory(directory)) offered.publishers.emplace(*publisher, directory);
    }
    for (auto const& home : entries_of(folder / "bundles")) {
        auto const torrent = folder / "torrents" / (home.filename().string() + ".torrent");
        if (!parse_bundle(home.filename().string())) continue;
        for (auto const& bag : entries_of(home)) add_copy(bag, torrent, offered.copies);
    }
    for (auto const& torrent : entries_of(folder)) {
        if (torrent.extension() == ".torrent") add_copy(fs::path{torrent}.replace_extension(), torrent, offered.copies);
    }
    std::ranges::stable_sort(offered.copies, {}, &OfferedCopy::bundle);
    return offered;
}

}  // namespace nightletter::mirror
