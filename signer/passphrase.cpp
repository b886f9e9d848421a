#include "signer/passphrase.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cstdlib>

#include "signer/terminal.hpp"
#include "signer/words.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

Failure locked(std::string what, std::string because, std::string next)
{
    return {ExitCode::locked, {std::move(what), "locked", std::move(because), "nothing was changed", std::move(next)}};
}

Failure no_passphrase(TerminalFault fault)
{
    switch (fault) {
        case TerminalFault::interrupted:
            return {ExitCode::interrupted, {"stopped", "interrupted", "you asked for it", "nothing was changed", {}}};
        case TerminalFault::too_long:
            return locked("the passphrase is too long", "at most 1024 bytes are taken", "use a shorter one");
        case TerminalFault::unreadable:
            return locked("the passphrase could not be read", "reading it failed",
                          "check what was named as its source");
        case TerminalFault::no_terminal:
            break;
    }
    return locked("no passphrase was given", "there is no terminal to ask at, or --no-input was given",
                  "give --passphrase-file FILE or --passphrase-fd N, or run this in a terminal");
}

// The whole of it is one line; a second line would be silently ignored otherwise.
Expected<Passphrase, Failure> read_passphrase(int descriptor, std::string const& name)
{
    auto line = read_secret_line(descriptor, longest_passphrase);
    if (!line) return fail(no_passphrase(line.error()));
    if (line->size() == 0) {
        return fail(locked("the passphrase is empty", name + " starts with an empty line or holds nothing",
                           "put the passphrase into its first line"));
    }
    char more = 0;
    if (::read(descriptor, &more, 1) > 0) {
        return fail(locked("the passphrase was not understood", name + " holds more than one line",
                           "keep only the line with the passphrase"));
    }
    return Passphrase{std::move(*line)};
}

Expected<Passphrase, Failure> passphrase_from_file(fs::path const& path)
{
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) {
        return fail(locked("the passphrase could not be read", trouble_from_errno("open", path.string()).sentence(),
                           "check the name after --passphrase-file"));
    }
    return read_passphrase(file.get(), path.string());
}

std::optional<fs::path> credential()
{
    char const* const directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr) return std::nullopt;
    auto path = fs::path{directory} / "nightletter-passphrase";
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return std::nullopt;
    return path;
}

// nullopt: nobody but the terminal can say.
std::optional<Expected<Passphrase, Failure>> without_terminal(PassphraseOptions const& options, std::size_t person)
{
    if (!options.files.empty()) {
        return passphrase_from_file(options.files[std::min(person, options.files.size() - 1)]);
    }
    if (options.descriptor) {
        if (person == 0) return read_passphrase(*options.descriptor, "the descriptor");
        return fail(locked("one passphrase is missing", "--passphrase-fd gives one, and two people's keys are opened",
                           "give --passphrase-file once for each person"));
    }
    if (auto const path = credential()) return passphrase_from_file(*path);
    if (options.no_input) return fail(no_passphrase(TerminalFault::no_terminal));
    return std::nullopt;
}

bool same(ByteView a, ByteView b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Expected<Passphrase, Failure> made_and_shown(Terminal const& terminal)
{
    auto phrase = random_words(words_in_a_made_passphrase);
    terminal.say("Your passphrase, shown only now. Write it down and keep it away from the computer:\n\n    ");
    terminal.say(phrase.bytes());
    // Gone from the screen, and from what the terminal keeps above it, once it stands on paper.
    if (auto const noted = terminal.ask("\n\nPress Enter when it is written down. "); !noted)
        return fail(no_passphrase(noted.error()));
    terminal.say("\x1b[2J\x1b[3J\x1b[H");
    return Passphrase{std::move(phrase)};
}

}  // namespace

Expected<Passphrase, Failure> ask_passphrase(PassphraseOptions const& options, std::size_t person,
                                             std::string const& whose)
{
    if (auto given = without_terminal(options, person)) return std::move(*given);
    auto const terminal = Terminal::open();
    if (!terminal) return fail(no_passphrase(terminal.error()));
    auto line = terminal->ask_secret("Passphrase for " + whose + ": ", longest_passphrase);
    if (!line) return fail(no_passphrase(line.error()));
    if (line->size() == 0)
        return fail(locked("no passphrase was typed", "the line was empty", "run the command again"));
    return Passphrase{std::move(*line)};
}

bool is_typed(PassphraseOptions const& options)
{
    return options.files.empty() && !options.descriptor && !options.no_input && !credential();
}

Expected<Passphrase, Failure> choose_passphrase(PassphraseOptions const& options, std::size_t person,
                                                std::string const& whose)
{
    if (auto given = without_terminal(options, person)) return std::move(*given);
    auto const terminal = Terminal::open();
    if (!terminal) return fail(no_passphrase(terminal.error()));
    terminal->say("Choose a passphrase for " + whose + " (leave empty and we make one).\n");
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto first = terminal->ask_secret("Passphrase: ", longest_passphrase);
        if (!first) return fail(no_passphrase(first.error()));
        if (first->size() == 0) return made_and_shown(*terminal);
        auto const second = terminal->ask_secret("The same again: ", longest_passphrase);
        if (!second) return fail(no_passphrase(second.error()));
        if (same(first->bytes(), second->bytes())) return Passphrase{std::move(*first)};
        terminal->say("The two were different.\n");
    }
    return fail(locked("no passphrase was chosen", "the two entries differed three times", "run the command again"));
}

}  // namespace nightletter::signer
