// signer/signed_record.hpp: the newest statements of a publisher that were signed on this computer.
//
// What was signed and handed on may be published by others at any time. Whoever signs another statement with the same
// number helps to make two histories, and mirrors take that for a stolen key (docs/formats.md section 6, equivocation).
// Kept in the home as `signed/<nlp1…>`, never sent to anybody. Line text. Values only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signer/agreement.hpp"

namespace nightletter::signer {

inline constexpr std::size_t largest_signed_record = 1024;  // bytes

struct SignedRoot {
    std::uint64_t version = 0;
    Sha256 root;

    bool operator==(SignedRoot const&) const = default;
};

// What has been signed under the number that is about to be signed, or under a later one.
struct Contradiction {
    std::string what;  // "feed 18", "root 3"
};

struct SignedRecord {
    PublisherId publisher;
    std::optional<trust::FeedPoint> feed;
    std::optional<SignedRoot> root;

    [[nodiscard]] static Expected<SignedRecord, trust::Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] std::optional<Contradiction> contradiction_of(Agreement const& agreement) const;
    void add(Agreement const& agreement);
    bool operator==(SignedRecord const&) const = default;
};

}  // namespace nightletter::signer
