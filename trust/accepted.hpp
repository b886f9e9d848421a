// trust/accepted.hpp: statements that were judged good.
//
// One maker each: Acceptance. Whoever is handed one need not ask who checked, and nothing else in this tree can make
// one out of bytes. Copies share their contents; any thread.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "trust/candidate.hpp"
#include "trust/feed.hpp"
#include "trust/minisign.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::trust {

class AcceptedFeed {
public:
    [[nodiscard]] Feed const& feed() const { return content_->feed; }
    [[nodiscard]] FeedPoint const& point() const { return content_->point; }
    [[nodiscard]] Candidate const& candidate() const { return content_->candidate; }
    [[nodiscard]] std::vector<PublicKey> const& signers() const { return content_->signers; }
    // The place of a bundle among the releases.
    [[nodiscard]] std::optional<std::size_t> place_of(BundleId const& bundle) const
    {
        auto const found = content_->places.find(bundle);
        return found == content_->places.end() ? std::nullopt : std::optional{found->second};
    }

private:
    friend class Acceptance;
    struct Content {
        Feed feed;
        FeedPoint point;
        Candidate candidate;
        std::vector<PublicKey> signers;
        std::unordered_map<BundleId, std::size_t> places;
    };
    AcceptedFeed(Feed feed, FeedPoint const& point, Candidate candidate, std::vector<PublicKey> signers)
    {
        std::unordered_map<BundleId, std::size_t> places;
        places.reserve(feed.releases.size());
        for (auto const& release : feed.releases) places.emplace(release.bundle, places.size());
        content_ = std::make_shared<Content const>(
            Content{std::move(feed), point, std::move(candidate), std::move(signers), std::move(places)});
    }

    std::shared_ptr<Content const> content_;
};

class AcceptedWithdrawal {
public:
    [[nodiscard]] Withdrawal const& withdrawal() const { return content_->withdrawal; }
    [[nodiscard]] Sha256 const& hash() const { return content_->hash; }
    [[nodiscard]] Candidate const& candidate() const { return content_->candidate; }
    [[nodiscard]] std::vector<PublicKey> const& signers() const { return content_->signers; }

private:
    friend class Acceptance;
    struct Content {
        Withdrawal withdrawal;
        Sha256 hash;
        Candidate candidate;
        std::vector<PublicKey> signers;
    };
    explicit AcceptedWithdrawal(Content content) : content_{std::make_shared<Content const>(std::move(content))} {}

    std::shared_ptr<Content const> content_;
};

}  // namespace nightletter::trust
