#include "signer/watched_words.hpp"

#include "base/durable_file.hpp"
#include "bundles/tier.hpp"
#include "bundles/watch_words.hpp"
#include "signer/failures.hpp"

namespace nightletter::signer {
namespace {

constexpr std::size_t longest_list = 256 * 1024;
constexpr std::size_t longest_text = 8 * 1024 * 1024;

void move_into(std::vector<bundles::Remark>& all, std::vector<bundles::Remark> more)
{
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

Expected<bundles::WatchWords, Failure> read_list(std::filesystem::path const& path)
{
    auto const bytes = read_file(path, longest_list);
    if (!bytes) return fail(could_not_read(bytes.error()));
    auto words = bundles::WatchWords::parse(as_text(*bytes));
    if (!words) {
        return fail(refused(path.string() + " is no list of words", "unreadable",
                            "it is no UTF-8 text, or has more than a thousand words",
                            "write one name on a line, as plain text"));
    }
    return std::move(*words);
}

}  // namespace

Expected<std::vector<bundles::Remark>, Failure> watched_words(PublisherFolder const& folder,
                                                              std::filesystem::path const& list)
{
    std::vector<bundles::Remark> all;
    if (list.empty()) return all;
    auto const words = read_list(list);
    if (!words) return fail(words.error());
    // Every line of bundle.toml but comments becomes metadata.json; the line there would mean nothing to a person.
    auto in_metadata = words->remarks_in_text(bundles::bundle_toml_name, bundles::metadata_text(folder.toml.metadata));
    for (auto& remark : in_metadata) remark.line = 0;
    move_into(all, std::move(in_metadata));
    move_into(all, words->remarks_in_name(folder.toml.slug));
    for (auto const& file : folder.payload) {
        auto const& path = file.path.text();
        move_into(all, words->remarks_in_name(path));
        if (bundles::tier_of(file.path) != bundles::Tier::text || file.size > longest_text) continue;
        auto const text = read_file(folder.bag() / path, longest_text);
        if (!text) return fail(could_not_read(text.error()));
        move_into(all, words->remarks_in_text(path, as_text(*text)));
    }
    return all;
}

}  // namespace nightletter::signer
