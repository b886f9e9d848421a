#include "reader/giving_text.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;
using Parse = Expected<swarm::Endpoint, Trouble> (*)(std::string_view);

Expected<std::vector<swarm::Endpoint>, Failure> typed(std::vector<std::string> const& texts, Parse parse,
                                                      std::string const& nobody, std::string const& example)
{
    std::vector<swarm::Endpoint> endpoints;
    for (auto const& text : texts) {
        auto const endpoint = parse(text);
        if (endpoint) {
            endpoints.push_back(*endpoint);
            continue;
        }
        return fail(Failure{ExitCode::wrong_usage,
                            {nobody + safe_for_terminal(text), "not-an-address", endpoint.error().reason,
                             "nothing was opened or changed", "write it as " + example}});
    }
    return endpoints;
}

std::string mirrors(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " mirror" : " mirrors");
}

void say(mirror::Claimed const& claimed, std::size_t until)
{
    if (wants_quiet()) return;
    if (wants_json()) {
        std::cout
            << Json{{"type", "claimed"}, {"whole", claimed.whole}, {"part", claimed.part}, {"until", until}}.dump()
            << std::endl;
        return;
    }
    std::string line = "claimed whole by " + mirrors(claimed.whole);
    if (claimed.part > 0) line += ", in part or not yet by " + std::to_string(claimed.part);
    if (until > 0) line += "; waiting for " + std::to_string(until);
    std::cerr << line << std::endl;
}

Message too_few(mirror::Given const& given, mirror::GivingWish const& wish, std::string const& again)
{
    auto const seconds = std::to_string(wish.patience.count());
    return {"claimed by " + mirrors(given.claimed.whole) + ", not by " + std::to_string(wish.until), "deadline-passed",
            "nothing new was heard for " + seconds + (wish.patience.count() == 1 ? " second" : " seconds"),
            "mirrors keep what they have; your folder was not changed",
            again + " again, with a longer --patience or another --peer"};
}

ExitCode done(mirror::Given const& given, mirror::GivingWish const& wish)
{
    bool const has_counted = wish.claims == mirror::ClaimRole::asks;
    if (wants_json()) {
        Json result{{"type", "result"}, {"ok", true}, {"exit", 0}};
        if (has_counted) result["claimed"] = given.claimed.whole;
        std::cout << result.dump() << '\n';
        return ExitCode::done;
    }
    if (!has_counted) return ExitCode::done;
    std::cout << "claimed by " << mirrors(given.claimed.whole)
              << ": each says that it has all of it, sealed. None of this is proof.\n";
    if (given.end == mirror::GivingEnd::claimed && wish.until > 0)
        std::cout << "This computer is not needed any more: the laptop may be closed.\n";
    return ExitCode::done;
}

}  // namespace

Expected<std::vector<swarm::Endpoint>, Failure> typed_peers(std::vector<std::string> const& texts)
{
    return typed(texts, swarm::parse_endpoint, "no mirror can be at ", "192.0.2.7:6881 or [2001:db8::7]:6881");
}

Expected<std::vector<swarm::Endpoint>, Failure> typed_listen(std::vector<std::string> const& texts)
{
    return typed(texts, swarm::parse_listen_endpoint, "nobody can listen at ", "0.0.0.0:6881 or [::]:6881");
}

ExitCode give_and_say(mirror::GivingWish const& wish, std::string const& again, std::atomic<bool> const& interrupted)
{
    auto const given = mirror::give(
        wish, [&](mirror::Claimed const& claimed) { say(claimed, wish.until); }, interrupted);
    std::string const still = "what others have by now they keep; nothing here was changed";
    switch (given.end) {
        case mirror::GivingEnd::claimed:
        case mirror::GivingEnd::time_over:
            if (given.claimed.whole >= wish.until) return done(given, wish);
            [[fallthrough]];
        case mirror::GivingEnd::patience_over:
            return report({ExitCode::network, too_few(given, wish, again)});
        case mirror::GivingEnd::interrupted:
            return report({ExitCode::interrupted,
                           {"interrupted", "interrupted", "claimed by " + mirrors(given.claimed.whole) + " until now",
                            still, again}});
        case mirror::GivingEnd::store_failed:
            return report({ExitCode::storage_failed,
                           {given.trouble ? given.trouble->sentence() : "the disk did not keep what was written",
                            "storage-failed",
                            {},
                            still,
                            "look at the disk, then: " + again}});
        case mirror::GivingEnd::not_started:
            break;
    }
    return report({ExitCode::failed,
                   {given.trouble ? given.trouble->sentence() : "the library could not be opened",
                    "not-started",
                    {},
                    "nothing was given to anybody",
                    "if another nightletter is at work in your library, wait for it"}});
}

}  // namespace nightletter::reader
