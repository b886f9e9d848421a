// trust/withdrawals.hpp: what a publisher has taken back, with the force each withdrawal has here.
//
// docs/formats.md section 6, "Withdrawal". Pure policy: what is hidden now, deleted when, waiting for whom; hiding and
// deleting is done by the store. Times of acceptance are this machine's, so no date a thief writes prolongs anything.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "trust/accepted.hpp"
#include "trust/record.hpp"

namespace nightletter::trust {

inline constexpr std::int64_t brake_days = 7;
inline constexpr std::size_t brake_least = 3;
inline constexpr std::size_t brake_percent = 5;
// That no accepted feed names: at most 48 MiB of a publisher's documents, and the next feed names what is meant to
// last.
inline constexpr std::size_t most_withdrawals = 1024;

struct HeldWithdrawal {
    AcceptedWithdrawal document;
    UtcTime accepted;
    Force force = Force::acts;
    Took took = Took::nothing_listed;
};

// How an operator treats the withdrawals of one publisher.
struct WithdrawalPolicy {
    std::int64_t dark_days = 3;  // from acceptance to deletion: 72 hours when simply honoured
    bool follows_superseded = true;
};

// What the withdrawals of one bundle do together.
struct Effect {
    std::optional<Reason> reason;     // of the one that acts, or that waits when none acts
    bool hides = false;               // not listed, served, seeded
    bool waits = false;               // for the operator; nothing is hidden by it
    std::optional<UtcTime> until;     // when a hide lapses
    std::optional<UtcTime> deletion;  // from then on a tombstone with hash and reason remains
};

class Withdrawals {
public:
    [[nodiscard]] HeldWithdrawal const* find(Sha256 const& withdrawal) const;
    [[nodiscard]] std::vector<HeldWithdrawal const*> of(BundleId const& bundle) const;
    [[nodiscard]] std::map<Sha256, HeldWithdrawal> const& all() const { return held_; }
    [[nodiscard]] Effect effect(BundleId const& bundle, UtcTime now, WithdrawalPolicy const& policy) const;
    // This key has hidden this bundle before, alone.
    [[nodiscard]] bool has_hidden(PublicKey const& key, BundleId const& bundle) const;

    // Decides the force: a law waits for the operator, and so does what is over the brake, of `listed` releases.
    void add(AcceptedWithdrawal document, UtcTime now, Took took, std::size_t listed);
    void restore(AcceptedWithdrawal document, WithdrawalMark const& mark);
    // Those that name this root or a later one.
    void forget_judged_from(std::uint64_t root_version);
    // False when that withdrawal is not held.
    bool set_force(Sha256 const& withdrawal, Force force);

private:
    [[nodiscard]] bool is_over_the_brake(BundleId const& bundle, UtcTime now, std::size_t listed) const;

    std::map<Sha256, HeldWithdrawal> held_;
    std::unordered_multimap<BundleId, Sha256> by_bundle_;
};

}  // namespace nightletter::trust
