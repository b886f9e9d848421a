// signer/terminal.hpp: the person at the keyboard, reached past every redirection.
//
// Opens /dev/tty. What is typed as a secret is not echoed, goes into guarded memory byte by byte, and the terminal is
// put back as it was however the reading ends.
#pragma once

#include <string>
#include <string_view>

#include "base/durable_file.hpp"
#include "base/result.hpp"
#include "signer/guarded_bytes.hpp"

namespace nightletter::signer {

enum class TerminalFault { no_terminal, interrupted, unreadable, too_long };

class Terminal {
public:
    [[nodiscard]] static Expected<Terminal, TerminalFault> open();

    void say(std::string_view text) const;
    void say(ByteView secret) const;
    // One line, shown while it is typed.
    [[nodiscard]] Expected<std::string, TerminalFault> ask(std::string_view prompt) const;
    // One line without its line feed, not shown.
    [[nodiscard]] Expected<GuardedBytes, TerminalFault> ask_secret(std::string_view prompt, std::size_t limit) const;

private:
    explicit Terminal(FileDescriptor device) : device_{std::move(device)} {}
    FileDescriptor device_;
};

// Reads one line into guarded memory from any descriptor, one byte at a time, so that nothing is taken from what
// follows it. End of file ends the line.
[[nodiscard]] Expected<GuardedBytes, TerminalFault> read_secret_line(int descriptor, std::size_t limit);

}  // namespace nightletter::signer
