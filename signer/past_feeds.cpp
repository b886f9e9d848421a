#include "signer/past_feeds.hpp"

#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

// What `feed.prev` names: the number before it in its epoch, or the floor with which its epoch began.
std::vector<trust::FeedPoint> before(trust::Feed const& feed, OwnPublisher const& own)
{
    std::vector<trust::FeedPoint> points;
    if (feed.prev.is_zero()) return points;
    points.push_back({feed.epoch, feed.seq - 1, feed.prev});
    for (auto const& candidate : own.roots) {
        auto const root = trust::Root::parse(candidate.document);
        if (root && root->epoch == feed.epoch && root->floor) points.push_back(*root->floor);
    }
    return points;
}

std::optional<PastFeed> read(Home const& home, OwnPublisher const& own, trust::FeedPoint const& point)
{
    auto const bytes = read_file(home.path() / past_feed_name(own.id, point.epoch, point.seq), trust::largest_feed);
    if (!bytes || sha256(*bytes) != point.feed) return std::nullopt;
    auto feed = trust::Feed::parse(*bytes);
    if (!feed) return std::nullopt;
    return PastFeed{point, std::move(*feed)};
}

}  // namespace

std::string PastFeed::number() const
{
    return std::to_string(point.epoch) + '.' + std::to_string(point.seq);
}

std::filesystem::path past_feed_name(PublisherId const& id, std::uint64_t epoch, std::uint64_t seq)
{
    return std::filesystem::path{"feeds"} / publisher_text(id) / (std::to_string(epoch) + '.' + std::to_string(seq));
}

std::vector<PastFeed> past_feeds(Home const& home, OwnPublisher const& own)
{
    std::vector<PastFeed> found;
    if (!own.feed) return found;
    found.push_back({{own.feed->epoch, own.feed->seq, sha256(own.documents.find("feed")->second)}, *own.feed});
    while (found.size() < most_past_feeds) {
        std::optional<PastFeed> older;
        for (auto const& point : before(found.back().feed, own)) {
            if (!older) older = read(home, own, point);
        }
        if (!older) break;
        found.push_back(std::move(*older));
    }
    return found;
}

}  // namespace nightletter::signer
