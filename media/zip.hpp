// media/zip.hpp: the files packed into one, with all that their packing tells.
//
// Nothing is unpacked here. A new packing has no times, no comments, no fields of other programs. Without the 64-bit
// form, encryption or more than `most_zip_entries`: those are not followed. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "media/examination.hpp"

namespace nightletter::media {

struct ZipEntry {
    std::string name;
    std::uint16_t method = 0;  // 0 as it is, 8 deflated
    std::uint32_t check_sum = 0;
    std::uint32_t size = 0;  // unpacked, as it claims
    Bytes own;               // replaced contents, packed by `method`, when `is_replaced`
    ByteView packed;         // else these, in the old file
    bool is_replaced = false;
};

inline constexpr std::size_t most_zip_entries = 10'000;

// Tells times, comments, foreign fields and bytes that belong to no file.
[[nodiscard]] Expected<std::vector<ZipEntry>, Unreadable> read_zip(ByteView file, Examination& examination);

void replace_contents(ZipEntry& entry, Bytes contents);
[[nodiscard]] Bytes zip_bytes(std::vector<ZipEntry> const& entries);

}  // namespace nightletter::media
