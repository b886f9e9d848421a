#include "daemon/control/answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/view_reader.hpp"

namespace nightletter::daemon::control {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t recently = 600;          // seconds in which a complaint makes a mirror unwell
constexpr std::int64_t patience_alone = 3'600;  // seconds without a peer until a bundle is said to need seeds

// Complaints about the machine or what is kept; the others are about strangers, whom a mirror is made to bear.
constexpr std::string_view unwell[] = {"damaged",         "disk-error", "disk-full",      "disk-read-only",
                                       "files-exhausted", "not-opened", "storage-failed", "trouble"};

std::string text_of(Json const& json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

std::string_view word(MirrorState state)
{
    switch (state) {
        case MirrorState::open:
            return "open";
        case MirrorState::closing:
            return "closing";
        case MirrorState::closed:
            return "closed";
    }
    return "closed";
}

std::uint64_t bytes_of(Shelf const& shelf)
{
    std::uint64_t bytes = 0;
    for (auto const& bundle : shelf.bundles) bytes += bundle.bytes;
    return bytes;
}

std::uint64_t count(Shelf const& shelf, store::BundleState state)
{
    return static_cast<std::uint64_t>(
        std::ranges::count_if(shelf.bundles, [&](auto const& bundle) { return bundle.state == state; }));
}

bool is_unwell(std::string const& word)
{
    return std::find(std::begin(unwell), std::end(unwell), word) != std::end(unwell);
}

std::vector<std::string> lonely(Picture const& picture)
{
    std::vector<std::string> ids;
    for (auto const& [id, arriving] : picture.standing.arriving()) {
        if (arriving.alone_since && picture.now.seconds - arriving.alone_since->seconds >= patience_alone)
            ids.push_back(bundle_text(id));
    }
    return ids;
}

Json moved_json(Moved const& moved)
{
    return {{"sent", moved.sent}, {"received", moved.received}};
}

Json traffic_of(Picture const& picture)
{
    auto const& traffic = picture.standing.traffic();
    bool const is_today = traffic.day == day_of(picture.now);
    return {{"state", mirror::word(traffic.state)},
            {"monthly", picture.config.traffic.monthly},
            {"month", moved_json(traffic.month)},
            {"today", moved_json(is_today ? traffic.today : Moved{})}};
}

Json attention_of(Picture const& picture)
{
    auto list = Json::array();
    for (auto const& [word, notice] : picture.standing.notices()) {
        list.push_back({{"word", word},
                        {"count", notice.count},
                        {"first", time_text(notice.first)},
                        {"last", time_text(notice.last)},
                        {"line", notice.line}});
    }
    return list;
}

bool is_healthy(Picture const& picture)
{
    if (picture.state != MirrorState::open) return false;
    return std::ranges::none_of(picture.standing.notices(), [&](auto const& notice) {
        return is_unwell(notice.first) && picture.now.seconds - notice.second.last.seconds < recently;
    });
}

Json publisher_json(PublisherId const& id, Picture const& picture, Shelf const& shelf)
{
    Json json{{"publisher", publisher_text(id)}};
    auto const adopted = picture.standing.publishers().find(id);
    bool const is_known = adopted != picture.standing.publishers().end();
    json["name"] = is_known ? adopted->second.name : "";
    json["root"] = is_known ? adopted->second.root_version : 0;
    json["seq"] = is_known ? adopted->second.seq : 0;
    json["releases"] = is_known ? adopted->second.releases : 0;
    std::uint64_t sealed = 0;
    std::uint64_t bytes = 0;
    for (auto const& bundle : shelf.bundles) {
        if (bundle.publisher != id) continue;
        sealed += bundle.state == store::BundleState::sealed ? 1 : 0;
        bytes += bundle.bytes;
    }
    json["sealed"] = sealed;
    json["bytes"] = bytes;
    json["labels"] = is_known ? adopted->second.labels : std::vector<std::string>{"not-heard-of"};
    return json;
}

Json publishers_of(Picture const& picture, Shelf const& shelf)
{
    auto list = Json::array();
    for (auto const& id : picture.config.mirror.publishers) list.push_back(publisher_json(id, picture, shelf));
    return list;
}

Json titles_of(store::BundleRow const& row)
{
    auto titles = Json::object();
    for (auto const& [language, title] : row.titles) titles[language] = title;
    return titles;
}

config::Block const* block_of(Picture const& picture, BundleId const& id)
{
    for (auto const& block : picture.config.choose.block) {
        if (block.bundle == id) return &block;
    }
    return nullptr;
}

void add_policy(Json& json, Picture const& picture, BundleId const& id)
{
    auto const& pins = picture.config.choose.pin;
    json["pinned"] = std::find(pins.begin(), pins.end(), id) != pins.end();
    if (auto const* const block = block_of(picture, id))
        json["blocked"] = {{"reason", block->reason}, {"since", day_text(block->since)}};
}

Json held_json(store::BundleRow const& row, Picture const& picture)
{
    Json json{{"bundle", bundle_text(row.id)},      {"publisher", publisher_text(row.publisher)},
              {"state", store::word(row.state)},    {"titles", titles_of(row)},
              {"tiers", row.tiers.text()},          {"bytes", row.bytes},
              {"sealed", time_text(row.sealed_at)}, {"read", time_text(row.read_at)}};
    add_policy(json, picture, row.id);
    return json;
}

Json arriving_json(BundleId const& id, Arriving const& arriving, Picture const& picture)
{
    Json json{{"bundle", bundle_text(id)},
              {"state", "arriving"},
              {"held", arriving.standing.held_bytes},
              {"wanted", arriving.standing.wanted_bytes},
              {"bytes", arriving.total_bytes},
              {"peers", arriving.standing.peers}};
    if (arriving.alone_since) json["alone_since"] = time_text(*arriving.alone_since);
    add_policy(json, picture, id);
    return json;
}

}  // namespace

Shelf read_shelf(std::filesystem::path const& store)
{
    Shelf shelf;
    std::error_code error;
    auto const space = std::filesystem::space(store, error);
    if (!error) shelf.free_bytes = space.available;
    auto view = store::ViewReader::open(store);
    if (!view) return shelf;
    if (auto publishers = view->publishers()) shelf.publishers = std::move(*publishers);
    if (auto bundles = view->bundles()) shelf.bundles = std::move(*bundles);
    return shelf;
}

Picture picture_of(Operations& operations)
{
    return {operations.policy().in_force(), operations.policy().is_role_decided(), operations.standing(),
            operations.state(), operations.now()};
}

std::string status_json(Picture const& picture, Shelf const& shelf)
{
    auto const& config = picture.config;
    auto const port = picture.standing.port();
    Json const json{{"schema", "nightletter.status/1"},
                    {"state", word(picture.state)},
                    {"healthy", is_healthy(picture)},
                    {"role", config::word(config.mirror.role)},
                    {"role_decided", picture.is_role_decided},
                    {"port", port ? Json(*port) : Json(nullptr)},
                    {"store",
                     {{"bytes", bytes_of(shelf)},
                      {"quota", config.store.quota},
                      {"free", shelf.free_bytes},
                      {"min_free", config.store.min_free}}},
                    {"bundles",
                     {{"sealed", count(shelf, store::BundleState::sealed)},
                      {"damaged", count(shelf, store::BundleState::damaged)},
                      {"arriving", picture.standing.arriving().size()}}},
                    {"traffic", traffic_of(picture)},
                    {"publishers", publishers_of(picture, shelf)},
                    {"needs_seeds", lonely(picture)},
                    {"attention", attention_of(picture)}};
    return text_of(json);
}

std::string publishers_json(Picture const& picture, Shelf const& shelf)
{
    return text_of({{"schema", "nightletter.publishers/1"}, {"publishers", publishers_of(picture, shelf)}});
}

std::string bundles_json(Picture const& picture, Shelf const& shelf)
{
    auto list = Json::array();
    for (auto const& row : shelf.bundles) list.push_back(held_json(row, picture));
    for (auto const& [id, arriving] : picture.standing.arriving()) list.push_back(arriving_json(id, arriving, picture));
    return text_of({{"schema", "nightletter.bundles/1"}, {"bundles", std::move(list)}});
}

std::optional<std::string> bundle_json(Picture const& picture, Shelf const& shelf, BundleId const& id)
{
    Json json{{"schema", "nightletter.bundle/1"}};
    auto const row = std::ranges::find_if(shelf.bundles, [&](auto const& bundle) { return bundle.id == id; });
    auto const arriving = picture.standing.arriving().find(id);
    if (row != shelf.bundles.end()) {
        json.update(held_json(*row, picture));
    } else if (arriving != picture.standing.arriving().end()) {
        json.update(arriving_json(id, arriving->second, picture));
    } else if (block_of(picture, id) != nullptr) {
        json["bundle"] = bundle_text(id);
        json["state"] = "blocked";
        add_policy(json, picture, id);
    } else {
        return std::nullopt;
    }
    return text_of(json);
}

std::string policy_json(Picture const& picture)
{
    auto const& config = picture.config;
    auto follows = Json::array();
    for (auto const& id : config.mirror.publishers) follows.push_back(publisher_text(id));
    auto pins = Json::array();
    for (auto const& id : config.choose.pin) pins.push_back(bundle_text(id));
    auto blocks = Json::array();
    for (auto const& block : config.choose.block) {
        blocks.push_back({{"id", block.bundle ? bundle_text(*block.bundle) : publisher_text(*block.publisher)},
                          {"reason", block.reason},
                          {"since", day_text(block.since)}});
    }
    return text_of({{"schema", "nightletter.policy/1"},
                    {"role", config::word(config.mirror.role)},
                    {"role_decided", picture.is_role_decided},
                    {"follows", std::move(follows)},
                    {"pins", std::move(pins)},
                    {"blocks", std::move(blocks)}});
}

std::string event_json(Entry const& entry, UtcTime now)
{
    Json json{{"schema", "nightletter.event/1"},
              {"time", time_text(now)},
              {"weight", daemon::word(entry.weight)},
              {"word", entry.word}};
    for (auto const& field : entry.fields)
        std::visit([&](auto const& value) { json[field.name] = value; }, field.value);
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace nightletter::daemon::control
