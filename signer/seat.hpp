// signer/seat.hpp: one person's turn at a computer that several share.
//
// Asks at the terminal for everything that is this person's own: a folder, a passphrase, where a page of keys goes. Two
// people never share a folder. The screen is cleared at the end of a turn. Nothing is written here; the names of people
// are said at the terminal and go nowhere else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signer/key_sheet.hpp"
#include "signer/terminal.hpp"

namespace nightletter::signer {

// A locked page that its person has opened from memory, not yet written.
struct PaperBackup {
    std::filesystem::path folder;
    Bytes sheet;
    std::vector<std::pair<KeyRole, trust::MinisignKey>> keys;
};

// What each of them is called while they sit here, so that everybody knows whose turn it is. All different.
[[nodiscard]] Expected<std::vector<std::string>, Failure> ask_names(Terminal const& terminal, std::size_t count);

// The turn of the person after those whose folders are taken. A folder that is free of keys, outside of those of
// others, and not one of them.
[[nodiscard]] Expected<std::string, Failure> ask_place(Terminal const& terminal, std::vector<std::string> const& names,
                                                       std::vector<std::string> const& taken);

// Asks until there is a page that opens with what the person types once more, or they typed "no backup".
[[nodiscard]] Expected<std::optional<PaperBackup>, Failure> ask_backup(Terminal const& terminal, RoleKeys const& keys,
                                                                       Passphrase const& passphrase, SheetCost cost);

// Nothing of this person's turn is left on the screen, nor in what it keeps above.
void clear_screen(Terminal const& terminal);

}  // namespace nightletter::signer
