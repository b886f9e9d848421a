#include "reader/library.hpp"

#include <algorithm>
#include <cstdlib>

#include "reader/link.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

Expected<Place, Unplaced> find_by_id(fs::path const& library, BundleId const& bundle)
{
    auto place = find_bundle(library / "bundles" / bundle_text(bundle));
    if (!place) return fail(Unplaced{NoPlace::not_in_library, {}});
    return place;
}

Expected<Place, Unplaced> find_by_publisher(fs::path const& library, PublisherId const& publisher)
{
    std::vector<std::string> ids;
    std::error_code error;
    for (fs::directory_iterator entry{library / "bundles", error}, end; !error && entry != end;
         entry.increment(error)) {
        auto const place = find_bundle(entry->path());
        if (place && claimed_publisher(place->bag) == publisher) ids.push_back(entry->path().filename().string());
    }
    std::ranges::sort(ids);
    if (ids.size() > 1) return fail(Unplaced{NoPlace::several, std::move(ids)});
    if (ids.empty()) return fail(Unplaced{NoPlace::not_in_library, {}});
    return find_bundle(library / "bundles" / ids.front());
}

Expected<Meant, Unplaced> meant(Expected<Place, Unplaced> place, std::optional<PublisherId> named)
{
    if (!place) return fail(std::move(place.error()));
    return Meant{std::move(*place), named};
}

}  // namespace

fs::path library_folder()
{
    // The XDG specification: a relative value is to be ignored.
    if (char const* const data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/') {
        return fs::path{data} / "nightletter" / "library";
    }
    char const* const home = std::getenv("HOME");
    return fs::path{home == nullptr ? "/" : home} / ".local" / "share" / "nightletter" / "library";
}

Expected<Meant, Unplaced> find_meant(std::string const& text, fs::path const& library)
{
    std::error_code error;
    if (fs::exists(text, error)) return meant(find_bundle(text), std::nullopt);
    if (auto const link = parse_link(text)) {
        auto place = link->bundle ? find_by_id(library, *link->bundle) : find_by_publisher(library, link->publisher);
        return meant(std::move(place), link->publisher);
    }
    if (auto const publisher = parse_publisher(text)) return meant(find_by_publisher(library, *publisher), *publisher);
    if (auto const bundle = parse_bundle(text)) return meant(find_by_id(library, *bundle), std::nullopt);
    return fail(Unplaced{NoPlace::nothing_there, {}});
}

}  // namespace nightletter::reader
