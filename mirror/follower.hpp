// mirror/follower.hpp: keeps up with one publisher by talking to the neighbours of its rendezvous.
//
// docs/formats.md sections 6 and 7. A state machine: it hears who has what, sends errands, has what they bring judged
// by the ledger, tells the neighbours. It opens nothing and believes nobody: a neighbour that breaks the form is
// disconnected, one whose documents are refused waits for its next turn. What is adopted is acted on only after
// `RecordKept` has said that it is on disk.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "mirror/claims.hpp"
#include "mirror/errand.hpp"
#include "mirror/ledger.hpp"
#include "mirror/lending.hpp"
#include "swarm/events.hpp"

namespace nightletter::mirror {

// What is told, besides who comes, goes and speaks.
struct HaulFound {
    Haul haul;
};
struct InfoWanted {
    InfoHash info_hash;
};
struct HeadFound {
    swarm::SignedItem item;
};
struct RecordKept {};
struct RecordNotKept {};
using FollowEvent = std::variant<swarm::PeerJoined, swarm::PeerLeft, swarm::MessageArrived, HaulFound, InfoWanted,
                                 HeadFound, RecordKept, RecordNotKept>;

// What is to be done, in this order.
struct Tell {
    swarm::PeerTag peer;
    Bytes payload;
};
struct TurnAway {
    swarm::PeerTag peer;
};
// Answered by RecordKept or RecordNotKept before anything else is handled.
struct KeepRecord {
    store::PublisherRecord record;
};
// The ledger says something new, and it is on disk.
struct Adopted {};
struct InfoBrought {
    InfoHash info_hash;
    Bytes info;
};
struct InfoNowhere {
    InfoHash info_hash;
};
struct ReportDocumentRefused {
    LedgerRefusal refusal;
};
struct ReportNeighbourRefused {
    Refusal reason;
};
using FollowAction = std::variant<Tell, TurnAway, KeepRecord, Adopted, InfoBrought, InfoNowhere, ReportDocumentRefused,
                                  ReportNeighbourRefused>;
using FollowActions = std::vector<FollowAction>;

// What neighbours may be lent and told of a publisher's bundles.
class BundleShelf {
public:
    virtual ~BundleShelf() = default;
    // The info dictionary, asked for by its hash. Null when it is not held, or is not one of this publisher's that may
    // be served.
    [[nodiscard]] virtual std::shared_ptr<Bytes const> info(PublisherId const& publisher,
                                                            InfoHash const& info_hash) = 0;
    // Empty when it is not sealed, or is not one of this publisher's that may be served.
    [[nodiscard]] virtual bundles::TierSet sealed(PublisherId const& publisher, InfoHash const& info_hash) const = 0;
};

class Follower {
public:
    static constexpr Moment turn = std::chrono::seconds{3};               // before another neighbour is asked besides
    static constexpr Moment rest_after_visit = std::chrono::seconds{5};   // of a neighbour that has what we have
    static constexpr Moment rest_after_boast = std::chrono::seconds{30};  // of one that promised news and had none
    static constexpr Moment rest_after_refusal = std::chrono::minutes{10};
    static constexpr Moment rest_after_trouble = std::chrono::seconds{10};  // of ours
    static constexpr std::size_t errands_at_once = 4;
    static constexpr std::size_t most_neighbours = 500;

    Follower(Ledger ledger, BundleShelf& shelf, Claims claims = {});
    ~Follower();
    Follower(Follower const&) = delete;
    Follower& operator=(Follower const&) = delete;

    [[nodiscard]] FollowActions handle(FollowEvent const& event, Moment now, UtcTime today);
    // Sends errands that waited, turns away who keeps us waiting.
    [[nodiscard]] FollowActions tick(Moment now);

    [[nodiscard]] Ledger const& ledger() const { return ledger_; }
    // Errands that came home: somebody has answered everything that was asked.
    [[nodiscard]] std::size_t visits() const { return visits_; }
    // What neighbours claim of the newest feed held; only where the role is to ask.
    [[nodiscard]] std::vector<SealedClaim> claims() const;

private:
    struct Neighbour;
    class Desk;  // the Holdings that neighbours are lent from

    void on(swarm::PeerJoined const& event, Moment now, UtcTime today);
    void on(swarm::PeerLeft const& event, Moment now, UtcTime today);
    void on(swarm::MessageArrived const& event, Moment now, UtcTime today);
    void on(HaulFound const& event, Moment now, UtcTime today);
    void on(InfoWanted const& event, Moment now, UtcTime today);
    void on(HeadFound const& event, Moment now, UtcTime today);
    void on(RecordKept const& event, Moment now, UtcTime today);
    void on(RecordNotKept const& event, Moment now, UtcTime today);
    void forget(swarm::PeerTag peer);

    [[nodiscard]] Expected<void, Refusal> hear(swarm::PeerTag peer, Message message, Moment now, UtcTime today);
    [[nodiscard]] Expected<void, Refusal> answer(swarm::PeerTag peer, Expected<std::optional<Message>, Refusal> reply);
    [[nodiscard]] Expected<void, Refusal> go_on(swarm::PeerTag peer, Expected<Progress, Refusal> progress, Moment now,
                                                UtcTime today);
    void info_answered(swarm::PeerTag peer, Answer answer);
    void send_errands(Moment now);
    void send_for_infos(Moment now);
    void tell_claim(Moment now);
    void put_next(swarm::PeerTag peer, Moment now);
    void come_home(swarm::PeerTag peer, Moment now, UtcTime today);
    // False when anything of it was refused.
    bool judge(Haul const& haul, UtcTime today);
    bool stage(Ledger next, Judgement const& judgement);
    void tell(swarm::PeerTag peer, Message const& message);
    void turn_away(swarm::PeerTag peer, Refusal reason);

    Ledger ledger_;
    std::optional<Ledger> staged_;  // judged, not on disk yet
    std::unique_ptr<Desk> desk_;
    Claims claims_;
    std::map<swarm::PeerTag, Neighbour> neighbours_;
    std::map<InfoHash, std::set<swarm::PeerTag>> infos_wanted_;  // with the neighbours that have not got it
    Moment last_errand_{};
    std::size_t visits_ = 0;
    FollowActions actions_;
};

}  // namespace nightletter::mirror
