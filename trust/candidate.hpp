// trust/candidate.hpp: what came over the wire, on a stick, or from a folder, before anybody judged it.
//
// Two runs of bytes that belong together. The limits are those of docs/formats.md section 6; a sender's announced or
// counted length over its limit ends the reading, which is the transport's business.
#pragma once

#include "base/bytes.hpp"

namespace nightletter::trust {

struct Candidate {
    Bytes document;
    Bytes signatures;  // the file beside it, NAME.minisig

    bool operator==(Candidate const&) const = default;
};

inline constexpr std::size_t largest_root = 32 * 1024;
inline constexpr std::size_t largest_withdrawal = 32 * 1024;
inline constexpr std::size_t largest_feed = 2 * 1024 * 1024;
inline constexpr std::size_t largest_heads = 32 * 1024;
inline constexpr std::size_t largest_signature_set = 16 * 1024;
inline constexpr std::size_t largest_tag_manifest = 4 * 1024 * 1024;

}  // namespace nightletter::trust
