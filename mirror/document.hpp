// mirror/document.hpp: the kinds of document that neighbours ask each other for, with the limit of each.
//
// docs/formats.md section 6, "Limits". A limit is what we allocate for a stranger at most; whether the bytes mean
// anything is for trust/ and bundles/.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/sha256.hpp"

namespace nightletter::mirror {

// Time since the program started, from a clock that only goes forward.
using Moment = std::chrono::milliseconds;

enum class DocumentKind { root, feed, withdrawal, heads, signature_set, info_dictionary };

[[nodiscard]] std::uint32_t limit_of(DocumentKind kind);  // bytes

// A document one wants, by the SHA-256 of its bytes.
struct Wanted {
    Sha256 document;
    DocumentKind kind = DocumentKind::feed;
    auto operator<=>(Wanted const&) const = default;
};

}  // namespace nightletter::mirror
