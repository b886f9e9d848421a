#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "bundles/verify.hpp"
#include "mirror/intake.hpp"
#include "mirror/watched_folder.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/export.hpp"
#include "reader/giving_text.hpp"
#include "reader/interruption.hpp"
#include "reader/library.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Asked {
    std::string folder;
    std::string publisher;
    std::vector<std::string> peers;
    std::vector<std::string> listen;
    std::string to;
    std::size_t until = 0;
    unsigned patience = 3600;  // seconds
    unsigned minutes = 0;      // 0: until it is interrupted
};

struct Output {
    PublisherId publisher;
    fs::path documents;
    std::vector<mirror::OfferedCopy> copies;
};

Failure not_published(std::string what, std::string word, std::string because, std::string next,
                      ExitCode exit = ExitCode::wrong_usage)
{
    return {exit,
            {std::move(what), std::move(word), std::move(because), "nothing was given to anybody", std::move(next)}};
}

Failure disk_failed(Trouble const& trouble)
{
    return not_published(trouble.sentence(), "storage-failed", {}, "look at the disk, then publish again",
                         ExitCode::storage_failed);
}

// Whose folder it is says the folder: a publisher's own desk follows nobody.
Expected<Output, Failure> output_in(Asked const& asked)
{
    auto const said = safe_for_terminal(asked.folder);
    std::error_code error;
    if (!fs::exists(asked.folder, error))
        return fail(
            not_published("there is nothing at " + said, "not-found", {}, "check the path", ExitCode::not_found));
    auto offered = mirror::offered_in(asked.folder);
    if (!asked.publisher.empty()) {
        auto const named = typed_publisher(asked.publisher);
        if (!named) return fail(named.error());
        std::erase_if(offered.publishers, [&](auto const& one) { return one.first != *named; });
    }
    if (offered.publishers.empty() || offered.copies.empty()) {
        return fail(not_published("there is nothing signed in " + said, "not-found",
                                  "a signer's folder holds publishers/ and at least one signed bundle",
                                  "name the folder that nightletter-sign wrote", ExitCode::not_found));
    }
    if (offered.publishers.size() > 1) {
        return fail(not_published(said + " holds the documents of several publishers", "several-publishers", {},
                                  "name one of them: --publisher nlp1…"));
    }
    auto const& [publisher, documents] = *offered.publishers.begin();
    return Output{publisher, documents, std::move(offered.copies)};
}

Failure refused(mirror::LedgerRefusal const& refusal)
{
    return not_published("the " + refusal.document + " in that folder is refused", refusal.word,
                         "it is not what the keys of this publisher signed, or older than what was published",
                         "carry the folder over again, then: nightletter verify", ExitCode::content_mismatch);
}

Failure refused(mirror::IntakeResult const& result)
{
    auto const file = result.path.empty() ? std::string{} : ": " + safe_for_terminal(result.path);
    return not_published(
        safe_for_terminal(result.slug) + " is not as it was signed", result.word, bundle_text(result.bundle) + file,
        "carry the folder over again from the offline computer, then: nightletter verify", ExitCode::content_mismatch);
}

Failure not_as_signed(mirror::OfferedCopy const& copy, bundles::NotVerified const& faults)
{
    mirror::IntakeResult result;
    result.bundle = copy.bundle;
    result.slug = copy.bag.filename().string();
    result.word = faults.findings.empty() ? "unreadable" : std::string{faults.findings.front().word()};
    if (!faults.findings.empty()) result.path = faults.findings.front().path;
    return refused(result);
}

// Into the library, judged as anything that comes from elsewhere. The folder is only read.
Expected<std::set<BundleId>, Failure> take_in(Output const& output)
{
    auto store = store::Store::open(library_folder());
    if (!store) {
        return fail(not_published(store.error().sentence(), "not-started", {},
                                  "if another nightletter is at work in your library, wait for it", ExitCode::failed));
    }
    auto const now = SystemClock{}.now();
    mirror::Intake intake{**store, now, {NIGHTLETTER_BUILD_SECONDS}};
    auto const judgement = intake.adopt(output.publisher, mirror::read_publisher_folder(output.documents));
    if (!judgement) return fail(disk_failed(judgement.error()));
    if (!judgement->refusals.empty()) return fail(refused(judgement->refusals.front()));
    std::set<BundleId> bundles;
    for (auto const& copy : output.copies) {
        auto const taken = intake.take(copy);
        if (!taken) return fail(disk_failed(taken.error()));
        if (taken->what == mirror::Intaken::refused) return fail(refused(*taken));
        if (taken->what == mirror::Intaken::held_already) {
            // The library's copy is sound; the folder's may not be, and its owner wants to know.
            auto const read = bundles::verify_bundle(copy.bag, {.publisher = output.publisher, .bundle = copy.bundle});
            if (!read) return fail(not_as_signed(copy, read.error()));
        }
        if (taken->what != mirror::Intaken::not_named) bundles.insert(copy.bundle);
    }
    if (auto shown = (*store)->publish_view(now); !shown) return fail(disk_failed(shown.error()));
    if (!bundles.empty()) return bundles;
    return fail(not_published("the newest feed names none of the bundles in that folder", "not-found",
                              "they were taken back, or the feed is an older one", "carry the whole folder over again",
                              ExitCode::not_found));
}

