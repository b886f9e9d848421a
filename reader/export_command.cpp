#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/durable_file.hpp"
#include "packs/directory.hpp"
#include "packs/space.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/judgement_text.hpp"
#include "reader/library.hpp"
#include "reader/link.hpp"
#include "reader/pack_plan.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Asked {
    std::string what;
    std::string pack;
    std::string from;
    std::string receipt;
};

struct Meaning {
    fs::path source;
    PackChoice choice;
};

Failure wrong(std::string what, std::string word, std::string because, std::string next,
              ExitCode exit = ExitCode::wrong_usage)
{
    return {exit, {std::move(what), std::move(word), std::move(because), "nothing was written", std::move(next)}};
}

Expected<packs::Receipt, Failure> read_receipt(std::string const& path)
{
    if (path.empty()) return packs::Receipt{};
    auto const bytes = read_file(path, packs::largest_receipt);
    if (!bytes) {
        auto const exit = bytes.error().system_error == ENOENT ? ExitCode::not_found : ExitCode::failed;
        return fail(wrong(bytes.error().sentence(), "unreadable", {}, "check the path", exit));
    }
    auto receipt = packs::Receipt::parse(*bytes);
    if (receipt) return std::move(*receipt);
    return fail(wrong(safe_for_terminal(path) + " is no receipt", "bad-receipt", receipt.error(),
                      "ask the receiver for the file that `nightletter import --receipt` wrote"));
}

Expected<Meaning, Failure> meaning_of(Asked const& asked)
{
    Meaning meaning;
    meaning.source = asked.from.empty() ? library_folder() : fs::path{asked.from};
    auto receipt = read_receipt(asked.receipt);
    if (!receipt) return fail(receipt.error());
    meaning.choice.receiver_holds = std::move(*receipt);
    std::error_code error;
    if (auto const link = parse_link(asked.what)) {
        meaning.choice.publisher = link->publisher;
        meaning.choice.bundle = link->bundle;
    } else if (auto const publisher = parse_publisher(asked.what)) {
        meaning.choice.publisher = *publisher;
    } else if (auto const bundle = parse_bundle(asked.what)) {
        meaning.choice.bundle = *bundle;
    } else if (fs::is_directory(asked.what, error) && asked.from.empty()) {
        meaning.source = asked.what;
    } else {
        return fail(wrong("nothing is known as " + safe_for_terminal(asked.what), "not-found",
                          "export takes nlp1…, nlb1…, a nightletter: link, or the folder that holds it all",
                          "check the path, or copy the id again, whole", ExitCode::not_found));
    }
    return meaning;
}

Failure nothing_to_export(Asked const& asked, PackContents const& contents)
{
    if (contents.left_out().empty()) {
        return wrong("there is nothing of " + safe_for_terminal(asked.what) + " to export", "not-found",
                     "no publisher's signed list names it there",
                     "nightletter get fetches it, --from names another folder", ExitCode::not_found);
    }
    auto const& first = contents.left_out().front();
    return wrong("nothing there is as it was signed", first.word,
                 bundle_text(first.bundle) + (first.path.empty() ? "" : ": " + safe_for_terminal(first.path)),
                 "get another copy, verify it, export that", ExitCode::content_mismatch);
}

Expected<void, Failure> expect_room(std::vector<packs::PackUnit> const& units, fs::path const& pack)
{
    auto const space = packs::space_at(pack);
    if (!space) return fail(wrong(space.error().sentence(), "unreadable", {}, "check the path", ExitCode::failed));
    std::uint64_t needed = 0;
    for (auto const& unit : units) {
        needed += packs::space_taken(unit.size(), unit.files.size());
        for (auto const& file : unit.files) {
            if (file.size() <= space->largest_file) continue;
            return fail(wrong("that stick cannot hold a file of 4 GiB or more", "too-large", file.path,
                              "use one that is formatted as exFAT or ext4", ExitCode::failed));
        }
    }
    if (needed <= space->free) return {};
    return fail(wrong("there is not enough room for this pack", "no-space",
                      "up to " + size_text(needed) + " are needed, " + size_text(space->free) + " are free",
                      "free some room, or export fewer bundles", ExitCode::failed));
}

Expected<void, Trouble> write_directory(PackContents const& contents, std::vector<packs::PackUnit> const& units,
                                        fs::path const& place)
{
    auto pack = packs::PackDirectory::begin(place);
    if (!pack) return fail(pack.error());
    for (auto const& bundle : contents.outdated()) {
        auto const id = bundle_text(bundle);
        for (auto const& unit : {"bundles/" + id, "torrents/" + id + ".torrent", "pages/" + id + ".html"}) {
            if (auto gone = pack->take_away(unit); !gone) return gone;
        }
    }
    for (auto const& unit : units) {
        if (auto put = pack->put(unit); !put) return put;
    }
    return pack->finish();
}

