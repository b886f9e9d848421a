// media/restriction.hpp: what a process gives up for ever before it reads a file from outside.
//
// Works on the calling process, which must be a child made for the purpose. No return to what was given up.
#pragma once

#include <cstdint>

namespace nightletter::media {

struct Allowance {
    int answers = -1;             // a descriptor it may write to
    int output = -1;              // another, or -1
    std::uint64_t memory = 0;     // bytes of address space
    std::uint64_t file_size = 0;  // bytes of the largest file it may write
    std::uint64_t cpu_seconds = 0;
};

// Afterwards: no other descriptor is open, none can be opened, no process can be made or spoken to; the system calls
// that are left give memory, write to the two descriptors and end the process. Any other ends it at once.
// False when the system would not do it; then nothing may be read.
[[nodiscard]] bool restrict_this_process(Allowance const& allowance);

}  // namespace nightletter::media
