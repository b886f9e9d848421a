#include "signer/request_bundle.hpp"

#include <algorithm>

#include "bundles/metadata.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::signer {
namespace {

struct BundleList {
    bundles::Slug slug;
    bundles::Payload payload;
};

std::string list_text(bundles::Slug const& slug, bundles::Payload const& payload)
{
    std::string text = "nightletter bundle 1\nslug " + slug.text() + '\n';
    for (auto const& file : payload.files) {
        text += "file " + file.digest.flat.hex() + ' ' + file.digest.pieces_root.hex() + ' ' +
                std::to_string(file.digest.size) + ' ' + file.path.text() + '\n';
    }
    return text + "end\n";
}

std::string word_of(bundles::Refusal refusal)
{
    return std::string{bundles::word(refusal)};
}

std::string word_of(trust::Refusal refusal)
{
    return std::string{trust::word(refusal)};
}

Expected<bundles::TorrentFile, std::string> read_file_line(trust::StatementReader& reader)
{
    auto const fields = reader.fields("file", 4);
    auto const flat = reader.hex<Sha256>(fields[0]);
    auto const pieces_root = reader.hex<Sha256>(fields[1]);
    auto const size = reader.positive_below(bundles::limit::bundle + 1, fields[2]);
    if (!reader.is_sound()) return fail(word_of(trust::Refusal::malformed));
    auto path = bundles::BundlePath::parse(fields[3]);
    if (!path) return fail(word_of(path.error()));
    if (auto const allowed = bundles::may_be_in_a_bag(*path); !allowed) return fail(word_of(allowed.error()));
    if (!path->is_payload()) return fail(word_of(bundles::Refusal::path_not_allowed));
    if (size > bundles::size_limit(*path).value_or(bundles::limit::bundle))
        return fail(word_of(bundles::Refusal::too_large));
    // Under one leaf both hashes are of the same bytes.
    if (size <= bundles::block_size && flat != pieces_root) return fail(word_of(bundles::Refusal::wrong_piece_layer));
    return bundles::TorrentFile{std::move(*path), {size, flat, pieces_root, {}}};
}

Expected<BundleList, std::string> read_list(ByteView document)
{
    trust::StatementReader reader{document, "bundle", largest_bundle_list};
    auto const name = reader.field("slug");
    if (!reader.is_sound()) return fail(word_of(reader.finish_lines().error()));
    auto slug = bundles::Slug::parse(name);
    if (!slug) return fail(word_of(slug.error()));
    bundles::Payload payload;
    while (reader.next_is("file")) {
        if (payload.files.size() == bundles::limit::payload_files)
            return fail(word_of(bundles::Refusal::too_many_files));
        auto file = read_file_line(reader);
        if (!file) return fail(std::move(file.error()));
        if (!payload.files.empty() && !(payload.files.back().path < file->path))
            return fail(word_of(bundles::Refusal::bad_manifest));
        payload.bytes += file->digest.size;
        payload.files.push_back(std::move(*file));
    }
    if (auto const finished = reader.finish(list_text(*slug, payload)); !finished)
        return fail(word_of(finished.error()));
    if (payload.bytes > bundles::limit::bundle) return fail(word_of(bundles::Refusal::too_large));
    return BundleList{std::move(*slug), std::move(payload)};
}

std::optional<bundles::Refusal> disagreement(bundles::Payload const& payload, ByteView metadata)
{
    std::vector<bundles::BundlePath> paths;
    for (auto const& file : payload.files) paths.push_back(file.path);
    if (!bundles::colliding(paths).empty()) return bundles::Refusal::paths_collide;
    auto const listed =
        std::ranges::find(payload.files, bundles::known_path(bundles::name::metadata), &bundles::TorrentFile::path);
    if (listed == payload.files.end()) return bundles::Refusal::missing_file;
    if (listed->digest.size != metadata.size() || listed->digest.flat != sha256(metadata) ||
        listed->digest.pieces_root != bundles::digest_bytes(metadata).pieces_root)
        return bundles::Refusal::content_mismatch;
    return std::nullopt;
}

}  // namespace

std::string bundle_list(PreparedBundle const& bundle)
{
    return list_text(bundle.slug, bundle.payload);
}

Expected<PreparedBundle, std::string> read_bundle_list(ByteView list, ByteView metadata, PublisherId const& publisher,
                                                       std::span<trust::Candidate const> roots)
{
    auto read = read_list(list);
    if (!read) return fail(std::move(read.error()));
    auto const parsed = bundles::parse_metadata(metadata);
    if (!parsed) return fail(word_of(parsed.error().refusal));
    if (auto const wrong = disagreement(read->payload, metadata)) return fail(word_of(*wrong));
    if (roots.empty() || roots.size() > bundles::limit::roots) return fail(word_of(bundles::Refusal::bad_root_files));
    std::vector<bundles::RootFiles> files;
    for (auto const& root : roots) files.push_back({root.document, root.signatures});
    auto tag_files = bundles::make_tag_files(publisher, read->slug, read->payload, files);
    for (auto const& file : tag_files.files) {
        if (file.contents.size() > bundles::limit::manifest) return fail(word_of(bundles::Refusal::too_large));
    }
    return PreparedBundle{std::move(read->slug), std::move(read->payload), std::move(tag_files), copy_of(metadata),
                          parsed->replaces};
}

}  // namespace nightletter::signer
