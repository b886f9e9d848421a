#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "signer/agreement.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/key_options.hpp"
#include "signer/mirror_judgement.hpp"
#include "signer/next_feed.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string folder;
    std::int64_t fresh_days = ordinary_freshness_days;
    bool keep_tags = false;
    std::string watch_words;
};

// What a person reads before the passphrase is asked for: to standard error, because it is not the result.
void show(std::string const& text)
{
    if (!wants_json() && !wants_quiet()) std::cerr << text << '\n';
}

// A change of the folder that an earlier run decided and did not finish. It happens if the feed names its bundle.
Expected<void, Failure> settle(fs::path const& folder, OwnPublisher const& own)
{
    auto const label = decided_change(folder);
    if (!label) return {};
    auto const bundle = parse_bundle(*label);
    auto const settled = bundle && own.release(*bundle) != nullptr ? finish(folder) : forget(folder);
    if (!settled) return fail(could_not_write(settled.error()));
    return {};
}

void show_what_is_signed(Inspection const& inspection, PreparedBundle const& prepared, OwnPublisher const& own)
{
    auto const& metadata = inspection.folder.toml.metadata;
    auto const warnings = inspection.count(bundles::Weight::advice);
    show("Checked: " + inspection.summary() + ". " +
         (warnings == 0 ? "No warnings." : counted(warnings, "warning") + ":"));
    for (auto const& remark : inspection.remarks) show("  " + remark_text(remark));
    show("You are about to sign, for " + own.root.name + ":");
    show("  " + std::string{bundles::in_language(metadata.title, metadata.language, metadata.language)} + " (" +
         metadata.date + ")");
    for (auto const& speaker : metadata.speakers) {
        show("  speaker: " + std::string{bundles::in_language(speaker.name, metadata.language, metadata.language)} +
             (speaker.pseudonym ? " (a pseudonym)" : ""));
    }
    if (prepared.replaces) show("  it replaces " + bundle_text(*prepared.replaces));
    show("  " + bundle_text(prepared.id()));
    show("Once it has left this computer it cannot be called back for certain: other copies may exist.");
}

struct Signed {
    Bytes signatures;
    bundles::Torrent torrent;
};

ExitCode tell(std::string const& folder, PreparedBundle const& prepared, bundles::Torrent const& torrent,
              OwnPublisher const& own, bool changed)
{
    Answer answer{"sign"};
    answer.fact("bundle", bundle_text(prepared.id()))
        .fact("publisher", publisher_text(own.id))
        .fact("info_hash", torrent.info_hash().hex())
        .fact("bytes", torrent.total_bytes())
        .fact("files", torrent.files())
        .fact("folder", folder)
        .claim("changed", changed);
    if (changed) {
        answer.line("Signed  " + bundle_text(prepared.id()) + "  →  " + folder +
                    "     Copy this folder to the online computer.");
    } else {
        answer.line("Already signed  " + bundle_text(prepared.id()) + "  →  " + folder + "     Nothing was changed.");
    }
    return answer.advice("There:  nightletter verify " + (fs::path{folder} / prepared.slug.text()).string()).give();
}

// The bundle and its publisher's documents, decided in the folder and not yet moved into place.
Expected<void, Failure> stage_folder(Options const& options, PreparedBundle const& prepared, Signed const& made,
                                     OwnPublisher const& own, Documents const& documents)
{
    auto staging = Staging::begin(options.folder);
    if (!staging) return fail(could_not_write(staging.error()));
    auto staged = stage_bundle(*staging, prepared, made.torrent, made.signatures);
    if (staged) staged = stage_documents(*staging, own.id, documents);
    if (staged) staged = staging->decide(bundle_text(prepared.id()));
    if (!staged) return fail(could_not_write(staged.error()));
    return {};
}

// Signed before and named by the feed: what lies in the folder is made whole again, nothing else happens.
ExitCode restore(Options const& options, PreparedBundle const& prepared, Signed const& made, OwnPublisher const& own)
{
    if (made.torrent.info_hash() != own.release(prepared.id())->info_hash) {
        return report(
            refused("this bundle was signed by other keys", "wrong-info-hash",
                    "your feed names it with the signatures of its first signing, and those are not in the folder",
                    "copy the folder back from where it was signed, or from a mirror"));
    }
    if (!is_in_place(options.folder, prepared, made.torrent, made.signatures)) {
        if (auto const staged = stage_folder(options, prepared, made, own, own.documents); !staged)
            return report(staged.error());
        if (auto const finished = finish(options.folder); !finished) return report(could_not_write(finished.error()));
    }
    return tell(options.folder, prepared, made.torrent, own, false);
}

