// packs/archive_reader.hpp: libarchive, told to read tars alone.
//
// Inside packs only. No other format and no compression is known to it.
#pragma once

#include <memory>

struct archive;

namespace nightletter::packs {

struct CloseArchive {
    void operator()(archive* tar) const;
};
using ArchiveReader = std::unique_ptr<archive, CloseArchive>;

[[nodiscard]] ArchiveReader tar_reader();

}  // namespace nightletter::packs
