// trust/root_chain.hpp: the roots of one publisher, each vouched for by the one before it.
//
// docs/formats.md section 6 C. Root 1 is believed because its hash is the id that a person was given; nothing here
// decides about forks, floors or feeds, which is for acceptance.hpp. Any thread; copies share their documents.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "trust/candidate.hpp"
#include "trust/root.hpp"

namespace nightletter::trust {

inline constexpr std::size_t most_roots = 1024;
inline constexpr std::size_t most_roots_at_once = 64;

class AcceptedRoot {
public:
    [[nodiscard]] Root const& root() const { return content_->root; }
    [[nodiscard]] Sha256 const& hash() const { return content_->hash; }
    [[nodiscard]] Candidate const& candidate() const { return content_->candidate; }

private:
    friend class RootChain;
    struct Content {
        Root root;
        Sha256 hash;
        Candidate candidate;
    };
    AcceptedRoot(Root root, Sha256 const& hash, Candidate candidate)
        : content_{std::make_shared<Content const>(Content{std::move(root), hash, std::move(candidate)})}
    {
    }

    std::shared_ptr<Content const> content_;
};

class RootChain {
public:
    // A chain of one, of whoever wrote this root; the caller compares publisher() with what it expects.
    [[nodiscard]] static Expected<RootChain, Refusal> begin(Candidate const& root_1);
    [[nodiscard]] static Expected<RootChain, Refusal> begin(Candidate const& root_1, PublisherId const& pinned);
    // root 1 to root N in order, as a bag, a folder or a pack holds them.
    [[nodiscard]] static Expected<RootChain, Refusal> read(std::span<Candidate const> roots, PublisherId const& pinned);

    // One step. A refusal leaves the chain as it was. `root_fork`: another valid root of a version that is held.
    [[nodiscard]] Expected<void, Refusal> extend(Candidate const& next);
    // What extend() asks that needs no signature: number, `prev`, epoch, floor, policy.
    [[nodiscard]] Expected<void, Refusal> may_be_next(Root const& next) const;
    // The chain before `rival`, which extend() called a fork, and then `rival`.
    [[nodiscard]] Expected<RootChain, Refusal> branch_with(Candidate const& rival) const;

    [[nodiscard]] PublisherId const& publisher() const { return publisher_; }
    [[nodiscard]] AcceptedRoot const& newest() const { return roots_.back(); }
    [[nodiscard]] AcceptedRoot const* find(std::uint64_t version) const;
    [[nodiscard]] std::vector<AcceptedRoot> const& roots() const { return roots_; }
    // `other` is the first part of this chain, or all of it.
    [[nodiscard]] bool begins_with(RootChain const& other) const;

private:
    RootChain(PublisherId const& publisher, AcceptedRoot first) : publisher_{publisher}, roots_{std::move(first)} {}

    [[nodiscard]] Expected<AcceptedRoot, Refusal> judge(Candidate const& next, AcceptedRoot const& current) const;

    PublisherId publisher_;
    std::vector<AcceptedRoot> roots_;
};

}  // namespace nightletter::trust
