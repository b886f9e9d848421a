// signer/past_feeds.hpp: the feeds of this publisher that this computer remembers.
//
// feeds/<nlp1…>/<epoch>.<seq> below the home, one for every feed signed here; they are not among the documents that
// are carried out. A person chooses among them where an epoch ends. Reads files; at most 64 feeds back.
#pragma once

#include <filesystem>
#include <vector>

#include "signer/home.hpp"
#include "trust/feed_point.hpp"

namespace nightletter::signer {

inline constexpr std::size_t most_past_feeds = 64;

struct PastFeed {
    trust::FeedPoint point;
    trust::Feed feed;

    // `<epoch>.<seq>`, as in a trusted comment.
    [[nodiscard]] std::string number() const;
};

// Relative to the home.
[[nodiscard]] std::filesystem::path past_feed_name(PublisherId const& id, std::uint64_t epoch, std::uint64_t seq);

// The newest feed and those it came from, hash by hash, the newest first.
[[nodiscard]] std::vector<PastFeed> past_feeds(Home const& home, OwnPublisher const& own);

}  // namespace nightletter::signer
