#include "reader/verified_content.hpp"

namespace nightletter::reader {

Expected<bundles::Content, NoContent> verified_content(std::filesystem::path const& bag,
                                                       bundles::VerifiedBundle const& bundle)
{
    auto metadata = bundles::read_verified(bag, bundle, bundles::known_path(bundles::metadata_path));
    if (!metadata) return fail(NoContent{metadata.error()});
    std::map<std::string, Bytes, std::less<>> texts;
    std::map<std::string, ByteView, std::less<>> views;
    for (auto const& file : bundle.files()) {
        auto const& path = file.path.text();
        if (!bundles::parse_transcript_path(path)) continue;
        auto bytes = bundles::read_verified(bag, bundle, file.path);
        if (!bytes) return fail(NoContent{bytes.error()});
        views.emplace(path, texts.emplace(path, std::move(*bytes)).first->second);
    }
    auto content = bundles::read_content(*metadata, views);
    if (!content) return fail(NoContent{content.error()});
    return std::move(*content);
}

}  // namespace nightletter::reader
