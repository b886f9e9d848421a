#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "mirror/fetch_once.hpp"
#include "mirror/giving.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/giving_text.hpp"
#include "reader/interruption.hpp"
#include "reader/judgement_text.hpp"
#include "reader/library.hpp"
#include "reader/link.hpp"
#include "reader/progress.hpp"
#include "reader/terminal_text.hpp"
#include "reader/web_way.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;
using Steady = std::chrono::steady_clock;

struct Asked {
    std::string what;
    std::string publisher;
    std::vector<std::string> peers;
    std::vector<std::string> dht_nodes;
    std::string tier = "all";
    WebAsked web;
    unsigned patience = 60;  // seconds
    bool follow = false;
    unsigned minutes = 0;  // to stay and give what is here
    std::vector<std::string> listen;
};

Failure wrong(std::string what, std::string word, std::string because, std::string next)
{
    return {ExitCode::wrong_usage,
            {std::move(what), std::move(word), std::move(because), "nothing was fetched", std::move(next)}};
}

Expected<Link, Failure> what_to_get(Asked const& asked)
{
    if (auto const link = parse_link(asked.what)) return *link;
    if (auto const publisher = parse_publisher(asked.what)) return Link{*publisher, std::nullopt, {}, {}};
    auto const bundle = parse_bundle(asked.what);
    if (!bundle) {
        return fail(wrong("that is no identifier", "not-an-identifier", "get takes nlp1…, nlb1… or a nightletter: link",
                          "copy it again, whole; a single wrong letter is noticed"));
    }
    if (asked.publisher.empty()) {
        return fail(wrong("whose bundle is that?", "no-publisher", "a bundle id does not say who published it",
                          "nightletter get " + asked.what + " --publisher nlp1…"));
    }
    auto const publisher = typed_publisher(asked.publisher);
    if (!publisher) return fail(publisher.error());
    return Link{*publisher, bundle, {}, {}};
}

// Hints are only places to ask: one that is none is left out, as is every one where no peer may be asked.
void add_hinted_peers(Link const& link, mirror::FetchWish& wish)
{
    if (wish.swarm == mirror::SwarmUse::none) {
        if (!link.peers.empty() && !wants_quiet() && !wants_json())
            std::cerr << "not asked: the peers of the link, which that proxy cannot reach\n";
        return;
    }
    for (auto const& text : link.peers) {
        if (auto const endpoint = swarm::parse_endpoint(text)) wish.peers.push_back(*endpoint);
    }
}

ProgressForm progress_form()
{
    if (wants_json()) return ProgressForm::json;
    if (wants_quiet()) return ProgressForm::none;
    return ::isatty(STDERR_FILENO) == 1 ? ProgressForm::terminal : ProgressForm::plain;
}

Failure failure_of(mirror::Fetched const& fetched, Asked const& asked)
{
    std::string const kept = "what was verified is kept; the rest is taken up again the next time";
    auto const again = "nightletter get " + safe_for_terminal(asked.what);
    switch (fetched.end) {
        case mirror::FetchEnd::partial:
            return {ExitCode::partial,
                    {"not all of it is here", fetched.refused.empty() ? "incomplete" : fetched.refused.front().word,
                     fetched.refused.empty() ? "it did not come in time"
                                             : "some of what came is not what the publisher signed",
                     kept, again + " again, or with another --peer or --mirror"}};
        case mirror::FetchEnd::not_named:
            return {ExitCode::not_found,
                    {"the publisher's newest feed names no such bundle", "not-found",
                     "it may be of another publisher, or taken back", kept, "check the id"}};
        case mirror::FetchEnd::nobody_answered:
            return {ExitCode::network,
                    {"nobody answered in " + std::to_string(asked.patience) +
                         (asked.patience == 1 ? " second" : " seconds"),
                     "deadline-passed", "no mirror asked had a word of this publisher", kept,
                     again + " --patience 300, or with another --peer or --mirror"}};
        case mirror::FetchEnd::interrupted:
            return {ExitCode::interrupted, {"interrupted", "interrupted", {}, kept, again}};
        case mirror::FetchEnd::store_failed:
            return {ExitCode::storage_failed,
                    {fetched.trouble ? fetched.trouble->sentence() : "the disk did not keep what was written",
                     "storage-failed",
                     {},
                     kept,
                     "look at the disk, then: " + again}};
        case mirror::FetchEnd::not_started:
        case mirror::FetchEnd::complete:
            break;
    }
    return {ExitCode::failed,
            {fetched.trouble ? fetched.trouble->sentence() : "the library could not be opened",
             "not-started",
             {},
             "nothing was fetched",
             "if another nightletter is fetching, wait for it"}};
}

