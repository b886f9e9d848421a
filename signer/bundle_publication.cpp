#include "signer/bundle_publication.hpp"

#include "signer/answer.hpp"
#include "signer/failures.hpp"
#include "signer/mirror_judgement.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

// The bundle and its publisher's documents, decided in the folder and not yet moved into place.
Expected<void, Failure> stage_folder(fs::path const& folder, PreparedBundle const& prepared, SignedBundle const& made,
                                     OwnPublisher const& own, Documents const& documents)
{
    auto staging = Staging::begin(folder);
    if (!staging) return fail(could_not_write(staging.error()));
    auto staged = stage_bundle(*staging, prepared, made.torrent, made.signatures);
    if (staged) staged = stage_documents(*staging, own.id, documents);
    if (staged) staged = staging->decide(bundle_text(prepared.id()));
    if (!staged) return fail(could_not_write(staged.error()));
    return {};
}

}  // namespace

Expected<void, Failure> settle_folder(fs::path const& folder, OwnPublisher const& own)
{
    auto const label = decided_change(folder);
    if (!label) return {};
    auto const bundle = parse_bundle(*label);
    auto const settled = bundle && own.release(*bundle) != nullptr ? finish(folder) : forget(folder);
    if (!settled) return fail(could_not_write(settled.error()));
    return {};
}

// The feed at home names the bundle from the decision on; that is the moment in which it is signed.
Expected<void, Failure> publish_bundle(Home const& home, Agreement const& agreement, fs::path const& folder)
{
    auto const& own = agreement.own();
    auto const& prepared = *agreement.proposal().bundle;
    SignedBundle const made{agreement.bundle_signatures(), agreement.torrent()};
    auto const documents = agreement.documents();
    if (auto judged = judge_as_a_mirror(own, documents, agreement.feed()->issued); !judged) return judged;
    if (interrupted()) return fail(stopped());
    if (auto staged = stage_folder(folder, prepared, made, own, documents); !staged) return staged;
    if (auto const decided = home.decide(own.id, documents); !decided) {
        (void)forget(folder);
        return fail(could_not_write(decided.error()));
    }
    auto finished = home.settle();
    if (finished) finished = finish(folder);
    if (finished) return {};
    return fail(Failure{
        ExitCode::storage_failed,
        {"the bundle is signed, and not everything is in its place yet", "storage-failed", finished.error().sentence(),
         "your feed names it; nothing is lost", "nightletter-sign sign " + folder.string()}});
}

Expected<void, Failure> restore_folder(fs::path const& folder, PreparedBundle const& prepared, SignedBundle const& made,
                                       OwnPublisher const& own)
{
    if (made.torrent.info_hash() != own.release(prepared.id())->info_hash) {
        return fail(
            refused("this bundle was signed by other keys", "wrong-info-hash",
                    "your feed names it with the signatures of its first signing, and those are not in the folder",
                    "copy the folder back from where it was signed, or from a mirror"));
    }
    if (is_in_place(folder, prepared, made.torrent, made.signatures)) return {};
    if (auto staged = stage_folder(folder, prepared, made, own, own.documents); !staged) return staged;
    if (auto const finished = finish(folder); !finished) return fail(could_not_write(finished.error()));
    return {};
}

ExitCode tell_of_bundle(std::string_view command, fs::path const& folder, PreparedBundle const& prepared,
                        bundles::Torrent const& torrent, OwnPublisher const& own, Change change)
{
    auto const bundle = bundle_text(prepared.id());
    Answer answer{command};
    answer.fact("bundle", bundle)
        .fact("publisher", publisher_text(own.id))
        .fact("info_hash", torrent.info_hash().hex())
        .fact("bytes", torrent.total_bytes())
        .fact("files", torrent.files())
        .fact("folder", folder.string())
        .claim("changed", change == Change::now);
    if (change == Change::now) {
        answer.line("Signed  " + bundle + "  →  " + folder.string() + "     Copy this folder to the online computer.");
    } else {
        answer.line("Already signed  " + bundle + "  →  " + folder.string() + "     Nothing was changed.");
    }
    return answer.advice("There:  nightletter verify " + (folder / prepared.slug.text()).string()).give();
}

}  // namespace nightletter::signer
