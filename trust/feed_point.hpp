// trust/feed_point.hpp: one feed among all that a publisher has issued.
//
// The form of a root's `floor` and of the high-water mark H (docs/formats.md section 6). Seq never restarts.
#pragma once

#include <cstdint>
#include <string>

#include "base/sha256.hpp"

namespace nightletter::trust {

struct FeedPoint {
    std::uint64_t epoch = 0;
    std::uint64_t seq = 0;
    Sha256 feed;

    [[nodiscard]] bool is_older_than(FeedPoint const& other) const
    {
        return epoch != other.epoch ? epoch < other.epoch : seq < other.seq;
    }
    [[nodiscard]] std::string text() const
    {
        return std::to_string(epoch) + ' ' + std::to_string(seq) + ' ' + feed.hex();
    }
    bool operator==(FeedPoint const&) const = default;
};

}  // namespace nightletter::trust
