#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/durable_file.hpp"
#include "mirror/intake.hpp"
#include "mirror/watched_folder.hpp"
#include "packs/receipt.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/import_outcome.hpp"
#include "reader/library.hpp"
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

// Whose packs are taken: whom one follows, whom one named, whom the library has heard already.
class Welcome {
public:
    Welcome(Followed followed, std::set<PublisherId> named) : followed_{std::move(followed)}, named_{std::move(named)}
    {
    }

    [[nodiscard]] Expected<bool, Trouble> includes(PublisherId const& publisher, mirror::Intake const& intake) const
    {
        if (followed_.has(publisher) || named_.contains(publisher)) return true;
        return intake.knows(publisher);
    }

private:
    Followed followed_;
    std::set<PublisherId> named_;
};

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

Expected<void, Trouble> adopt_all(mirror::Offered const& offered, Welcome const& welcome, mirror::Intake& intake,
                                  ImportOutcome& outcome)
{
    for (auto const& [publisher, directory] : offered.publishers) {
        auto const is_welcome = welcome.includes(publisher, intake);
        if (!is_welcome) return fail(is_welcome.error());
        if (!*is_welcome) {
            outcome.unknown_publishers.insert(publisher);
            continue;
        }
        auto const judgement = intake.adopt(publisher, mirror::read_publisher_folder(directory));
        if (!judgement) return fail(judgement.error());
        outcome.adopted.insert(publisher);
        for (auto const& refusal : judgement->refusals) outcome.documents_refused.push_back(refusal);
    }
    return {};
}

Expected<void, Trouble> take_folder(fs::path const& folder, Welcome const& welcome, mirror::Intake& intake,
                                    ImportOutcome& outcome)
{
    auto const offered = mirror::offered_in(folder);
    outcome.is_unfinished = outcome.is_unfinished || offered.is_unfinished;
    outcome.things_seen += offered.publishers.size() + offered.copies.size();
    if (auto adopted = adopt_all(offered, welcome, intake, outcome); !adopted) return adopted;
    for (auto const& copy : offered.copies) {
        auto taken = intake.take(copy);
        if (!taken) return fail(taken.error());
        outcome.bundles.push_back(std::move(*taken));
    }
    return {};
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
        if (fs::is_directory(path, error)) continue;
        bool const is_there = fs::exists(path, error);
        return not_begun(
            is_there ? safe_for_terminal(path) + " is no pack" : "there is nothing at " + safe_for_terminal(path),
            is_there ? "not-a-pack" : "not-found", {}, "name the folder that holds publishers/ and bundles/",
            is_there ? ExitCode::wrong_usage : ExitCode::not_found);
    }
    return std::nullopt;
}

ExitCode run(Asked const& asked)
{
    if (auto const wrong = expect_packs(asked.packs)) return report(*wrong);
    auto const welcome = who_is_welcome(asked);
    if (!welcome) return report(welcome.error());
    auto store = store::Store::open(library_folder());
    if (!store) {
        return report(not_begun(store.error().sentence(), "not-started", {},
                                "if another nightletter is at work in your library, wait for it", ExitCode::failed));
    }
    auto const now = SystemClock{}.now();
    mirror::Intake intake{**store, now, {NIGHTLETTER_BUILD_SECONDS}};
    ImportOutcome outcome;
    for (auto const& path : asked.packs) {
        if (auto taken = take_folder(path, *welcome, intake, outcome); !taken) {
            (void)(*store)->publish_view(now);
            return report(store_failed(taken.error()));
        }
    }
    if (auto shown = (*store)->publish_view(now); !shown) return report(store_failed(shown.error()));
    if (!asked.receipt.empty()) {
        auto const written = write_receipt(asked.receipt, **store, outcome);
        if (!written) return report(store_failed(written.error()));
    }
    return say(outcome, intake);
}

}  // namespace

Command import_command()
{
    return {"import", "takes a pack into your library, verified", "nightletter import /media/stick", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("PACK", asked->packs, "Folders, such as a stick")->required();
                app.add_option("--publisher", asked->publishers,
                               "Take this publisher's too, nlp1…, without following; may be repeated");
                app.add_option("--receipt", asked->receipt,
                               "Write here what you now hold of these publishers, for whoever exports the next pack");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
