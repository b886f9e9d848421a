// media/confinement.hpp: looks into a file that may be hostile, in a child that can do nothing else.
//
// docs/decisions/0008-confined-parsers.md. The child is a fork of this process made before any key is open: it keeps
// the file, the pipe for its answer and, to clean, one file to write; its system calls, memory, time and output are
// bounded. What it says is read by report.hpp. A child that dies or is too slow is a fault of the file. The caller has
// no second thread.
#pragma once

#include <filesystem>

#include "base/durable_file.hpp"
#include "media/report.hpp"

namespace nightletter::media {

// Follows no link in the last component. Trouble: the file could not be opened, the system gave no child.
[[nodiscard]] Expected<Report, Trouble> look_into(std::filesystem::path const& file, Format format);

// What was found in `file`; its bytes without that are written to `clean`, an empty file, when nothing is unreadable.
[[nodiscard]] Expected<Report, Trouble> copy_without_tags(std::filesystem::path const& file, Format format,
                                                          FileDescriptor const& clean);

}  // namespace nightletter::media
