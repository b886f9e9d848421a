#include "mirror/mirror.hpp"

namespace nightletter::mirror {
namespace {

constexpr Moment slow_beat = std::chrono::seconds{1};
constexpr int rest_after_look = 9;  // times as long as the look took

StoreRecovered counted(store::RecoveryReport const& found)
{
    return {found.returned.size(),  found.suspects.size(),        found.missing.size(),
            found.strangers.size(), found.damaged_records.size(), !found.set_aside_catalogue.empty()};
}

}  // namespace

Mirror::Mirror(Ports const& ports, MirrorOptions options, Observer observer)
    : ports_{ports},
      observer_{std::move(observer)},
      following_{ports,
                 {options.publishers, options.peers, options.only, options.time_floor, options.claims,
                  options.fetch.choice, options.withdrawals},
                 observer_},
      collection_{ports, {options.fetch, options.reading, options.peers, options.offering}, observer_, following_},
      web_{ports, options.web, observer_, following_, collection_},
      crew_{ports.workers},
      strays_{options.strays}
{
    collection_.use(web_.bundles());
    if (!options.watch.empty()) folder_ = std::make_shared<WatchedFolder>(options.watch, options.fetch.min_free);
}

Mirror::~Mirror() = default;

Expected<void, Trouble> Mirror::start()
{
    if (auto const found = counted(ports_.store.recovery()); found != StoreRecovered{}) observer_(found);
    if (auto started = collection_.start(); !started) return started;
    if (auto started = following_.start(collection_); !started) return started;
    if (strays_ == Strays::swept) collection_.sweep_quarantine();
    if (folder_) {
        auto room = ports_.store.room_for_unpacking();
        if (!room) return fail(room.error());
        folder_->take_tars_apart_in(std::move(*room));
    }
    beat();
    return {};
}

void Mirror::show_what_changed()
{
    auto const shown = ports_.store.publish_last_view(ports_.clock.now());
    if (!shown) observer_(MirrorTroubled{shown.error()});
}

void Mirror::handle(swarm::Event const& event)
{
    if (auto const* const listening = std::get_if<swarm::Listening>(&event)) return observer_(*listening);
    following_.handle(event);
    collection_.handle(event);
}

void Mirror::beat()
{
    following_.tick();
    web_.tick();
    auto const now = ports_.moment();
    if (now >= slow_beat_at_) {
        slow_beat_at_ = now + slow_beat;
        collection_.tick();
        look_at_folder();
        auto const shown = ports_.store.publish_view(ports_.clock.now());
        if (!shown) observer_(MirrorTroubled{shown.error()});
    }
    next_beat_ = ports_.timers.after(heartbeat, [this] { beat(); });
}

void Mirror::look_at_folder()
{
    if (!folder_ || is_looking_ || ports_.moment() < next_look_at_) return;
    is_looking_ = true;
    auto const finds = std::make_shared<Finds>();
    crew_.work([finds, folder = folder_, followed = following_.publishers(), unsealed = collection_.unsealed(),
                now = ports_.clock.now()] { *finds = folder->look(followed, unsealed, now); },
               [this, finds, begun = ports_.moment()] {
                   is_looking_ = false;
                   auto const now = ports_.moment();
                   next_look_at_ = now + rest_after_look * (now - begun);
                   for (auto const& documents : finds->documents) (void)following_.offer(documents);
                   for (auto const& copy : finds->copies) collection_.offer(copy);
                   for (auto const& word : finds->not_taken) observer_(PackNotTaken{word});
               });
}

}  // namespace nightletter::mirror
