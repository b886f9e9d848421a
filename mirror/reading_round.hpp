// mirror/reading_round.hpp: which sealed bundle is to be read again next.
//
// docs/architecture.md, "The life of a bundle", step 7: every sealed byte is read once in a period, oldest reading
// first, at a pace that leaves the disk to others. It reads nothing itself. Readings are dated by the wall clock,
// because they outlive the process; the pace is kept by the clock that only goes forward.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "mirror/document.hpp"

namespace nightletter::mirror {

struct ReadingPlan {
    std::int64_t period = 30 * 86'400;           // seconds in which every bundle is read once; 0: never
    std::uint64_t bytes_per_second = 5'000'000;  // or what the period makes necessary, when that is more
};

class ReadingRound {
public:
    static constexpr std::int64_t pause_after_trouble = 86'400;  // seconds

    explicit ReadingRound(ReadingPlan plan) : plan_{plan} {}

    // Replaces what was known of the bundle.
    void add(BundleId const& bundle, std::uint64_t bytes, UtcTime read_at);
    void remove(BundleId const& bundle);
    // A bundle whose turn it is; its reading is taken for begun, and it comes again in a period. A reading that is
    // dated in the future counts for nothing: some clock was wrong.
    [[nodiscard]] std::optional<BundleId> next(UtcTime today, Moment now);
    // The bundle could not be looked at.
    void put_off(BundleId const& bundle, UtcTime today);

private:
    struct Copy {
        std::uint64_t bytes = 0;
        UtcTime read_at;
    };
    [[nodiscard]] bool is_due(UtcTime read_at, UtcTime today) const;
    [[nodiscard]] std::uint64_t pace() const;

    ReadingPlan plan_;
    std::map<BundleId, Copy> copies_;
    std::set<std::pair<UtcTime, BundleId>> by_reading_;
    std::uint64_t bytes_ = 0;  // of all copies
    Moment not_before_{};
};

}  // namespace nightletter::mirror