Failure not_written(Trouble const& trouble)
{
    return {ExitCode::storage_failed,
            {trouble.sentence(),
             "storage-failed",
             {},
             "the pack says that it is unfinished; what is whole in it can be imported",
             "look at the stick, then export again: it goes on where it stopped"}};
}

void print_text(PackContents const& contents, Asked const& asked)
{
    std::uint64_t carried = 0;
    std::uint64_t bytes = 0;
    for (auto const& [id, packed] : contents.bundles()) {
        carried += packed.lies == Lies::in_source ? 1 : 0;
        bytes += packed.bundle.total_bytes();
    }
    std::cout << "written to " << safe_for_terminal(asked.pack) << '\n';
    for (auto const& [publisher, ledger] : contents.publishers()) {
        auto const* const feed = ledger.acceptance().feed();
        std::cout << "  publisher  " << safe_for_terminal(ledger.acceptance().chain()->newest().root().name)
                  << (feed == nullptr ? ", no feed" : ", feed " + std::to_string(feed->point().seq)) << '\n';
    }
    std::cout << "  bundles    " << contents.bundles().size() << ", " << size_text(bytes) << "; " << carried
              << " new\n";
    if (contents.spared() > 0) std::cout << "  spared     " << contents.spared() << ": the receiver has them\n";
    std::cout << "  pages      index.html opens in a browser\n";
}

void print_json(PackContents const& contents)
{
    Json object{{"schema", "nightletter.export/1"}, {"ok", contents.left_out().empty()}};
    object["exit"] = static_cast<int>(contents.left_out().empty() ? ExitCode::done : ExitCode::partial);
    object["publishers"] = Json::array();
    object["bundles"] = Json::array();
    object["left_out"] = Json::array();
    for (auto const& [publisher, ledger] : contents.publishers())
        object["publishers"].push_back(publisher_text(publisher));
    for (auto const& [id, packed] : contents.bundles()) {
        object["bundles"].push_back({{"bundle", bundle_text(id)}, {"new", packed.lies == Lies::in_source}});
    }
    for (auto const& one : contents.left_out()) {
        object["left_out"].push_back({{"bundle", bundle_text(one.bundle)}, {"word", one.word}, {"path", one.path}});
    }
    object["spared"] = contents.spared();
    std::cout << object.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

ExitCode say_what_is_there(PackContents const& contents, Asked const& asked)
{
    if (wants_json())
        print_json(contents);
    else if (!wants_quiet())
        print_text(contents, asked);
    if (contents.left_out().empty()) return ExitCode::done;
    if (wants_json()) return ExitCode::partial;
    auto const& first = contents.left_out().front();
    return report({ExitCode::partial,
                   {std::to_string(contents.left_out().size()) + " left out: not as it was signed", first.word,
                    bundle_text(first.bundle) + (first.path.empty() ? "" : ": " + safe_for_terminal(first.path)),
                    "everything else is in the pack", "get another copy of it, then export again"}});
}

ExitCode run(Asked const& asked)
{
    auto meaning = meaning_of(asked);
    if (!meaning) return report(meaning.error());
    auto const wanted = meaning->choice.bundle;
    PackContents contents{std::move(meaning->choice), SystemClock{}.now(), {NIGHTLETTER_BUILD_SECONDS}};
    contents.gather(asked.pack, meaning->source);
    bool const has_it = !wanted || contents.bundles().contains(*wanted) || contents.spared() > 0;
    bool const is_missing = contents.publishers().empty() || !has_it;
    if (is_missing) return report(nothing_to_export(asked, contents));

    auto const units = pack_plan(contents);
    if (!units) return report(not_written(units.error()));
    if (auto room = expect_room(*units, asked.pack); !room) return report(room.error());
    if (auto written = write_directory(contents, *units, asked.pack); !written)
        return report(not_written(written.error()));
    return say_what_is_there(contents, asked);
}

}  // namespace

Command export_command()
{
    return {"export", "writes a pack for somebody without a network", "nightletter export nlp1… /media/stick",
            [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("WHAT", asked->what,
                               "nlp1…, nlb1… or a link: from your library; or a folder: everything in it")
                    ->required();
                app.add_option("PACK", asked->pack, "A folder, such as a stick; made when it is not there")->required();
                app.add_option("--from", asked->from,
                               "Where to look instead of your library: a signer's folder, a mirror's store, a pack");
                app.add_option("--for", asked->receipt, "The receiver's receipt: what it names is not carried again");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
