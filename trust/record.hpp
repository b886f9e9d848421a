// trust/record.hpp: what is known about a publisher that its documents do not say.
//
// The high-water mark H and its companions (docs/formats.md section 6). Written durably before anything is done about a
// document, because it cannot be made again from the documents kept. Never sent to anybody. Line text, read strictly.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "trust/feed_point.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

// What an accepted withdrawal does.
enum class Force {
    acts,
    waits,      // for the operator: the brake, or a law
    confirmed,  // by the operator
    dismissed,  // by the operator
    suspended,  // the epoch grew and its keys are gone: hides, deletes nothing, until the next feed names it or not
    lapsed,     // that feed did not name it
};

[[nodiscard]] std::string_view word(Force force);

// A feed that was accepted in this epoch, with the last release it named.
struct FeedMark {
    FeedPoint point;
    std::optional<BundleId> last;

    bool operator==(FeedMark const&) const = default;
};

// Whether a withdrawal took a bundle that the feed of that moment listed: only these weigh on the brake.
enum class Took { a_listed_bundle, nothing_listed };

struct WithdrawalMark {
    Sha256 withdrawal;
    UtcTime accepted;
    Force force = Force::acts;
    Took took = Took::nothing_listed;

    bool operator==(WithdrawalMark const&) const = default;
};

struct Record {
    PublisherId publisher;
    UtcTime time_floor;
    std::optional<FeedPoint> high_water;
    std::optional<FeedPoint> heard;          // the newest that a head has named
    std::optional<std::uint64_t> gap_since;  // the sequence after which history was not seen whole
    std::optional<std::uint64_t> believed;   // of a disowned feed: how many of its releases still count
    std::optional<Sha256> rejected_root;     // of a root fork, by a person's decision
    std::vector<FeedMark> marks;             // at most `most_marks`, oldest first
    std::vector<WithdrawalMark> withdrawals;

    [[nodiscard]] static Expected<Record, Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;
    bool operator==(Record const&) const = default;
};

inline constexpr std::size_t most_marks = 64;
inline constexpr std::size_t largest_record = 8 * 1024 * 1024;

}  // namespace nightletter::trust
