// signer/passphrase.hpp: where a passphrase comes from.
//
// In this order: files and the descriptor named on the command line, the systemd credential `nightletter-passphrase`,
// the terminal itself (never standard input, so that a pipe cannot answer by accident). Never a value on the command
// line or in the environment. A passphrase is 1..1024 bytes on one line, used as typed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"
#include "signer/guarded_bytes.hpp"

namespace nightletter::signer {

inline constexpr std::size_t longest_passphrase = 1024;
inline constexpr std::size_t words_in_a_made_passphrase = 6;

class Passphrase {
public:
    explicit Passphrase(GuardedBytes text) : text_{std::move(text)} {}
    [[nodiscard]] ByteView bytes() const { return text_.bytes(); }

private:
    GuardedBytes text_;
};

struct PassphraseOptions {
    std::vector<std::filesystem::path> files;  // one for everybody, or one for each person in the order of the keys
    std::optional<int> descriptor;
    bool no_input = false;
};

// `person` counts the people whose keys are opened in one command, from 0; `whose` is what the prompt says.
[[nodiscard]] Expected<Passphrase, Failure> ask_passphrase(PassphraseOptions const& options, std::size_t person,
                                                           std::string const& whose);

// Nothing but the terminal can say: a person who mistyped may try again.
[[nodiscard]] bool is_typed(PassphraseOptions const& options);

// Asked twice; when the person leaves it empty, six words are made and shown once, on the terminal only.
[[nodiscard]] Expected<Passphrase, Failure> choose_passphrase(PassphraseOptions const& options, std::size_t person,
                                                              std::string const& whose);

}  // namespace nightletter::signer
