// mirror/collection.hpp: the bundles of every publisher that is followed: wanted, arriving, sealed.
//
// Carries out what the fetcher and the keeper decide, with the store's hands and the swarm's. Which releases count is
// told by whoever follows the publishers; nothing is fetched, served or lent that was not told here.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "mirror/boarding.hpp"
#include "mirror/crew.hpp"
#include "mirror/fetcher.hpp"
#include "mirror/follower.hpp"
#include "mirror/judging.hpp"
#include "mirror/keeper.hpp"
#include "mirror/ports.hpp"
#include "mirror/report.hpp"
#include "mirror/watched_folder.hpp"
#include "mirror/web_bundles.hpp"

namespace nightletter::mirror {

// Whether those whom a person named are dialled to be given what is sealed.
enum class Offering { to_whoever_comes, to_given_peers };

struct CollectionPlan {
    FetchPolicy fetch;
    ReadingPlan reading;
    std::vector<swarm::Endpoint> peers;  // given by a person; asked for every bundle
    Offering offering = Offering::to_whoever_comes;
};

// By that publisher: anybody may withdraw anything, and it is about their own bundles.
struct WithdrawnBundle {
    PublisherId publisher;
    BundleId bundle;

    auto operator<=>(WithdrawnBundle const&) const = default;
};

// What only those know who follow the publishers.
class Correspondents {
public:
    virtual ~Correspondents() = default;
    // The answer comes through info_brought or info_nowhere, at once or later.
    virtual void ask_for_info(PublisherId const& publisher, InfoHash const& info_hash) = 0;
    // What is believed of that publisher; null when it is not followed.
    [[nodiscard]] virtual trust::Acceptance const* acceptance_of(PublisherId const& publisher) const = 0;
    // Withdrawn, hidden or disowned: kept for now and shown to nobody. Not while nothing is believed of the publisher.
    [[nodiscard]] virtual bool is_dark(PublisherId const& publisher, BundleId const& bundle) const = 0;
};

class Collection final : public BundleShelf {
public:
    Collection(Ports const& ports, CollectionPlan plan, Observer observer, Correspondents& correspondents);

    // Measures what is kept; before anything else.
    [[nodiscard]] Expected<void, Trouble> start();
    // Every release of the publisher that is served; what is not among them any more is neither fetched nor offered.
    // False when the disk did not take all of it, to be told again.
    [[nodiscard]] bool set_releases(PublisherId const& publisher, std::vector<trust::Release> const& served);
    void handle(swarm::Event const& event);
    void info_brought(InfoHash const& info_hash, Bytes info);
    void info_nowhere(InfoHash const& info_hash);
    void torrent_brought(InfoHash const& info_hash, Bytes torrent);
    void offer(FoundCopy const& copy);
    // Who brings bytes by the web; before `start`, and outlives the last event. Never called: nobody does.
    void use(WebBundles& web) { web_ = &web; }
    // Sealed bundles that the swarm is told to make known to clients who know nothing of a rendezvous.
    static constexpr std::size_t newest_announced = 16;
    static constexpr Moment between_announcements = std::chrono::minutes{1};

    // About once a second.
    void tick();
    // Out of turn, one after the other.
    void read_everything_again() { tell_keeper(ReadingWanted{}); }
    // Rooms in quarantine that no release asks for any more.
    void sweep_quarantine();
    // How much of the month's traffic is spent: what is fetched and given follows from it.
    void allow(Spending spending);
    // Their withdrawals have run their time: nothing stays of them but their publishers' documents. False when the
    // disk did not take it, to be told again.
    [[nodiscard]] bool erase(std::set<WithdrawnBundle> const& withdrawn);

    // Info-hashes of releases of which something is wanted that is not sealed.
    [[nodiscard]] std::set<InfoHash> unsealed() const;
    [[nodiscard]] std::size_t unfinished() const { return fetcher_.unfinished(ports_.moment()) + keeper_.unfinished(); }
    [[nodiscard]] std::shared_ptr<Bytes const> info(PublisherId const& publisher, InfoHash const& info_hash) override;
    [[nodiscard]] bundles::TierSet sealed(PublisherId const& publisher, InfoHash const& info_hash) const override;

private:
    struct Named {
        PublisherId publisher;
        trust::Release release;
        bool is_sealed = false;
        bool makes_way = false;     // the sealed copy is not offered while the swarm fetches a fuller one
        bundles::TierSet tiers{};   // of the sealed copy
        std::uint64_t counted = 0;  // of its bytes, among what is kept
    };

    void tell_fetcher(FetchEvent const& event);
    void tell_keeper(KeepEvent const& event);
    void perform(FetchActions const& actions);
    void perform(KeepActions const& actions);

    void act(AskNeighbours const& action);
    void act(BeginFetch const& action);
    void act(AdmitFetch const& action);
    void act(WantFiles const& action);
    void act(EndFetch const& action);
    void act(BorrowFiles const& action);
    void act(CopyIn const& action);
    void act(JudgeAndSeal const& action);
    void act(DiscardQuarantine const& action);
    void act(ReportProgress const& action);
    void act(ReportRefused const& action);
    void act(ReportLeftOut const& action);
    void act(ReportTrouble const& action);
    void act(Serve const& action);
    void act(EndServing const& action);
    void act(ReadAgain const& action);
    void act(TakeOutOfService const& action);
    void act(CopyForHealing const& action);
    void act(FetchAgain const& action);

    // `row` is null when the store knows nothing of the bundle.
    void name(PublisherId const& publisher, trust::Release const& release, store::BundleRow const* row);
    void unname(Named const& named);
    // Has what its sealed copy lacks fetched; the copy stays in service until the fuller one is sealed.
    void complete(Named const& named);
    // The swarm has one place for a bundle.
    void make_way(InfoHash const& info_hash);
    void serve_again(InfoHash const& info_hash);
    // It is offered, unless the month's traffic is spent.
    void board(BundleId const& bundle);
    [[nodiscard]] bool is_whole(Named const& named) const { return named.is_sealed && fetcher_.is_enough(named.tiers); }
    [[nodiscard]] bool darken(store::BundleRow const& row);
    [[nodiscard]] Named* find(BundleId const& bundle);
    // Nothing when it cannot be served.
    [[nodiscard]] std::optional<InfoHash> begin_serving(BundleId const& id);
    void judged(Order const& order, Judged const& judged);
    void seal(Order const& order, Sound const& sound);
    void seal_failed(Order const& order, store::SealFailure const& failure);
    void read(store::ScrubReport const& report);
    void measure_room();
    void announce_newest();
    void trouble(Trouble const& trouble);

    Ports ports_;
    std::vector<swarm::Endpoint> peers_;
    Offering offering_;
    Observer observer_;
    Correspondents* correspondents_;
    Crew crew_;
    Fetcher fetcher_;
    Keeper keeper_;
    Boarding boarding_;
    WebBundles* web_ = nullptr;
    std::map<InfoHash, Named> named_;
    std::map<BundleId, InfoHash> by_bundle_;  // of those that are named
    std::vector<InfoHash> announced_;
    Moment announce_at_{};
    Spending spending_ = Spending::within_budget;
    Room room_;
    std::map<InfoHash, std::shared_ptr<Bytes const>> lent_infos_;  // a few, so that parts do not read a file each
};

}  // namespace nightletter::mirror
