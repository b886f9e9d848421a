// trust/feed.hpp: the document in which a publisher lists everything it stands by.
//
// docs/formats.md section 3. Grammar only: whether a feed is newer, shrunk or signed is for acceptance.hpp.
// Cumulative, newest wins. Sizes are bytes. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "trust/feed_point.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

inline constexpr std::size_t most_releases = 8192;
inline constexpr std::size_t most_mirrors = 64;
inline constexpr std::uint64_t seq_bound = std::uint64_t{1} << 40U;
inline constexpr std::int64_t longest_freshness_days = 400;

struct Release {
    BundleId bundle;
    InfoHash info_hash;
    std::uint64_t bytes = 0;  // sum of the lengths of all files of the torrent
    std::uint64_t files = 0;
    UtcDay day;  // on which the line was added
    std::optional<BundleId> replaces;

    bool operator==(Release const&) const = default;
};

struct WithdrawLine {
    BundleId bundle;
    Sha256 withdrawal;

    bool operator==(WithdrawLine const&) const = default;
};

struct Feed {
    PublisherId publisher;
    std::uint64_t root = 1;  // version of the root that judges it
    std::uint64_t epoch = 0;
    std::uint64_t seq = 1;
    UtcTime issued;
    UtcTime fresh_until;
    Sha256 prev;                            // zeros where seq is 1
    std::vector<std::string> mirrors;       // in the publisher's order
    std::vector<Release> releases;          // in order of addition
    std::vector<WithdrawLine> withdrawals;  // written in ascending order of bundle id

    // The grammar, then byte-for-byte equality with text().
    [[nodiscard]] static Expected<Feed, Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;
    bool operator==(Feed const&) const = default;
};

// Printable ASCII, https, lower-case scheme and host, no user, query or fragment, `/` at the end, at most 200 bytes.
[[nodiscard]] bool is_mirror_address(std::string_view address);

}  // namespace nightletter::trust
