// trust/withdrawal.hpp: the document by which a publisher takes a bundle back.
//
// docs/formats.md section 3. It acts by itself, also without a feed. Grammar only: who signed it and what a mirror does
// about it is for acceptance.hpp. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

inline constexpr std::int64_t longest_hide_days = 14;

// In the order in which they act when a bundle has several.
enum class Reason { source_danger, error, law, hide, superseded };

[[nodiscard]] std::string_view word(Reason reason);
[[nodiscard]] std::optional<Reason> parse_reason(std::string_view text);
// source-danger, error and law take the release line out of the feed; hide and superseded leave it.
[[nodiscard]] bool is_final(Reason reason);

struct Withdrawal {
    PublisherId publisher;
    std::uint64_t root = 1;  // version of the root that judges it
    BundleId bundle;
    Reason reason = Reason::error;
    UtcTime issued;
    std::optional<UtcTime> until;  // with hide, and only with hide

    // The grammar, then byte-for-byte equality with text().
    [[nodiscard]] static Expected<Withdrawal, Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;
    bool operator==(Withdrawal const&) const = default;
};

}  // namespace nightletter::trust
