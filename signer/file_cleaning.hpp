// signer/file_cleaning.hpp: one file without what it tells beside what it shows.
//
// The new file is written beside the old one, read again by a child of its own, synced, and renamed over it: the old
// file or the new one stands, whatever happens. Needs no key; called by a process with one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"
#include "media/tag.hpp"

namespace nightletter::signer {

struct Cleaned {
    std::vector<media::Tag> removed;  // empty: the file was clean and was not touched
    std::uint64_t bytes_before = 0;
    std::uint64_t bytes_after = 0;
};

[[nodiscard]] Expected<Cleaned, Failure> clean_file(std::filesystem::path const& path);

}  // namespace nightletter::signer
