#include "mirror/judging.hpp"

#include "bundles/bag.hpp"
#include "bundles/file_digest.hpp"
#include "bundles/verify.hpp"
#include "store/borrow.hpp"

namespace nightletter::mirror {
namespace {

using bundles::BundlePath;

Judged judged_from(bundles::NotVerified const& not_verified)
{
    if (not_verified.findings.empty()) return store::SealFailure{not_verified.troubles.front()};
    auto const& finding = not_verified.findings.front();
    return Unsound{std::string{finding.word()}, finding.path};
}

// A copy of some tiers can give what it has: the layers of files that are not held are nobody's business here.
Bytes with_layers_of_held(std::filesystem::path const& bag, bundles::CheckedTorrent const& torrent,
                          bundles::VerifiedBundle const& bundle)
{
    std::vector<BundlePath> held;
    for (auto const& file : torrent.files()) {
        if (file.size > torrent.piece_length() && bundle.find(file.path) != nullptr) held.push_back(file.path);
    }
    store::Layers layers;
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return torrent.torrent();
    auto const digests = bundles::digest_files(
        *directory, held, {.hashes = bundles::Hashes::pieces, .piece_length = torrent.piece_length()});
    for (auto const& digest : digests) {
        if (digest) layers[digest->pieces_root] = digest->layer;
    }
    return store::with_layers(torrent, layers);
}

// Peers gave the piece layers to nobody but the swarm. Of a whole copy they are made while it is verified, in the same
// reading; so a recording is read and hashed once.
bool needs_torrent(bundles::CheckedTorrent const& torrent, store::StillCopy const& still)
{
    return !torrent.has_all_layers() && still.marks().size() == torrent.files().size();
}

Expected<bundles::CheckedTorrent, Judged> with_layers(std::filesystem::path const& bag, bundles::CheckedTorrent torrent,
                                                      bundles::VerifiedBundle const& bundle)
{
    if (torrent.has_all_layers()) return torrent;
    auto const bytes = bundle.torrent() ? bundle.torrent()->bytes() : with_layers_of_held(bag, torrent, bundle);
    auto complete = bundles::check_torrent(bytes, {.info_hash = torrent.info_hash()});
    if (!complete) return fail(Judged{Unsound{std::string{word(complete.error())}, ""}});
    return std::move(*complete);
}

Expected<bundles::LanguageMap, Judged> titles_of(std::filesystem::path const& bag,
                                                 bundles::VerifiedBundle const& bundle)
{
    auto const bytes = bundles::read_verified(bag, bundle, *BundlePath::parse(bundles::name::metadata));
    if (!bytes) return fail(judged_from(bytes.error()));
    auto metadata = bundles::parse_metadata(*bytes);
    if (!metadata) return fail(Judged{Unsound{"malformed-metadata", std::string{bundles::name::metadata}}});
    return std::move(metadata->title);
}

}  // namespace

Judged judge_copy(store::Quarantine const& quarantine, JudgeAndSeal const& task, trust::Acceptance const& held)
{
    auto const& order = task.order;
    if (!task.paths.empty()) {
        if (auto kept = quarantine.keep_only(order.release.info_hash, task.paths); !kept)
            return store::SealFailure{kept.error()};
    }
    auto still = quarantine.hold_still(order.release.info_hash);
    if (!still) return store::SealFailure{still.error()};
    auto torrent = bundles::check_torrent(order.torrent, {.info_hash = order.release.info_hash});
    if (!torrent) return Unsound{std::string{word(torrent.error())}, ""};
    auto const bag = still->bag();
    store::begin_writing(*still);
    bundles::Expectation expected;
    expected.publisher = order.publisher;
    expected.bundle = order.release.bundle;
    expected.held = &held;
    if (task.origin == Origin::folder || needs_torrent(*torrent, *still)) {
        expected.info_hash = order.release.info_hash;
    }
    auto verified = bundles::verify_bundle(bag, expected);
    if (!verified) return judged_from(verified.error());
    auto titles = titles_of(bag, *verified);
    if (!titles) return titles.error();
    auto complete = with_layers(bag, std::move(*torrent), *verified);
    if (!complete) return complete.error();
    auto settled = store::settle(std::move(*still), std::move(*verified), std::move(*complete));
    if (!settled) return settled.error();
    return Sound{std::move(*settled), std::move(*titles)};
}

}  // namespace nightletter::mirror
