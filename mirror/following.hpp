// mirror/following.hpp: the publishers one follows, with what their followers want done.
//
// One follower for each publisher, joined to its rendezvous; documents are kept in the store before anything is done
// about them. Which of the releases are served is worked out here from what is believed, and told to the collection.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "mirror/collection.hpp"
#include "mirror/follower.hpp"
#include "mirror/head_round.hpp"
#include "mirror/ports.hpp"
#include "mirror/report.hpp"

namespace nightletter::mirror {

struct FollowPlan {
    std::vector<PublisherId> publishers;
    std::vector<swarm::Endpoint> peers;  // given by a person; asked for every publisher
    std::set<BundleId> only;             // of all that is named, these alone; empty: all
    UtcTime time_floor;                  // the day this program was built
    ClaimRole claims = ClaimRole::silent;
    Choice choice{};
    std::map<PublisherId, trust::WithdrawalPolicy> withdrawals{};  // of those not simply honoured
};

class Following final : public Correspondents {
public:
    // Opens what the store kept of each publisher; says nothing to anybody before `start`.
    Following(Ports const& ports, FollowPlan plan, Observer observer);

    // `collection` outlives this object's last event.
    [[nodiscard]] Expected<void, Trouble> start(Collection& collection);
    void handle(swarm::Event const& event);
    // False when anything of it was refused.
    bool offer(FoundDocuments const& found);
    // About once a second.
    void tick();

    [[nodiscard]] std::set<PublisherId> publishers() const;
    // Null when that publisher is not followed.
    [[nodiscard]] Ledger const* ledger(PublisherId const& publisher) const;
    // How often a neighbour has answered everything we asked about that publisher since the start.
    [[nodiscard]] std::size_t visits(PublisherId const& publisher) const;
    // What neighbours claim of that publisher's newest feed; only where the role is to ask.
    [[nodiscard]] std::vector<SealedClaim> claims(PublisherId const& publisher) const;
    void ask_for_info(PublisherId const& publisher, InfoHash const& info_hash) override;
    [[nodiscard]] trust::Acceptance const* acceptance_of(PublisherId const& publisher) const override;
    [[nodiscard]] bool is_dark(PublisherId const& publisher, BundleId const& bundle) const override;

private:
    struct Followed {
        InfoHash topic;
        PublisherId publisher;
        std::unique_ptr<Follower> follower;
        HeadRound round;
        std::vector<trust::Release> served{};  // as the collection was told
        bool is_due = true;                    // it is to be told again
    };

    [[nodiscard]] Expected<Ledger, Trouble> open_ledger(PublisherId const& publisher);
    void tell(InfoHash const& topic, FollowEvent const& event);
    void perform(Followed& followed, FollowActions const& actions);
    void act(Followed const& followed, Tell const& action);
    void act(Followed const& followed, TurnAway const& action);
    void act(Followed const& followed, KeepRecord const& action);
    void act(Followed& followed, Adopted const& action);
    void act(Followed const& followed, InfoBrought const& action);
    void act(Followed const& followed, InfoNowhere const& action);
    void act(Followed const& followed, ReportDocumentRefused const& action);
    void act(Followed const& followed, ReportNeighbourRefused const& action);
    void go_round(Followed& followed, Moment now);
    void look_at(swarm::SignedItem const& item);
    void report(Followed const& followed);
    // What is said of the newest feed at this moment.
    [[nodiscard]] std::vector<std::string> labels_of(Followed const& followed) const;
    void set_releases(Followed& followed);
    // Of each publisher, all at once.
    void delete_what_is_due();
    [[nodiscard]] trust::WithdrawalPolicy policy_of(PublisherId const& publisher) const;
    [[nodiscard]] std::vector<trust::Release> served(trust::Acceptance const& acceptance) const;

    Ports ports_;
    FollowPlan plan_;
    Observer observer_;
    Collection* collection_ = nullptr;
    std::map<InfoHash, Followed> followed_;  // by topic
    Moment reviewed_at_{};
    std::map<InfoHash, std::vector<std::string>> told_labels_;
    std::set<WithdrawnBundle> deleted_;
};

}  // namespace nightletter::mirror
