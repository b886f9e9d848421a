#include "daemon/control/routes.hpp"

#include <nlohmann/json.hpp>

#include "daemon/control/body.hpp"
#include "daemon/control/objections.hpp"

namespace nightletter::daemon::control {
namespace {

using Json = nlohmann::ordered_json;

struct Asked {
    Operations& operations;
    Request const& request;
    std::string id;  // what stands for {id}
    Answer const& done;
};
using Carrier = void (*)(Asked const&);

Reply json(std::string body)
{
    return {200, "application/json", std::move(body), false};
}

// Answers with what is made of the picture of this moment and of the shelf, off the loop's thread.
void answer_later(Asked const& asked, std::function<Reply(Picture const&, Shelf const&)> make)
{
    auto const reply = std::make_shared<Reply>();
    auto const picture = std::make_shared<Picture const>(picture_of(asked.operations));
    bool const is_taken = asked.operations.work(
        [=, make = std::move(make)] { *reply = make(*picture, read_shelf(picture->config.store.path)); },
        [=, done = asked.done] { done(std::move(*reply)); });
    if (!is_taken) asked.done(not_open());
}

void get_status(Asked const& asked)
{
    answer_later(asked, [](auto const& picture, auto const& shelf) { return json(status_json(picture, shelf)); });
}

void get_publishers(Asked const& asked)
{
    answer_later(asked, [](auto const& picture, auto const& shelf) { return json(publishers_json(picture, shelf)); });
}

void get_bundles(Asked const& asked)
{
    answer_later(asked, [](auto const& picture, auto const& shelf) { return json(bundles_json(picture, shelf)); });
}

void get_bundle(Asked const& asked)
{
    auto const id = parse_bundle(asked.id);
    if (!id) return asked.done(not_an_id(asked.id));
    answer_later(asked, [id = *id](auto const& picture, auto const& shelf) {
        auto found = bundle_json(picture, shelf, id);
        return found ? json(std::move(*found)) : not_known(bundle_text(id));
    });
}

void get_policy(Asked const& asked)
{
    asked.done(json(policy_json(picture_of(asked.operations))));
}

void get_metrics(Asked const& asked)
{
    answer_later(asked, [](auto const& picture, auto const& shelf) {
        return Reply{200, "text/plain; version=0.0.4", metrics_text(picture, shelf), false};
    });
}

void get_health(Asked const& asked)
{
    // That it is answered at all is the answer: the loop turns.
    asked.done({200, "text/plain", "alive\n", false});
}

void get_readiness(Asked const& asked)
{
    bool const is_ready = asked.operations.state() == MirrorState::open;
    asked.done({is_ready ? 200U : 503U, "text/plain", is_ready ? "ready\n" : "not open\n", false});
}

void get_events(Asked const& asked)
{
    asked.done({200, "application/x-ndjson", {}, true});
}

void decided(Asked const& asked, Outcome const& outcome)
{
    if (!outcome) return asked.done(refusal_of(outcome.error(), asked.id));
    if (*outcome == Change::made) asked.operations.take_effect();
    Json const answer{
        {"schema", "nightletter.decision/1"}, {"type", "result"}, {"ok", true}, {"exit", 0}, {"id", asked.id},
        {"changed", *outcome == Change::made}};
    asked.done(json(answer.dump() + '\n'));
}

// nullopt: it was refused, and has been told so.
std::optional<Body> body_of(Asked const& asked, std::vector<std::string> const& known)
{
    auto body = Body::read(asked.request.body);
    if (!body) {
        asked.done(bad_json(body.error()));
        return std::nullopt;
    }
    if (auto const name = body->unknown(known)) {
        asked.done(bad_json("nothing is called \"" + *name + "\""));
        return std::nullopt;
    }
    return std::move(*body);
}

Expected<FollowRequest, std::string> follow_request(Body const& body)
{
    FollowRequest request;
    auto const role = body.text("role");
    auto const proxy = body.text("proxy");
    auto const peers = body.list("peers");
    if (!role || !proxy || !peers) return fail(!role ? role.error() : !proxy ? proxy.error() : peers.error());
    for (auto const value : {config::Role::unlisted, config::Role::public_, config::Role::hidden}) {
        if (*role && config::word(value) == **role) request.role = value;
    }
    if (*role && !request.role) return fail("\"" + **role + "\" is none of unlisted, public, hidden");
    if (*proxy) request.proxy = config::parse_address(**proxy);
    if (*proxy && !request.proxy) return fail("\"" + **proxy + "\" is no address such as 127.0.0.1:9050");
    for (auto const& text : *peers) {
        auto const peer = config::parse_address(text);
        if (!peer || peer->port == 0) return fail("\"" + text + "\" is no address such as 192.0.2.7:6881");
        request.peers.push_back(*peer);
    }
    return request;
}

void put_publisher(Asked const& asked)
{
    auto const id = parse_publisher(asked.id);
    if (!id) return asked.done(not_an_id(asked.id));
    auto const body = body_of(asked, {"role", "proxy", "peers"});
    if (!body) return;
    auto const request = follow_request(*body);
    if (!request) return asked.done(bad_value(request.error()));
    decided(asked, asked.operations.policy().follow(*id, *request));
}

void remove_publisher(Asked const& asked)
{
    auto const id = parse_publisher(asked.id);
    if (!id) return asked.done(not_an_id(asked.id));
    decided(asked, asked.operations.policy().unfollow(*id));
}

void put_pin(Asked const& asked)
{
    auto const id = parse_bundle(asked.id);
    if (!id) return asked.done(not_an_id(asked.id));
    if (body_of(asked, {})) decided(asked, asked.operations.policy().pin(*id));
}

void remove_pin(Asked const& asked)
{
    auto const id = parse_bundle(asked.id);
    if (!id) return asked.done(not_an_id(asked.id));
    decided(asked, asked.operations.policy().unpin(*id));
}

std::optional<config::Block> block_of(std::string const& id)
{
    config::Block block{parse_bundle(id), parse_publisher(id), {}, {}};
    if (!block.bundle && !block.publisher) return std::nullopt;
    return block;
}

void put_block(Asked const& asked)
{
    auto block = block_of(asked.id);
    if (!block) return asked.done(not_an_id(asked.id));
    auto const body = body_of(asked, {"reason"});
    if (!body) return;
    auto const reason = body->text("reason");
    if (!reason) return asked.done(bad_value(reason.error()));
    block->reason = reason->value_or("");
    block->since = day_of(asked.operations.now());
    decided(asked, asked.operations.policy().block(*block));
}

void remove_block(Asked const& asked)
{
    auto const block = block_of(asked.id);
    if (!block) return asked.done(not_an_id(asked.id));
    decided(asked, asked.operations.policy().unblock(*block));
}

void post_check(Asked const& asked)
{
    if (!body_of(asked, {})) return;
    if (!asked.operations.read_everything_again()) return asked.done(not_open());
    asked.done(json(R"({"schema":"nightletter.check/1","type":"result","ok":true,"exit":0})"
                    "\n"));
}

void post_reload(Asked const& asked)
{
    if (!body_of(asked, {})) return;
    auto const reloaded = asked.operations.reload();
    if (!reloaded) return asked.done(wrong_configuration(reloaded.error()));
    Json const answer{{"schema", "nightletter.reload/1"},
                      {"type", "result"},
                      {"ok", true},
                      {"exit", 0},
                      {"changed", reloaded->changed},
                      {"need_restart", reloaded->need_restart}};
    asked.done(json(answer.dump() + '\n'));
}

struct Row {
    Route route;
    Carrier carry;
};

std::vector<Row> const& table()
{
    static std::vector<Row> const rows{
        {{Method::get, "/v1/status"}, get_status},
        {{Method::get, "/v1/publishers"}, get_publishers},
        {{Method::put, "/v1/publishers/{id}"}, put_publisher},
        {{Method::remove, "/v1/publishers/{id}"}, remove_publisher},
        {{Method::get, "/v1/bundles"}, get_bundles},
        {{Method::get, "/v1/bundles/{id}"}, get_bundle},
        {{Method::get, "/v1/policy"}, get_policy},
        {{Method::put, "/v1/pins/{id}"}, put_pin},
        {{Method::remove, "/v1/pins/{id}"}, remove_pin},
        {{Method::put, "/v1/blocks/{id}"}, put_block},
        {{Method::remove, "/v1/blocks/{id}"}, remove_block},
        {{Method::post, "/v1/check"}, post_check},
        {{Method::post, "/v1/reload"}, post_reload},
        {{Method::get, "/v1/events"}, get_events},
        {{Method::get, "/metrics"}, get_metrics},
        {{Method::get, "/healthz"}, get_health},
        {{Method::get, "/readyz"}, get_readiness},
    };
    return rows;
}

std::string path_text(std::vector<std::string> const& parts)
{
    std::string text;
    for (auto const& part : parts) text += '/' + part;
    return text;
}

// The path with its third part read as an id, where a route has one there.
std::string shape_of(std::vector<std::string> parts)
{
    if (parts.size() == 3) parts[2] = "{id}";
    return path_text(parts);
}

}  // namespace

std::vector<Route> all_routes()
{
    std::vector<Route> routes;
    for (auto const& entry : table()) routes.push_back(entry.route);
    return routes;
}

void Routes::answer(Request const& request, Answer const& done)
{
    bool is_known = false;
    auto const shape = shape_of(request.path);
    for (auto const& entry : table()) {
        if (entry.route.path != shape) continue;
        is_known = true;
        if (entry.route.method != request.method) continue;
        return entry.carry({operations_, request, request.path.size() == 3 ? request.path[2] : std::string{}, done});
    }
    done(is_known ? no_such_method() : no_such_route(path_text(request.path)));
}

}  // namespace nightletter::daemon::control
