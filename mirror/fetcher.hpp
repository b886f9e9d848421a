// mirror/fetcher.hpp: brings every release that a feed names from a hash to a judged copy.
//
// docs/formats.md section 6 E and F. A state machine for all bundles: events in, actions out; it opens nothing, and
// what it is told of a bundle it does not work on has no effect. Small bundles first, and in each bundle tag files and
// metadata, then text, then the other tiers. A bundle that fails is tried again after a pause that grows.
#pragma once

#include <map>
#include <set>

#include "bundles/tier.hpp"
#include "bundles/torrent_check.hpp"
#include "mirror/fetch_plan.hpp"
#include "mirror/turns.hpp"

namespace nightletter::mirror {

struct FetchPolicy {
    std::size_t at_once = 16;           // bundles worked on at the same time
    std::uint64_t quota = 0;            // bytes kept in all; 0: no limit of ours
    std::uint64_t publisher_quota = 0;  // bytes kept of one publisher; 0: no limit of its own
    std::uint64_t min_free = 0;         // bytes left free on the disk
    bundles::TierSet tiers = bundles::TierSet::all();
    Choice choice{};
    std::uint64_t lots = 0;  // different for every mirror: in what order it fetches bundles of about one size
};

class Fetcher {
public:
    static constexpr Moment first_pause = std::chrono::seconds{30};
    static constexpr Moment longest_pause = std::chrono::hours{1};
    static constexpr Moment pause_after_refusal = std::chrono::hours{24};
    static constexpr Moment neighbours_patience = std::chrono::seconds{20};
    static constexpr Moment stall_patience = std::chrono::minutes{2};
    static constexpr Moment lonely_patience = std::chrono::seconds{20};  // without any peer
    static constexpr Moment room_pause = std::chrono::minutes{1};

    explicit Fetcher(FetchPolicy policy) : policy_{policy}, turns_{policy.lots} {}

    [[nodiscard]] FetchActions handle(FetchEvent const& event, Moment now);
    // Starts what has waited long enough, gives up on what stands still.
    [[nodiscard]] FetchActions tick(Moment now);

    // Whether a copy that holds those tiers is all we would fetch.
    [[nodiscard]] bool is_enough(bundles::TierSet held) const;
    // Whether the swarm fetches it, or has not let go of it yet.
    [[nodiscard]] bool is_in_swarm(InfoHash const& info_hash) const;
    [[nodiscard]] bool knows(BundleId const& bundle) const { return bundles_.contains(bundle); }
    // Bundles that are named, not sealed, not refused for now.
    [[nodiscard]] std::size_t unfinished(Moment now) const;

private:
    enum class Step {
        waiting,
        asking_neighbours,
        asking_swarm,
        fetching,
        leaving,
        borrowing,
        copying,
        judging,
        left_out
    };
    enum class AfterLeaving { judge, copy, fetch, wait, leave_out, forget };

    struct Bundle {
        Order order;
        Step step = Step::waiting;
        AfterLeaving after = AfterLeaving::wait;
        std::optional<bundles::CheckedTorrent> torrent;
        std::size_t stages_wanted = 0;
        std::uint64_t held_bytes = 0;
        std::size_t peers = 0;
        bool has_waited_for_room = false;
        Moment since{};  // of the last step forward
        Moment not_before{};
        unsigned failures = 0;
        bool is_past_text = false;  // files of other tiers may have begun
        bool has_borrowed = false;  // from its lender, as far as that is here
        std::optional<LeftOut> why_left_out{};
        std::string copy_from;  // a directory to take it from; empty: the swarm
    };

    void on(ReleaseNamed const& event, Moment now);
    void on(ReleaseGone const& event, Moment now);
    void on(InfoFound const& event, Moment now);
    void on(TorrentFound const& event, Moment now);
    void on(InfoNotHeld const& event, Moment now);
    void on(CopyFound const& event, Moment now);
    void on(FilesBorrowed const& event, Moment now);
    void on(CopiedIn const& event, Moment now);
    void on(JudgedSound const& event, Moment now);
    void on(JudgedUnsound const& event, Moment now);
    void on(JudgementTroubled const& event, Moment now);
    void on(RoomMeasured const& event, Moment now);
    void on(SpendingChanged const& event, Moment now);
    void on(swarm::InfoArrived const& event, Moment now);
    void on(swarm::Standing const& event, Moment now);
    void on(swarm::Arrived const& event, Moment now);
    void on(swarm::Released const& event, Moment now);
    void on(swarm::TroubleMet const& event, Moment now);

    [[nodiscard]] Bundle* find(InfoHash const& info_hash, Step step);
    [[nodiscard]] Bundle* find(BundleId const& bundle, Step step);
    void move(Bundle& bundle, Step step);
    void forget(Bundle const& bundle);
    void discard(Bundle& bundle);
    [[nodiscard]] bundles::TierSet tiers_of(Bundle const& bundle) const;
    // Whether the month's traffic has room for it, now or with what it fetches next.
    [[nodiscard]] bool may_spend_on(Bundle const& bundle) const;
    [[nodiscard]] static bool is_in_swarm(Bundle const& bundle)
    {
        return bundle.step == Step::asking_swarm || bundle.step == Step::fetching;
    }
    // False, with the bundle left out or refused, when its torrent shows that it is not to be fetched.
    [[nodiscard]] bool may_take(Bundle& bundle, Moment now);
    void turn_down(Bundle& bundle, std::string_view reason, Moment now);
    void begin_some(Moment now);
    void begin(Bundle& bundle, Moment now);
    void begin_fetch(Bundle& bundle, Moment now);
    // Whether a sealed bundle that has some of its files has not been asked for them yet.
    [[nodiscard]] static bool may_borrow(Bundle const& bundle);
    [[nodiscard]] bool has_room_for(Bundle const& bundle) const;
    // Of the tiers that are wanted, as far as that can be known before its torrent is here.
    [[nodiscard]] std::uint64_t bytes_wanted(Bundle const& bundle) const;
    // True when it is none that is wanted; then nothing more is done about it.
    [[nodiscard]] bool leave_out(Bundle& bundle, std::optional<LeftOut> reason);
    // False, with the bundle refused, when the dictionary may not be used.
    [[nodiscard]] bool take_info(Bundle& bundle, ByteView info, Moment now);
    void want_next_stage(Bundle& bundle);
    void leave(Bundle& bundle, AfterLeaving after);
    void pause(Bundle& bundle, Moment now);
    void refuse(Bundle& bundle, std::string_view word, std::string_view path, Moment now);
    void judge(Bundle& bundle);

    FetchPolicy policy_;
    Room room_;
    bool room_is_known_ = false;
    Spending spending_ = Spending::within_budget;
    std::map<BundleId, Bundle> bundles_;
    std::map<InfoHash, BundleId> by_info_hash_;
    Turns turns_;              // of those that wait
    std::set<BundleId> busy_;  // those that do not
    FetchActions actions_;
};

}  // namespace nightletter::mirror