ExitCode finish(mirror::Fetched const& fetched, Asked const& asked)
{
    bool const complete = fetched.end == mirror::FetchEnd::complete;
    if (!complete) return report(failure_of(fetched, asked));
    if (wants_json()) {
        std::cout << Json{{"type", "result"}, {"ok", true}, {"exit", 0}, {"new", fetched.sealed.size()}}.dump() << '\n';
    }
    return ExitCode::done;
}

// Each new bundle again from the library, by the same judgement as `verify`.
void print_verdicts(std::vector<BundleId> const& bundles, PublisherId const& publisher)
{
    auto const now = SystemClock{}.now();
    for (auto const& bundle : bundles) {
        auto const judgement = judge_arguments({bundle_text(bundle), publisher_text(publisher)}, now);
        if (!judgement) {
            (void)report(judgement.error());
            continue;
        }
        std::cout << verdict_line(*judgement) << '\n';
        if (!wants_quiet())
            std::cout << details(*judgement, now) << "  read it    nightletter read " << bundle_text(bundle) << '\n';
    }
}

ExitCode follow_too(mirror::Fetched const& fetched, PublisherId const& publisher)
{
    auto followed = whom_one_follows();
    if (!followed) return report(followed.error());
    if (followed->has(publisher)) return ExitCode::done;
    followed->add(publisher, fetched.publisher ? safe_for_terminal(fetched.publisher->name) : std::string{});
    if (auto const written = write_followed(followed_file(), *followed); !written) {
        return report({ExitCode::failed,
                       {written.error().sentence(),
                        "unwritable",
                        {},
                        "what was fetched is kept",
                        "look at the folder's permissions"}});
    }
    return ExitCode::done;
}

// What is in the library of this publisher, to whoever comes.
ExitCode stay(Asked const& asked, mirror::FetchWish const& fetched, std::vector<swarm::Endpoint> listen,
              std::size_t sealed)
{
    mirror::GivingWish wish;
    wish.publisher = fetched.publisher;
    if (fetched.bundle) wish.bundles = {*fetched.bundle};
    wish.peers = fetched.peers;
    wish.listen = std::move(listen);
    wish.store = fetched.store;
    wish.policy = fetched.policy;
    wish.time_floor = fetched.time_floor;
    wish.claims = mirror::ClaimRole::silent;
    wish.duration = std::chrono::minutes{asked.minutes};
    if (wants_json()) std::cout << Json{{"type", "fetched"}, {"new", sealed}}.dump() << std::endl;
    if (!wants_quiet() && !wants_json())
        std::cerr << "giving it to others for " << asked.minutes << " min; Ctrl-C ends that\n" << std::flush;
    return give_and_say(wish, "nightletter get " + safe_for_terminal(asked.what), interruption());
}

// What contradicts itself, before anything is opened.
std::optional<Failure> contradiction(Asked const& asked, bool listens)
{
    if (asked.minutes == 0 && listens) {
        return wrong("--listen belongs to --seed", "no-seed", "get alone lets nobody come to this computer",
                     "add --seed MINUTES, or leave --listen out");
    }
    if (asked.minutes > 0 && !asked.web.proxy.empty()) {
        return wrong("nothing is given through a proxy", "proxy-and-seed", "--listen would show this computer",
                     "leave --proxy or --seed out");
    }
    if (!asked.dht_nodes.empty() && !asked.web.proxy.empty()) {
        return wrong("the DHT cannot be asked through a proxy", "proxy-and-dht-node",
                     "nothing goes around a proxy, and the DHT does not go through one",
                     "leave --proxy or --dht-node out");
    }
    return std::nullopt;
}

