// tests/support/newsroom.hpp: a publisher in memory, for tests that need somebody who publishes.
//
// It holds the pens of every role and writes what a publisher would write next. A test that wants something wrong
// takes the document, changes it, and signs it with the pens.
#pragma once

#include <string>
#include <vector>

#include "tests/support/pen.hpp"

namespace nightletter::test {

[[nodiscard]] UtcTime at(std::string_view time);
[[nodiscard]] UtcDay day(std::string_view text);
[[nodiscard]] Sha256 hash_of(trust::Candidate const& candidate);
// A release of a bundle that exists only by name.
[[nodiscard]] trust::Release release_of(std::string_view bundle_name);

class Newsroom {
public:
    // `people` pens for root, release and withdraw each; root and withdraw need `threshold` of them, release
    // `release_threshold`.
    explicit Newsroom(std::string const& name = "Example Collective", std::size_t people = 1, std::size_t threshold = 1,
                      std::size_t release_threshold = 1);

    [[nodiscard]] PublisherId id() const;
    // Root 1, and what follows it.
    [[nodiscard]] std::vector<trust::Candidate> const& roots() const { return roots_; }
    [[nodiscard]] trust::Root const& newest_root() const { return root_; }
    // A root that may follow the newest: the next version with its `prev`, to be changed and handed to adopt().
    [[nodiscard]] trust::Root next_root() const;
    // The same with the epoch grown and the newest feed as floor.
    [[nodiscard]] trust::Root next_epoch() const;
    // Signs `root` with the old and the new root pens and keeps it as the newest.
    trust::Candidate const& adopt(trust::Root const& root);

    // Nothing is issued before that time any more.
    void sleep_until(UtcTime time) { awake_ = time; }
    // A feed that may follow the newest: all releases so far.
    [[nodiscard]] trust::Feed next_feed() const;
    // Signs `feed` with the release pens and keeps it as the newest.
    trust::Candidate publish(trust::Feed const& feed);
    trust::Candidate publish(std::vector<trust::Release> const& added);
    [[nodiscard]] trust::Feed const& newest_feed() const { return feed_; }

    // A signature file over a tag manifest, by the release pens.
    [[nodiscard]] Bytes sign_bundle(ByteView tag_manifest) const;

    Pens root_pens;
    Pens release_pens;
    Pens withdraw_pens;
    Pens announce_pens;  // one

private:
    std::vector<trust::Candidate> roots_;
    trust::Root root_;
    trust::Feed feed_;  // seq 0 before the first
    UtcTime awake_;
};

// Role lines for these pens.
[[nodiscard]] trust::Role role_of(Pens const& pens, std::size_t threshold, std::optional<UtcDay> not_after);

}  // namespace nightletter::test
