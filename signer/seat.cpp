#include "signer/seat.hpp"

#include <sodium.h>

#include <algorithm>

#include "signer/change_words.hpp"
#include "signer/failures.hpp"
#include "signer/key_backup.hpp"
#include "signer/process.hpp"
#include "signer/sheet_failures.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view no_backup = "no backup";
constexpr int chances = 3;
constexpr std::size_t longest_name = 100;  // bytes

Failure unanswered(TerminalFault fault)
{
    if (fault == TerminalFault::interrupted) return stopped();
    return {ExitCode::locked,
            {"nobody answered", "locked", "the terminal could not be read", "nothing was changed",
             "run the same command again"}};
}

bool is_below(fs::path const& inner, fs::path const& outer)
{
    auto const [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end();
}

// Symbolic links and dots are followed, so that two names of one folder are one.
fs::path real(std::string const& folder)
{
    std::error_code error;
    auto path = fs::weakly_canonical(fs::absolute(folder), error);
    return error ? fs::absolute(folder) : path;
}

// What is wrong with the folder, as one line; empty when nothing is.
std::string objection(std::string const& folder, std::vector<std::string> const& taken)
{
    if (folder.empty()) return "A folder is needed, on a stick of your own if you have one.";
    for (auto const& other : taken) {
        if (is_below(real(folder), real(other)) || is_below(real(other), real(folder)))
            return "That folder is another person's. Keys that lie together are lost and taken together.";
    }
    if (!is_free_of_keys(folder)) return "There are keys in that folder already. They are never written over.";
    return {};
}

// Short, and nothing that moves the cursor.
bool can_be_said(std::string_view name)
{
    return name.size() <= longest_name &&
           std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// The person types the passphrase as if there were only the paper.
Expected<bool, Failure> opens(Terminal const& terminal, PaperBackup const& paper)
{
    for (int chance = 0; chance < chances; ++chance) {
        auto typed = terminal.ask_secret("The passphrase once more, to try the page: ", longest_passphrase);
        if (!typed) return fail(unanswered(typed.error()));
        auto const keys = unlock_sheet(paper.sheet, Passphrase{std::move(*typed)});
        if (interrupted()) return fail(stopped());
        if (!keys && keys.error() != KeyFault::wrong_passphrase) return fail(cannot_open_sheet(keys.error()));
        if (!keys) {
            terminal.say("It does not open the page.\n");
            continue;
        }
        return std::ranges::equal(paper.keys, *keys, [](auto const& known, auto const& back) {
            return known.first == back.first && known.second == back.second.key();
        });
    }
    return false;
}

}  // namespace

Expected<std::vector<std::string>, Failure> ask_names(Terminal const& terminal, std::size_t count)
{
    terminal.say("What are you called? Names are said on this screen only, and kept nowhere.\n");
    std::vector<std::string> names;
    while (names.size() < count) {
        auto const number = std::to_string(names.size() + 1);
        auto name = terminal.ask("Person " + number + " of " + std::to_string(count) + ": ");
        if (!name) return fail(unanswered(name.error()));
        if (name->empty()) *name = "person " + number;
        if (!can_be_said(*name) || std::ranges::find(names, *name) != names.end()) {
            terminal.say("Another name, please: a short one that nobody else has.\n");
            continue;
        }
        names.push_back(std::move(*name));
    }
    return names;
}

Expected<std::string, Failure> ask_place(Terminal const& terminal, std::vector<std::string> const& names,
                                         std::vector<std::string> const& taken)
{
    auto const number = taken.size() + 1;
    terminal.say("Now it is " + isolated(names[number - 1]) + "'s turn, " + std::to_string(number) + " of " +
                 std::to_string(names.size()) + ". Nobody else looks at the screen.\n");
    while (true) {
        auto folder = terminal.ask("A folder for your keys, on your own stick: ");
        if (!folder) return fail(unanswered(folder.error()));
        auto const wrong = objection(*folder, taken);
        if (wrong.empty()) return std::move(*folder);
        terminal.say(wrong + "\n");
    }
}

Expected<std::optional<PaperBackup>, Failure> ask_backup(Terminal const& terminal, RoleKeys const& keys,
                                                         Passphrase const& passphrase, SheetCost cost)
{
    terminal.say("A page to print brings your keys back when this folder is lost. It is locked by your passphrase.\n");
    while (true) {
        auto const folder = terminal.ask("A folder for the page, or type: no backup\n> ");
        if (!folder) return fail(unanswered(folder.error()));
        if (*folder == no_backup) return std::nullopt;
        std::error_code ignored;
        if (folder->empty() || fs::exists(fs::path{*folder} / sheet_page_name, ignored)) {
            terminal.say(folder->empty() ? "" : "There is a page in that folder already.\n");
            continue;
        }
        auto sheet = lock_sheet(keys, passphrase, cost);
        if (!sheet) return fail(cannot_open_sheet(sheet.error()));
        PaperBackup paper{*folder, std::move(*sheet), {}};
        for (auto const& [role, key] : keys) paper.keys.emplace_back(role, key.key());
        auto const good = opens(terminal, paper);
        if (!good) return fail(good.error());
        if (*good) return paper;
        return fail(Failure{ExitCode::locked,
                            {"the page could not be opened", "wrong-passphrase",
                             "what was typed three times is not the passphrase that was chosen", "nothing was made",
                             "run the same command again, and write the passphrase down"}});
    }
}

void clear_screen(Terminal const& terminal)
{
    terminal.say("\x1b[2J\x1b[3J\x1b[H");
}

}  // namespace nightletter::signer
