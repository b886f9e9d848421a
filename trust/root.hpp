// trust/root.hpp: the document in which a publisher says which keys speak for it.
//
// docs/formats.md section 3. Grammar here, one document at a time; how one root follows another is root_chain.hpp.
// Nothing here has looked at a signature. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "trust/feed_point.hpp"
#include "trust/minisign.hpp"

namespace nightletter::trust {

inline constexpr std::size_t most_role_keys = 16;
inline constexpr std::uint64_t epoch_bound = std::uint64_t{1} << 21U;
inline constexpr std::uint64_t version_bound = std::uint64_t{1} << 32U;

struct RoleKey {
    MinisignKey key;
    std::optional<UtcDay> not_after;  // the last day; only release and withdraw keys have one

    bool operator==(RoleKey const&) const = default;
};

struct Role {
    std::uint64_t threshold = 1;
    std::vector<RoleKey> keys;  // written in ascending order of key id

    [[nodiscard]] RoleKey const* find(PublicKey const& key) const;
    bool operator==(Role const&) const = default;
};

struct Root {
    std::optional<PublisherId> publisher;  // none in version 1, which is written `self`
    std::uint64_t version = 1;
    std::uint64_t epoch = 0;
    std::string name;
    UtcTime issued;
    UtcDay review_by;
    Sha256 prev;  // zeros in version 1
    Role root;
    Role release;
    Role withdraw;
    MinisignKey announce;
    std::optional<FeedPoint> floor;

    // The grammar, then byte-for-byte equality with text().
    [[nodiscard]] static Expected<Root, Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;
    bool operator==(Root const&) const = default;
};

// The clauses about one root alone: first-root numbers, thresholds, points, one line per key and per key id. Keys that
// `before` names on some line are known to be good points.
[[nodiscard]] Expected<void, Refusal> check_policy(Root const& root, Root const* before = nullptr);

// All keys of a root, line by line.
[[nodiscard]] std::vector<MinisignKey> every_key(Root const& root);

}  // namespace nightletter::trust
