#include "signer/bundle_signing.hpp"

#include <algorithm>

#include "signer/failures.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

Failure not_a_payload(bundles::NotVerified const& why, fs::path const& folder)
{
    if (why.findings.empty()) return could_not_read(why.troubles.front());
    auto const& first = why.findings.front();
    auto because =
        first.path + (first.detail.empty() ? "" : ": " + first.detail) + " [" + std::string{first.word()} + "]";
    if (why.findings.size() > 1) because += ", and " + counted(why.findings.size() - 1, "other thing");
    return refused(folder.string() + " cannot be signed yet", std::string{first.word()}, std::move(because),
                   "nightletter-sign check " + folder.string());
}

// Every file that signing writes, in the order in which it goes into place.
template <class Visit>
bool each_file(PreparedBundle const& prepared, bundles::Torrent const& torrent, ByteView signatures, Visit visit)
{
    fs::path const bag{prepared.slug.text()};
    if (!visit(bag / bundles::name::metadata, ByteView{prepared.metadata}, Turn::early)) return false;
    for (auto const& file : prepared.tag_files.files) {
        if (!visit(bag / file.path.text(), ByteView{file.contents}, Turn::early)) return false;
    }
    return visit(bag / bundles::name::signatures, signatures, Turn::late) &&
           visit(fs::path{prepared.slug.text() + ".torrent"}, ByteView{torrent.bytes()}, Turn::late);
}

bundles::TagFiles tag_files_of(bundles::Slug const& slug, bundles::Payload const& payload, OwnPublisher const& own)
{
    std::vector<bundles::RootFiles> roots;
    for (auto const& root : own.roots) roots.push_back({root.document, root.signatures});
    auto newest = bundles::make_tag_files(own.id, slug, payload, roots);
    if (!own.feed || own.release(newest.id) != nullptr) return newest;
    for (roots.pop_back(); !roots.empty(); roots.pop_back()) {
        auto before = bundles::make_tag_files(own.id, slug, payload, roots);
        if (own.release(before.id) != nullptr) return before;
    }
    return newest;
}

}  // namespace

Expected<PreparedBundle, Failure> prepare(Inspection const& inspection, OwnPublisher const& own)
{
    NIGHTLETTER_INSIST(inspection.may_be_signed());
    auto const& folder = inspection.folder;
    auto slug = bundles::Slug::parse(folder.toml.slug);
    NIGHTLETTER_INSIST(slug.has_value());
    auto metadata = copy_of(as_bytes(inspection.metadata_json));
    auto payload = bundles::survey_payload_with(metadata, folder.bag());
    if (!payload) return fail(not_a_payload(payload.error(), folder.root));
    auto tag_files = tag_files_of(*slug, *payload, own);
    return PreparedBundle{std::move(*slug), std::move(*payload), std::move(tag_files), std::move(metadata),
                          folder.toml.metadata.replaces};
}

trust::Root root_in(PreparedBundle const& prepared, OwnPublisher const& own)
{
    auto const is_root = [](bundles::TagFile const& file) {
        auto const path = std::string_view{file.path.text()};
        return path.starts_with("publisher/root.") && !path.ends_with(".minisig");
    };
    auto const version = static_cast<std::size_t>(std::ranges::count_if(prepared.tag_files.files, is_root));
    NIGHTLETTER_INSIST(version >= 1 && version <= own.roots.size());
    return trust::Root::parse(own.roots[version - 1].document).value();
}

Signing signatures_of(PreparedBundle const& prepared, OwnPublisher const& own, fs::path const& bag)
{
    Signing signing{prepared.tag_manifest(), trust::TrustedComment::of_bundle(own.id, prepared.id()),
                    root_in(prepared, own).release};
    if (auto const existing = read_file(bag / bundles::name::signatures, trust::largest_signature_set))
        signing.take(*existing);
    return signing;
}

bundles::Torrent torrent_of(PreparedBundle const& prepared, ByteView signatures)
{
    return bundles::torrent_of(prepared.slug, prepared.payload, prepared.tag_files, signatures);
}

trust::Release release_of(PreparedBundle const& prepared, bundles::Torrent const& torrent, UtcDay day)
{
    return {prepared.id(), torrent.info_hash(), torrent.total_bytes(), torrent.files(), day, prepared.replaces};
}

Expected<void, Trouble> stage_bundle(Staging& staging, PreparedBundle const& prepared, bundles::Torrent const& torrent,
                                     ByteView signatures)
{
    Expected<void, Trouble> staged;
    each_file(prepared, torrent, signatures, [&](fs::path const& path, ByteView contents, Turn turn) {
        staged = staging.add(path, contents, turn);
        return staged.has_value();
    });
    return staged;
}

bool is_in_place(fs::path const& folder, PreparedBundle const& prepared, bundles::Torrent const& torrent,
                 ByteView signatures)
{
    return each_file(prepared, torrent, signatures, [&](fs::path const& path, ByteView contents, Turn) {
        auto const there = read_file(folder / path, contents.size());
        return there && std::ranges::equal(*there, contents);
    });
}

}  // namespace nightletter::signer