void say_what_is_given(PublisherId const& publisher, std::set<BundleId> const& bundles, std::size_t addresses)
{
    if (wants_json()) {
        std::cout
            << Json{{"type", "offering"}, {"publisher", publisher_text(publisher)}, {"bundles", bundles.size()}}.dump()
            << std::endl;
    } else if (!wants_quiet()) {
        std::cerr << "verified; offering " << bundles.size() << (bundles.size() == 1 ? " bundle" : " bundles")
                  << ", going to " << addresses << (addresses == 1 ? " mirror" : " mirrors") << std::endl;
    }
}

// Into a folder that a mirror watches, a stick, or one file for a messenger.
ExitCode hand_over(Asked const& asked)
{
    auto const output = output_in(asked);
    if (!output) return report(output.error());
    for (auto const& copy : output->copies) {
        auto const read = bundles::verify_bundle(copy.bag, {.bundle = copy.bundle});
        if (!read) return report(not_as_signed(copy, read.error()));
    }
    fs::path const place = asked.to;
    if (place.extension() == ".tar") return export_folder(asked.folder, output->publisher, asked.to);
    std::error_code error;
    if (!fs::is_directory(place, error)) {
        return report(not_published("there is no folder at " + safe_for_terminal(asked.to), "not-found", {},
                                    "name the folder that the mirror watches, a stick, or a file that ends in .tar",
                                    ExitCode::not_found));
    }
    auto const name = fs::weakly_canonical(asked.folder, error).filename();
    if (fs::equivalent(asked.folder, place / name, error)) {
        return report(not_published("that is the folder itself", "same-folder", "the signer's folder is only read",
                                    "name another place"));
    }
    return export_folder(asked.folder, output->publisher, (place / name).string());
}

ExitCode run(Asked const& asked)
{
    if (!asked.to.empty()) return hand_over(asked);
    auto peers = typed_peers(asked.peers);
    if (!peers) return report(peers.error());
    auto listen = typed_listen(asked.listen);
    if (!listen) return report(listen.error());
    if (listen->empty() && peers->empty()) {
        return report(not_published("nobody to give it to", "no-peer", "no mirror was named, and none can come here",
                                    "add --peer ADDRESS:PORT of a mirror, or --listen, or hand it over: --to FOLDER"));
    }
    auto const output = output_in(asked);
    if (!output) return report(output.error());
    auto bundles = take_in(*output);
    if (!bundles) return report(bundles.error());
    say_what_is_given(output->publisher, *bundles, peers->size());

    mirror::GivingWish wish;
    wish.publisher = output->publisher;
    wish.bundles = std::move(*bundles);
    wish.peers = std::move(*peers);
    wish.listen = std::move(*listen);
    wish.store = library_folder();
    wish.time_floor = {NIGHTLETTER_BUILD_SECONDS};
    wish.until = asked.until;
    wish.patience = std::chrono::seconds{asked.patience};
    if (asked.minutes > 0) wish.duration = std::chrono::minutes{asked.minutes};
    return give_and_say(wish, "nightletter publish " + safe_for_terminal(asked.folder), interruption());
}

}  // namespace

Command publish_command()
{
    return {"publish", "gives what a signer made to mirrors",
            "nightletter publish ./my-interview --peer 192.0.2.7:6881 --until 1", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("FOLDER", asked->folder, "What nightletter-sign wrote; it is only read")->required();
                app.add_option("--peer", asked->peers, "A mirror to go to, ADDRESS:PORT; may be repeated");
                app.add_option("--listen", asked->listen,
                               "Let mirrors come here too, ADDRESS:PORT of this computer; may be repeated");
                app.add_option("--until", asked->until,
                               "End once so many mirrors claim to have all of it, sealed; a claim is no proof")
                    ->check(CLI::Range(1U, 500U));
                app.add_option("--patience", asked->patience,
                               "With --until: seconds without another claim before giving up")
                    ->check(CLI::Range(1U, 604800U))
                    ->capture_default_str();
                app.add_option("--seed", asked->minutes, "Minutes to give it for; otherwise until Ctrl-C or --until")
                    ->check(CLI::Range(1U, 100'000U));
                app.add_option("--publisher", asked->publisher, "Whose folder it is, nlp1…, where it holds several");
                auto* const to =
                    app.add_option("--to", asked->to,
                                   "Hand it over as a pack instead: a folder that a mirror watches, a stick, FILE.tar");
                for (auto const* const other : {"--peer", "--listen", "--until", "--patience", "--seed"})
                    to->excludes(app.get_option(other));
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
