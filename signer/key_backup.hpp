// signer/key_backup.hpp: one person's keys onto paper, tried before anybody relies on it.
//
// The page counts as written once it was read back from the disk and opened. `key backup` and `init` make it.
#pragma once

#include <filesystem>
#include <functional>

#include "signer/key_sheet.hpp"
#include "signer/sheet_page.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

inline constexpr std::string_view sheet_page_name = "keys-on-paper.html";

// Every key this person has, opened.
[[nodiscard]] Expected<RoleKeys, Failure> all_keys(People& people, std::size_t person);

// Reads the page from the disk and opens it; it must give exactly these public halves.
[[nodiscard]] Expected<void, Failure> try_page(std::filesystem::path const& page, SheetFacts const& facts,
                                               Passphrase const& passphrase);

// Writes <folder>/keys-on-paper.html, which must not be there, and reads it back.
[[nodiscard]] Expected<std::filesystem::path, Failure> write_sheet(std::filesystem::path const& folder, ByteView sheet,
                                                                   SheetFacts const& facts);

// Locks the keys and writes them; a page that cannot be opened is taken away again.
[[nodiscard]] Expected<std::filesystem::path, Failure> write_page(std::filesystem::path const& folder,
                                                                  RoleKeys const& keys, SheetFacts facts,
                                                                  Passphrase const& passphrase, SheetCost cost);

[[nodiscard]] std::function<ExitCode()> prepare_key_backup(CLI::App& app);

}  // namespace nightletter::signer
