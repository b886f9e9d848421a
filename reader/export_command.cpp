#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/durable_file.hpp"
#include "packs/directory.hpp"
#include "packs/space.hpp"
#include "packs/tar_writer.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/export.hpp"
#include "reader/judgement_text.hpp"
#include "reader/library.hpp"
#include "reader/link.hpp"
#include "reader/pack_plan.hpp"
#include "reader/terminal_text.hpp"
#include "swarm/endpoint.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Asked {
    std::string what;
    std::string pack;
    std::string from;
    std::string receipt;
    std::vector<std::string> peers;

    [[nodiscard]] bool is_tar() const { return fs::path{pack}.extension() == ".tar"; }
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

Expected<packs::Peers, Failure> peers_of(Asked const& asked)
{
    packs::Peers peers;
    if (asked.peers.size() > packs::most_peers) {
        return fail(wrong("that are too many peers", "too-many",
                          "a pack names at most " + std::to_string(packs::most_peers), "name fewer"));
    }
    for (auto const& text : asked.peers) {
        auto const endpoint = swarm::parse_endpoint(text);
        if (!endpoint) {
            return fail(wrong("no mirror can be at " + safe_for_terminal(text), "not-an-address",
                              endpoint.error().reason, "write it as 192.0.2.7:6881 or [2001:db8::7]:6881"));
        }
        peers.addresses.push_back(swarm::endpoint_text(*endpoint));
    }
    return peers;
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

Failure too_large(std::string because)
{
    return wrong("that stick cannot hold a file of 4 GiB or more", "too-large", std::move(because),
                 "use one that is formatted as exFAT or ext4, or export fewer bundles", ExitCode::failed);
}

// What is needed at most, and the largest single file of it.
struct Need {
    std::uint64_t bytes = 0;
    std::uint64_t largest = 0;
    std::string largest_path;
};

Need need_of(std::vector<packs::PackUnit> const& units, Asked const& asked)
{
    if (asked.is_tar()) {
        auto const size = packs::tar_size(units);
        return {size, size, asked.pack};
    }
    Need need;
    for (auto const& unit : units) {
        need.bytes += packs::space_taken(unit.size(), unit.files.size());
        for (auto const& file : unit.files) {
            if (file.size() <= need.largest) continue;
            need.largest = file.size();
            need.largest_path = file.path;
        }
    }
    return need;
}

Expected<void, Failure> expect_room(std::vector<packs::PackUnit> const& units, Asked const& asked)
{
    auto const space = packs::space_at(asked.pack);
    if (!space) return fail(wrong(space.error().sentence(), "unreadable", {}, "check the path", ExitCode::failed));
    auto const need = need_of(units, asked);
    if (need.largest > space->largest_file)
        return fail(too_large(safe_for_terminal(need.largest_path) + " would be " + size_text(need.largest)));
    if (need.bytes <= space->free) return {};
    return fail(wrong("there is not enough room for this pack", "no-space",
                      "up to " + size_text(need.bytes) + " are needed, " + size_text(space->free) + " are free",
                      "free some room, or export fewer bundles", ExitCode::failed));
}

bool has_peers_of_a_pack(fs::path const& place)
{
    auto const bytes = read_file(place / packs::peers_name, packs::largest_peers);
    return bytes && packs::Peers::parse(*bytes).has_value();
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
    // Addresses of an earlier day stay only if they were typed again.
    if (has_peers_of_a_pack(place)) {
        if (auto gone = pack->take_away(std::string{packs::peers_name}); !gone) return gone;
    }
    for (auto const& unit : units) {
        std::error_code error;
        if (unit.path == packs::peers_name && fs::exists(place / unit.path, error)) {
            auto const path = (place / unit.path).string();
            return fail(Trouble{"replace", path, "no pack of ours made it", Retry::is_useless});
        }
        if (auto put = pack->put(unit); !put) return put;
    }
    return pack->finish();
}

Expected<void, Trouble> write_tar(std::vector<packs::PackUnit> const& units, fs::path const& path)
{
    auto tar = packs::TarWriter::begin(path);
    if (!tar) return fail(tar.error());
    for (auto const& unit : units) {
        if (auto put = tar->put(unit); !put) return put;
    }
    return tar->finish();
}

Failure not_written(Trouble const& trouble, Asked const& asked)
{
    return {ExitCode::storage_failed,
            {trouble.sentence(),
             "storage-failed",
             {},
             asked.is_tar() ? "an older pack of that name is as it was"
                            : "the pack says that it is unfinished; what is whole in it can be imported",
             asked.is_tar() ? "look at the stick, then export again"
                            : "look at the stick, then export again: it goes on where it stopped"}};
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
    for (auto const& peer : asked.peers) std::cout << "  names      " << safe_for_terminal(peer) << '\n';
    if (!asked.is_tar()) std::cout << "  pages      index.html opens in a browser\n";
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
    auto const peers = peers_of(asked);
    if (!peers) return report(peers.error());
    auto const wanted = meaning->choice.bundle;
    PackContents contents{std::move(meaning->choice), SystemClock{}.now(), {NIGHTLETTER_BUILD_SECONDS}};
    // A tar is made anew; a folder is brought up to date.
    contents.gather(asked.is_tar() ? fs::path{} : fs::path{asked.pack}, meaning->source);
    bool const has_it = !wanted || contents.bundles().contains(*wanted) || contents.spared() > 0;
    bool const is_missing = contents.publishers().empty() || !has_it;
    if (is_missing) return report(nothing_to_export(asked, contents));

    auto const units = pack_plan(contents, *peers);
    if (!units) return report(not_written(units.error(), asked));
    if (auto room = expect_room(*units, asked); !room) return report(room.error());
    auto const written = asked.is_tar() ? write_tar(*units, asked.pack) : write_directory(contents, *units, asked.pack);
    if (!written) return report(not_written(written.error(), asked));
    return say_what_is_there(contents, asked);
}

}  // namespace

ExitCode export_folder(std::string const& folder, PublisherId const& publisher, std::string const& pack)
{
    Asked asked;
    asked.what = publisher_text(publisher);
    asked.from = folder;
    asked.pack = pack;
    return run(asked);
}

Command export_command()
{
    return {"export", "writes a pack for somebody without a network", "nightletter export nlp1… /media/stick",
            [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("WHAT", asked->what,
                               "nlp1…, nlb1… or a link: from your library; or a folder: everything in it")
                    ->required();
                app.add_option("PACK", asked->pack,
                               "A folder, such as a stick, made when it is not there; or a file that ends in .tar")
                    ->required();
                app.add_option("--from", asked->from,
                               "Where to look instead of your library: a signer's folder, a mirror's store, a pack");
                app.add_option("--for", asked->receipt, "The receiver's receipt: what it names is not carried again");
                app.add_option("--with-peers", asked->peers,
                               "Name these mirrors in the pack, ADDRESS:PORT. Without it, a pack names nobody");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