// Whom to ask, with which way to them.
Expected<mirror::FetchWish, Failure> wish_of(Asked const& asked, Link const& link, bool listens)
{
    mirror::FetchWish wish;
    wish.publisher = link.publisher;
    wish.bundle = link.bundle;
    auto peers = typed_peers(asked.peers);
    if (!peers) return fail(peers.error());
    wish.peers = std::move(*peers);
    auto nodes = typed_peers(asked.dht_nodes);
    if (!nodes) return fail(nodes.error());
    wish.dht_nodes = std::move(*nodes);
    if (auto taken = take_web_way(asked.web, link.mirrors, wish); !taken) return fail(taken.error());
    add_hinted_peers(link, wish);
    if (wish.peers.empty() && wish.web.addresses.empty() && wish.dht_nodes.empty()) {
        return fail(wrong("nobody to ask", "no-peer", "no address of a mirror was given",
                          "add --peer ADDRESS:PORT or --mirror https://…/, or use a link with x=… or m=…"));
    }
    if (asked.minutes > 0 && wish.peers.empty() && !listens) {
        return fail(wrong("nobody to give it to", "no-peer", "no mirror was named, and none can come here",
                          "add --peer ADDRESS:PORT of a mirror, or --listen ADDRESS:PORT, or leave --seed out"));
    }
    return wish;
}

ExitCode run(Asked const& asked)
{
    auto listen = typed_listen(asked.listen);
    if (!listen) return report(listen.error());
    if (auto const failure = contradiction(asked, !listen->empty())) return report(*failure);
    auto const link = what_to_get(asked);
    if (!link) return report(link.error());
    auto made = wish_of(asked, *link, !listen->empty());
    if (!made) return report(made.error());
    auto& wish = *made;
    wish.store = library_folder();
    wish.patience = std::chrono::seconds{asked.patience};
    wish.time_floor = {NIGHTLETTER_BUILD_SECONDS};
    if (asked.tier != "all") wish.policy.tiers = bundles::TierSet::up_to(*bundles::parse_tier(asked.tier));

    Progress progress{progress_form()};
    auto& out = wants_json() ? std::cout : std::cerr;
    out << progress.asking(Steady::now()) << std::flush;
    auto const fetched = mirror::fetch_once(
        wish, [&](mirror::Report const& report) { out << progress.line(report, Steady::now()) << std::flush; },
        interruption());
    out << progress.finish() << std::flush;

    std::vector<BundleId> bundles;
    for (auto const& sealed : fetched.sealed) bundles.push_back(sealed.bundle);
    if (bundles.empty() && wish.bundle && fetched.end == mirror::FetchEnd::complete) bundles.push_back(*wish.bundle);
    if (!wants_json()) print_verdicts(bundles, wish.publisher);
    bool const nothing_new = bundles.empty() && fetched.end == mirror::FetchEnd::complete;
    if (nothing_new && !wants_quiet() && !wants_json())
        std::cout << "nothing new: all that the newest feed names is in your library\n";
    if (asked.follow) {
        if (auto const followed = follow_too(fetched, wish.publisher); followed != ExitCode::done) return followed;
    }
    bool const stays = asked.minutes > 0 && fetched.end == mirror::FetchEnd::complete;
    return stays ? stay(asked, wish, std::move(*listen), fetched.sealed.size()) : finish(fetched, asked);
}

}  // namespace

Command get_command()
{
    return {
        "get", "fetches from mirrors, verifies, keeps", "nightletter get nlp1… --peer 192.0.2.7:6881",
        [](CLI::App& app) {
            auto const asked = std::make_shared<Asked>();
            app.add_option("WHAT", asked->what, "nlp1…: everything new of a publisher; nlb1…: one bundle; or a link")
                ->required();
            app.add_option("--peer", asked->peers, "A mirror to ask, ADDRESS:PORT; may be repeated. It needs no trust");
            app.add_option(
                "--dht-node", asked->dht_nodes,
                "A node of the DHT, ADDRESS:PORT, to look for mirrors when no --peer answers; may be repeated");
            add_web_options(app, asked->web);
            app.add_option("--publisher", asked->publisher, "Whose bundle nlb1… is");
            app.add_option("--tier", asked->tier,
                           "How much of each bundle: text, still (text and pictures), audio, all")
                ->check(CLI::IsMember({"text", "still", "audio", "all"}));
            app.add_option("--patience", asked->patience, "Seconds without progress before giving up")
                ->check(CLI::Range(1U, 86400U))
                ->capture_default_str();
            app.add_option("--seed", asked->minutes, "Minutes to stay and give to others what is here afterwards")
                ->check(CLI::Range(1U, 100'000U));
            app.add_option("--listen", asked->listen, "With --seed: let others come here, ADDRESS:PORT");
            app.add_flag("--follow", asked->follow, "Take this publisher's word from now on, as `follow` does");
            return [asked] { return run(*asked); };
        }};
}

}  // namespace nightletter::reader
