#include <CLI/CLI.hpp>
#include <memory>

#include "base/durable_file.hpp"
#include "packs/receipt.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/library.hpp"
#include "reader/pack_intake.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

struct Asked {
    std::vector<std::string> packs;
    std::vector<std::string> publishers;
    std::string receipt;
};

Failure not_begun(std::string what, std::string word, std::string because, std::string next, ExitCode exit)
{
    return {exit, {std::move(what), std::move(word), std::move(because), "nothing was taken in", std::move(next)}};
}

Failure store_failed(Trouble const& trouble)
{
    return {ExitCode::storage_failed,
            {trouble.sentence(),
             "storage-failed",
             {},
             "what was verified before is in your library",
             "look at the disk, then import again: it goes on where it stopped"}};
}

Expected<Welcome, Failure> who_is_welcome(Asked const& asked)
{
    auto followed = whom_one_follows();
    if (!followed) return fail(followed.error());
    std::set<PublisherId> named;
    for (auto const& text : asked.publishers) {
        auto const publisher = typed_publisher(text);
        if (!publisher) return fail(publisher.error());
        named.insert(*publisher);
    }
    return Welcome{std::move(*followed), std::move(named)};
}

// What the library holds of the publishers in these packs, and of nobody else.
Expected<void, Trouble> write_receipt(fs::path const& path, store::Store& store, ImportOutcome const& outcome)
{
    packs::Receipt receipt;
    auto const held = store.bundles().all();
    if (!held) return fail(held.error());
    for (auto const& bundle : *held) {
        if (outcome.adopted.contains(bundle.row().publisher)) receipt.held[bundle.row().id] = bundle.row().tiers;
    }
    return write_durably(path, as_bytes(receipt.text()));
}

std::optional<Failure> expect_packs(std::vector<std::string> const& packs)
{
    for (auto const& path : packs) {
        std::error_code error;
        bool const may_be_one = fs::is_directory(path, error) || fs::is_regular_file(path, error);
        if (may_be_one) continue;
        bool const is_there = fs::exists(path, error);
        return not_begun(
            is_there ? safe_for_terminal(path) + " is no pack" : "there is nothing at " + safe_for_terminal(path),
            is_there ? "not-a-pack" : "not-found", {},
            "name the folder that holds publishers/ and bundles/, or the tar of them",
            is_there ? ExitCode::wrong_usage : ExitCode::not_found);
    }
    return std::nullopt;
}

// Everything, as far as the library plays along; what was verified by then is shown in every case.
Expected<void, Trouble> take_all(Asked const& asked, store::Store& store, PackIntake& intake, UtcTime now)
{
    Expected<void, Trouble> done;
    for (auto const& path : asked.packs) {
        if (done) done = intake.take(path);
    }
    if (done) done = intake.look_for_the_rest();
    auto const shown = store.publish_view(now);
    if (!done || !shown) return done ? shown : done;
    return asked.receipt.empty() ? done : write_receipt(asked.receipt, store, intake.outcome());
}

ExitCode run(Asked const& asked)
{
    if (auto const wrong = expect_packs(asked.packs)) return report(*wrong);
    auto welcome = who_is_welcome(asked);
    if (!welcome) return report(welcome.error());
    auto store = store::Store::open(library_folder());
    if (!store) {
        return report(not_begun(store.error().sentence(), "not-started", {},
                                "if another nightletter is at work in your library, wait for it", ExitCode::failed));
    }
    auto const now = SystemClock{}.now();
    PackIntake intake{**store, std::move(*welcome), now, {NIGHTLETTER_BUILD_SECONDS}};
    if (auto const taken = take_all(asked, **store, intake, now); !taken) return report(store_failed(taken.error()));
    return say(intake.outcome(), intake.intake());
}

}  // namespace

Command import_command()
{
    return {"import", "takes a pack into your library, verified", "nightletter import /media/stick", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("PACK", asked->packs, "Folders, such as a stick, or tars")->required();
                app.add_option("--publisher", asked->publishers,
                               "Take this publisher's too, nlp1…, without following; may be repeated");
                app.add_option("--receipt", asked->receipt,
                               "Write here what you now hold of these publishers, for whoever exports the next pack");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
