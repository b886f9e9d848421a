// What an operator decides: whom to follow, what to pin, what to block.
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "daemon/ctl/asking.hpp"
#include "daemon/ctl/commands.hpp"

namespace nightletter::ctl {
namespace {

ExitCode decide(std::string const& socket, Question const& question, std::string const& made, std::string const& none)
{
    return ask_and_print(socket, question, [&](std::string const& answer) {
        if (!wants_quiet()) std::cout << (nlohmann::json::parse(answer).value("changed", false) ? made : none) << '\n';
        return ExitCode::done;
    });
}

// What an id may be of, as --help shows it.
struct Kind {
    char const* name;
    char const* form;
    char const* example;
};
constexpr Kind publisher{"PUBLISHER", "nlp1...", "nlp1..."};
constexpr Kind bundle{"BUNDLE", "nlb1...", "nlb1..."};
constexpr Kind either{"ID", "nlb1... or nlp1...", "nlb1..."};

// A command that takes an id and nothing else.
Command plain(std::string name, std::string sentence, Kind const& kind, Question const& question, std::string made,
              std::string none)
{
    auto const example = "nightletterctl " + name + " " + kind.example;
    return {name, std::move(sentence), example, [=](CLI::App& app) {
                auto const id = std::make_shared<std::string>();
                app.add_option(kind.name, *id, kind.form)->required();
                auto const socket = socket_option(app);
                return [=] { return decide(*socket, {question.method, question.target + *id, {}}, made, none); };
            }};
}

}  // namespace

Command follow_command()
{
    struct Asked {
        std::string id;
        std::string role;
        std::string proxy;
        std::vector<std::string> peers;
    };
    return {"follow", "mirrors a publisher from now on", "sudo nightletterctl follow nlp1... --role unlisted",
            [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("PUBLISHER", asked->id, "nlp1..., as the publisher gave it to you")->required();
                app.add_option("--role", asked->role,
                               "What strangers may learn of this mirror, asked once. unlisted: those who know its "
                               "address reach it. public: everybody can find and list it. hidden: through --proxy only")
                    ->check(CLI::IsMember({"unlisted", "public", "hidden"}));
                app.add_option("--proxy", asked->proxy, "For hidden: a SOCKS5 proxy, such as 127.0.0.1:9050");
                app.add_option("--peer", asked->peers, "A mirror to ask, such as 192.0.2.7:6881; may be repeated");
                auto const socket = socket_option(app);
                return [=] {
                    nlohmann::json body = nlohmann::json::object();
                    if (!asked->role.empty()) body["role"] = asked->role;
                    if (!asked->proxy.empty()) body["proxy"] = asked->proxy;
                    if (!asked->peers.empty()) body["peers"] = asked->peers;
                    return decide(*socket, {Method::put, "/v1/publishers/" + asked->id, body.dump()},
                                  "following; nightletterctl status shows what arrives",
                                  "followed already; nothing was changed");
                };
            }};
}

Command unfollow_command()
{
    return plain("unfollow", "stops mirroring a publisher; what is held stays on the disk, unserved", publisher,
                 {Method::remove, "/v1/publishers/", {}}, "no longer followed; its bundles are served no more",
                 "not followed");
}

Command pin_command()
{
    return plain("pin", "fetches a bundle first, whatever the limits say", bundle, {Method::put, "/v1/pins/", {}},
                 "pinned", "pinned already");
}

Command unpin_command()
{
    return plain("unpin", "treats a bundle like the others again", bundle, {Method::remove, "/v1/pins/", {}},
                 "no longer pinned", "not pinned");
}

Command block_command()
{
    return {"block", "neither fetches nor serves nor shows a bundle or a publisher",
            "nightletterctl block nlb1... --reason \"court order 17/26\"", [](CLI::App& app) {
                auto const id = std::make_shared<std::string>();
                auto const reason = std::make_shared<std::string>();
                app.add_option(either.name, *id, either.form)->required();
                app.add_option("--reason", *reason, "For whoever looks after the mirror next year")->required();
                auto const socket = socket_option(app);
                return [=] {
                    nlohmann::json const body{{"reason", *reason}};
                    return decide(*socket, {Method::put, "/v1/blocks/" + *id, body.dump()},
                                  "blocked; what was kept stays on the disk, dark", "blocked already");
                };
            }};
}

Command unblock_command()
{
    return plain("unblock", "takes a block back", either, {Method::remove, "/v1/blocks/", {}}, "no longer blocked",
                 "not blocked");
}

Command policy_command()
{
    return {"policy", "shows what was decided: role, whom to follow, pins, blocks", "nightletterctl policy",
            [](CLI::App& app) {
                auto const socket = socket_option(app);
                return [=] {
                    return ask_and_print(*socket, {Method::get, "/v1/policy", {}}, [](std::string const& answer) {
                        auto const policy = nlohmann::json::parse(answer);
                        std::cout << "role    " << policy.value("role", "")
                                  << (policy.value("role_decided", false) ? "" : " (nobody chose yet)") << '\n';
                        for (auto const& id : policy["follows"])
                            std::cout << "follow  " << id.get<std::string>() << '\n';
                        for (auto const& id : policy["pins"]) std::cout << "pin     " << id.get<std::string>() << '\n';
                        for (auto const& block : policy["blocks"]) {
                            std::cout << "block   " << block.value("id", "") << "  since " << block.value("since", "")
                                      << ": " << block.value("reason", "") << '\n';
                        }
                        return ExitCode::done;
                    });
                };
            }};
}

}  // namespace nightletter::ctl
