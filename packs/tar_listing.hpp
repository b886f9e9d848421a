// packs/tar_listing.hpp: what lies in a tar that somebody handed over, found without taking anything out of it.
//
// docs/formats.md 5.8. Names and sizes are held against their limits here; what the files contain was read by nobody. A
// tar with a name or a kind of entry that no honest one has is refused whole. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "bundles/refusal.hpp"

struct archive;

namespace nightletter::packs {

struct TarFile {
    std::string path;          // from the pack's root, in the grammar of docs/formats.md 5.8
    std::uint64_t size = 0;    // bytes
    std::uint64_t offset = 0;  // of its first byte in the tar
};

struct TarListing {
    std::vector<TarFile> files;  // by path; what is not of a pack's layout is left out
    bool is_cut_short = false;   // its end is missing, or a header in it is damaged: what follows was not seen
};

struct TarFault {
    bundles::Refusal refusal;
    std::string path;
};

inline constexpr std::size_t most_tar_entries = 131'072;

[[nodiscard]] Expected<TarListing, TarFault> list_tar(ByteView tar);
// Of a tar that was opened just now and has that size.
[[nodiscard]] Expected<TarListing, TarFault> list_opened_tar(archive& tar, std::uint64_t size);

}  // namespace nightletter::packs
