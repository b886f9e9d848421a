// signer/public_keys.hpp: what others need of a person's keys, as one small text file.
//
// `nightletter keys 1`, then at most one line of each role in this order: `root-key`, `release-key`, `withdraw-key`,
// `announce-key`, each with a key in minisign's text form, then `end`. Line text as in docs/formats.md section 3. It is
// not signed and makes nobody trusted: people compare keys, and a root document names them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "trust/minisign.hpp"
#include "trust/refusal.hpp"

namespace nightletter::signer {

inline constexpr std::size_t largest_public_keys = 1024;  // bytes
inline constexpr std::string_view public_keys_name = "public-keys.txt";

struct PublicKeys {
    std::optional<trust::MinisignKey> root;
    std::optional<trust::MinisignKey> release;
    std::optional<trust::MinisignKey> withdraw;
    std::optional<trust::MinisignKey> announce;

    // At least one key. The lines, then byte-for-byte equality with text().
    [[nodiscard]] static Expected<PublicKeys, trust::Refusal> parse(ByteView file);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool names(trust::MinisignKey const& key) const;
    bool operator==(PublicKeys const&) const = default;
};

}  // namespace nightletter::signer
