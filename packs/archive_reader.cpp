#include "packs/archive_reader.hpp"

#include <archive.h>

#include "base/result.hpp"

namespace nightletter::packs {

void CloseArchive::operator()(archive* tar) const
{
    archive_read_free(tar);
}

ArchiveReader tar_reader()
{
    ArchiveReader reader{archive_read_new()};
    NIGHTLETTER_INSIST(reader && archive_read_support_format_tar(reader.get()) == ARCHIVE_OK);
    return reader;
}

}  // namespace nightletter::packs