// The feed at home names the bundle from the decision on; that is the moment in which it is signed.
ExitCode publish(Options const& options, Home const& home, Agreement const& agreement)
{
    auto const& own = agreement.own();
    auto const& prepared = *agreement.proposal().bundle;
    Signed const made{agreement.bundle_signatures(), agreement.torrent()};
    auto const documents = agreement.documents();
    if (auto const judged = judge_as_a_mirror(own, documents, agreement.feed()->issued); !judged)
        return report(judged.error());
    if (interrupted()) return report(stopped());
    if (auto const staged = stage_folder(options, prepared, made, own, documents); !staged)
        return report(staged.error());
    if (auto const decided = home.decide(own.id, documents); !decided) {
        (void)forget(options.folder);
        return report(could_not_write(decided.error()));
    }
    auto finished = home.settle();
    if (finished) finished = finish(options.folder);
    if (!finished) {
        return report({ExitCode::storage_failed,
                       {"the bundle is signed, and not everything is in its place yet", "storage-failed",
                        finished.error().sentence(), "your feed names it; nothing is lost",
                        "nightletter-sign sign " + options.folder}});
    }
    return tell(options.folder, prepared, made.torrent, own, true);
}

ExitCode sign_new(Options const& options, Home const& home, PreparedBundle const& prepared, fs::path const& bag,
                  OwnPublisher const& own)
{
    auto feed = following_feed(own, SystemClock{}.now(), options.fresh_days);
    if (!feed) return report(feed.error());
    Agreement agreement{own, {std::nullopt, {}, prepared, std::move(*feed)}};
    if (auto const signatures = read_file(bag / bundles::name::signatures, trust::largest_signature_set))
        (void)agreement.take(bundles::name::tag_manifest, *signatures);
    auto people = options.keys.people(home, own.id);
    if (auto const enough = are_enough(people, agreement.signatories()); !enough) return report(enough.error());
    auto const keys = open_keys(people, agreement.signatories());
    if (!keys) return report(keys.error());
    agreement.sign(*keys);
    NIGHTLETTER_INSIST(agreement.is_complete());
    return publish(options, home, agreement);
}

// The feed names this bundle, so its signatures can only be the ones it was signed with then.
ExitCode sign_again(Options const& options, Home const& home, PreparedBundle const& prepared, Signing signing,
                    OwnPublisher const& own)
{
    Signatories const signatories{{}, {root_in(prepared, own).release}, {}, std::nullopt};
    auto people = options.keys.people(home, own.id);
    if (auto const enough = are_enough(people, signatories); !enough) return report(enough.error());
    auto const keys = open_keys(people, signatories);
    if (!keys) return report(keys.error());
    for (auto const& key : keys->release) NIGHTLETTER_INSIST(signing.sign(key));
    auto signatures = signing.file();
    auto torrent = torrent_of(prepared, signatures);
    return restore(options, prepared, {std::move(signatures), std::move(torrent)}, own);
}

ExitCode sign(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    if (auto const settled = settle(options.folder, *own); !settled) return report(settled.error());
    // Files that others may have made are read here, in children, before any key is open.
    auto const inspection = inspect(options.folder, day_of(SystemClock{}.now()),
                                    {options.keep_tags ? MediaTags::kept : MediaTags::refused, options.watch_words});
    if (!inspection) return report(inspection.error());
    if (!inspection->may_be_signed()) return report(cannot_be_signed(*inspection));
    auto const prepared = prepare(*inspection, *own);
    if (!prepared) return report(prepared.error());

    if (interrupted()) return report(stopped());
    auto const bag = inspection->folder.bag();
    auto signing = signatures_of(*prepared, *own, bag);
    bool const is_named = own->release(prepared->id()) != nullptr;
    if (is_named && signing.is_complete()) {
        auto signatures = signing.file();
        auto torrent = torrent_of(*prepared, signatures);
        if (torrent.info_hash() == own->release(prepared->id())->info_hash) {
            return restore(options, *prepared, {std::move(signatures), std::move(torrent)}, *own);
        }
    }
    show_what_is_signed(*inspection, *prepared, *own);
    return is_named ? sign_again(options, *home, *prepared, std::move(signing), *own)
                    : sign_new(options, *home, *prepared, bag, *own);
}

}  // namespace

Command sign_command()
{
    return {"sign", "Sign a folder and add it to your feed", "nightletter-sign sign my-interview",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("DIR", options->folder, "The publisher's folder: the one with bundle.toml")->required();
                app.add_option("--days", options->fresh_days, "How long the feed counts as fresh")
                    ->check(CLI::Range(1, 400));
                app.add_flag("--keep-tags", options->keep_tags,
                             "Sign pictures, recordings and documents with what they tell beside what they show");
                app.add_option("--watch-words", options->watch_words,
                               "Names that must not stand in it, one on a line; the list is read and goes nowhere");
                add_key_options(app, options->keys);
                return [options] { return sign(*options); };
            }};
}

}  // namespace nightletter::signer
