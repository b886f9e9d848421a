// mirror/keeper.hpp: offers every sealed bundle for as long as its bytes are right.
//
// docs/architecture.md, "The life of a bundle", step 7. A state machine over bundle ids: each sealed bundle is served,
// read again when its turn comes, taken out of service when damage is found by that reading or by the swarm, then
// handed back to be fetched. It opens no file; reading happens one bundle at a time.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "base/names.hpp"
#include "mirror/reading_round.hpp"
#include "store/states.hpp"
#include "swarm/events.hpp"

namespace nightletter::mirror {

// What is told.
struct SealedCopyHeld {
    BundleId bundle;
    InfoHash info_hash;
    std::uint64_t bytes = 0;
    UtcTime read_at;  // when every byte of it was last found right
};
// Recovery found it changed or gone; it is not in service.
struct CopySuspected {
    BundleId bundle;
    InfoHash info_hash;
    std::uint64_t bytes = 0;
    UtcTime read_at;
    store::BundleState state = store::BundleState::damaged;
};
struct CopyRead {
    BundleId bundle;
    store::BundleState state = store::BundleState::sealed;
};
struct ReadingTroubled {
    BundleId bundle;
    UtcTime today;
};
struct HealingCopied {
    BundleId bundle;
};
// No longer to be kept in service, without being damaged.
struct CopyWithdrawn {
    BundleId bundle;
};
// A person wants every copy read now.
struct ReadingWanted {};
using KeepEvent = std::variant<SealedCopyHeld, CopySuspected, CopyRead, ReadingTroubled, HealingCopied, CopyWithdrawn,
                               ReadingWanted, swarm::DamageFound, swarm::Released>;

// What is to be done.
struct Serve {
    BundleId bundle;
};
struct EndServing {
    BundleId bundle;
    InfoHash info_hash;
};
struct ReadAgain {
    BundleId bundle;
};
struct TakeOutOfService {
    BundleId bundle;
};
// Lay what is left of it into quarantine.
struct CopyForHealing {
    BundleId bundle;
};
// Fetch what is missing of it.
struct FetchAgain {
    BundleId bundle;
};
using KeepAction = std::variant<Serve, EndServing, ReadAgain, TakeOutOfService, CopyForHealing, FetchAgain>;
using KeepActions = std::vector<KeepAction>;

class Keeper {
public:
    explicit Keeper(ReadingPlan plan = {}) : round_{plan} {}

    [[nodiscard]] KeepActions handle(KeepEvent const& event);
    // Begins the reading whose turn it is.
    [[nodiscard]] KeepActions tick(UtcTime today, Moment now);

    [[nodiscard]] bool is_serving(InfoHash const& info_hash) const { return served_.contains(info_hash); }
    // Whether the reading of this bundle still decides anything.
    [[nodiscard]] bool awaits_reading_of(BundleId const& bundle) const;
    [[nodiscard]] std::size_t serving() const { return served_.size(); }
    // Copies that are on their way to being fetched again, or may turn out to be.
    [[nodiscard]] std::size_t unfinished() const;

private:
    enum class Step { serving, checking, leaving, leaving_for_good, copying };
    struct Copy {
        InfoHash info_hash;
        Step step = Step::serving;
    };

    void on(SealedCopyHeld const& event);
    void on(CopySuspected const& event);
    void on(CopyRead const& event);
    void on(ReadingTroubled const& event);
    void on(HealingCopied const& event);
    void on(CopyWithdrawn const& event);
    void on(ReadingWanted const& event);
    void on(swarm::DamageFound const& event);
    void on(swarm::Released const& event);

    void serve(BundleId const& bundle, Copy& copy);
    void read_next();
    void heal(BundleId const& bundle, Copy& copy);

    std::map<BundleId, Copy> copies_;
    std::map<InfoHash, BundleId> served_;  // offered, or not yet released by the swarm
    ReadingRound round_;
    std::deque<BundleId> to_read_;  // out of turn
    std::optional<BundleId> being_read_;
    KeepActions actions_;
};

}  // namespace nightletter::mirror
