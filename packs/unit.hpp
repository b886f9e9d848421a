// packs/unit.hpp: what a pack is made of, piece by piece.
//
// docs/formats.md section 5. A unit is written as a whole or not at all: a publisher's folder, a bundle's, one torrent,
// one page. The bytes of large files stay where they lie until they are written, those of pages are made then; both are
// hashed again on the way. So a plan of thousands of bundles takes little memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/sha256.hpp"

namespace nightletter::packs {

// A file on this computer whose bytes have been judged: only those bytes are written.
struct JudgedFile {
    std::filesystem::path where;
    std::uint64_t size = 0;  // bytes
    Sha256 digest;
};

// A file that is made when it is written: only the bytes that were measured when it was planned.
struct MadeFile {
    using Make = std::function<Expected<Bytes, Trouble>()>;

    Make make;
    std::uint64_t size = 0;  // bytes
    Sha256 digest;

    // `make` makes those bytes, which need not be kept.
    [[nodiscard]] static MadeFile like(ByteView bytes, Make make);
};

struct PackFile {
    std::string path;  // from the pack's root, with '/'
    std::variant<Bytes, JudgedFile, MadeFile> contents;

    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] Sha256 digest() const;
};

struct PackUnit {
    std::string path;             // of the directory; of the one file, when it is one
    std::vector<PackFile> files;  // at `path` or below it, as they are written

    [[nodiscard]] std::uint64_t size() const;
};

using TakeBlock = std::function<Expected<void, Trouble>(ByteView)>;

// Hands over the bytes of a file in blocks. Trouble when they are no longer the ones that were judged, which shows only
// at the end: what was written of it must not be kept.
[[nodiscard]] Expected<void, Trouble> each_block(PackFile const& file, TakeBlock const& take);

// The modification time of everything in a pack, seconds since 1970: 1980-01-01, the first day that a FAT stick knows.
inline constexpr std::int64_t pack_time = 315'532'800;

}  // namespace nightletter::packs
