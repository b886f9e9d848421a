// signer/key_sheet.hpp: one person's secret keys as the few bytes that paper has room for.
//
// docs/formats.md 8.4. All keys of the person under one passphrase, locked once: scrypt, then XSalsa20-Poly1305. What
// is locked may lie anywhere; plain text exists in guarded memory only. How it looks on paper is for sheet_text.hpp.
#pragma once

#include "signer/key_folder.hpp"

namespace nightletter::signer {

// The logarithm of scrypt's N; memory is 1 024 bytes times N.
enum class SheetCost : std::uint8_t { insecure_low = 14, ordinary = 18 };

inline constexpr std::size_t sheet_overhead = 38;
inline constexpr std::size_t sheet_bytes_per_key = 40;
inline constexpr std::size_t largest_sheet = sheet_overhead + 4 * sheet_bytes_per_key;

// How long the sheet is that begins with this byte; nullopt when none does.
[[nodiscard]] std::optional<std::size_t> sheet_size(std::uint8_t first);
// The last four bytes are what they must be: the sheet was read without a mistake, whoever's it is.
[[nodiscard]] bool is_sheet(ByteView sheet);

// At least one key.
[[nodiscard]] Expected<Bytes, KeyFault> lock_sheet(RoleKeys const& keys, Passphrase const& passphrase,
                                                   SheetCost cost = SheetCost::ordinary);
// `is_sheet` must hold, so that a wrong passphrase is that and nothing else.
[[nodiscard]] Expected<RoleKeys, KeyFault> unlock_sheet(ByteView sheet, Passphrase const& passphrase);

}  // namespace nightletter::signer
