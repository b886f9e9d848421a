#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "signer/bundle_publication.hpp"
#include "signer/change_words.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/next_feed.hpp"
#include "signer/process.hpp"
#include "signer/publication.hpp"
#include "signer/redaction.hpp"
#include "signer/replaced.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    AskingOptions asking;
    std::string folder;
    std::int64_t fresh_days = ordinary_freshness_days;
    bool keep_tags = false;
    ReplacedOptions replaced;
    std::string watch_words;
};

// What a person reads before the passphrase is asked for: to standard error, because it is not the result.
void show(std::string const& text)
{
    if (!wants_json() && !wants_quiet()) std::cerr << text << '\n';
}

void show_what_is_signed(Inspection const& inspection, PreparedBundle const& prepared, OwnPublisher const& own)
{
    auto const warnings = inspection.count(bundles::Weight::advice);
    show("Checked: " + inspection.summary() + ". " +
         (warnings == 0 ? "No warnings." : counted(warnings, "warning") + ":"));
    for (auto const& remark : inspection.remarks) show("  " + remark_text(remark));
    show("You are about to sign, for " + isolated(own.root.name) + ":");
    for (auto const& line : bundle_words(prepared)) show("  " + line);
    show("Once it has left this computer it cannot be called back for certain: other copies may exist.");
}

// Signed before and named by the feed: what lies in the folder is made whole again, nothing else happens.
ExitCode restore(Options const& options, PreparedBundle const& prepared, SignedBundle const& made,
                 OwnPublisher const& own)
{
    if (auto const restored = restore_folder(options.folder, prepared, made, own); !restored)
        return report(restored.error());
    return tell_of_bundle("sign", options.folder, prepared, made.torrent, own, Change::earlier);
}

ExitCode sign_new(Options const& options, Home const& home, PreparedBundle const& prepared,
                  Inspection const& inspection, OwnPublisher const& own)
{
    auto replaced = options.replaced;
    replaced.withholds = withholds_a_passage(*inspection.content);
    auto feed = following_feed(own, SystemClock{}.now(), options.fresh_days);
    if (!feed) return report(feed.error());
    auto people = options.keys.people(home, own.id);
    Proposal proposal{std::nullopt, {}, prepared, std::move(*feed)};
    if (auto const settled = settle_replaced(proposal, own, people, replaced); !settled) return report(settled.error());
    Agreement agreement{own, std::move(proposal)};
    if (auto const signatures =
            read_file(inspection.folder.bag() / bundles::name::signatures, trust::largest_signature_set))
        (void)agreement.take(bundles::name::tag_manifest, *signatures);
    if (auto const here = sign_here(home, agreement, people, options.asking); !here) return report(here.error());
    if (!agreement.is_complete()) return hand_on(home, agreement, options.asking, options.folder);
    if (auto const published = publish_bundle(home, agreement, options.folder); !published)
        return report(published.error());
    return tell_of_bundle("sign", options.folder, prepared, agreement.torrent(), own, Change::now);
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
    if (auto const settled = settle_folder(options.folder, *own); !settled) return report(settled.error());
    // Files that others may have made are read here, in children, before any key is open.
    auto const inspection = inspect(options.folder, day_of(SystemClock{}.now()),
                                    {options.keep_tags ? MediaTags::kept : MediaTags::refused, options.watch_words});
    if (!inspection) return report(inspection.error());
    if (!inspection->may_be_signed()) return report(cannot_be_signed(*inspection));
    auto const prepared = prepare(*inspection, *own);
    if (!prepared) return report(prepared.error());

    if (interrupted()) return report(stopped());
    auto signing = signatures_of(*prepared, *own, inspection->folder.bag());
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
                    : sign_new(options, *home, *prepared, *inspection, *own);
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
                app.add_option("--replaced", options->replaced.fate,
                               "What becomes of the bundle that this one replaces: listed, superseded, error, "
                               "source-danger or law")
                    ->check(CLI::IsMember({"listed", "superseded", "error", "source-danger", "law"}));
                app.add_flag("--yes", options->replaced.yes, "Agree beforehand to that bundle's being taken back");
                add_asking_options(app, options->asking);
                add_key_options(app, options->keys);
                return [options] {
                    options->replaced.no_input = options->keys.no_input;
                    options->asking.command = "nightletter-sign sign " + options->folder;
                    return sign(*options);
                };
            }};
}

}  // namespace nightletter::signer
