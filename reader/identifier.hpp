// reader/identifier.hpp: any identifier in, all its forms out.
//
// docs/formats.md section 1. What a string of 64 hex digits stands for cannot be seen from it, so each reading is
// given. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"

namespace nightletter::reader {

struct Form {
    std::string name;  // "publisher id", "hex": words for a table, stable keys for --json with '_' for ' '
    std::string value;

    bool operator==(Form const&) const = default;
};

struct Identifier {
    std::string kind;  // "publisher", "bundle", "link", "key", "hash"
    std::vector<Form> forms;
    std::string qr_text;                   // what a QR code for it holds; empty where a code would help nobody
    std::optional<PublisherId> publisher;  // whose comparison words are read aloud for it

    bool operator==(Identifier const&) const = default;
};

// `nlp1…`, `nlb1…`, a link, 64 hex digits, or a minisign key; nullopt for anything else.
[[nodiscard]] std::optional<Identifier> identify(std::string_view text);

// A QR code for a terminal: two modules a character, with its quiet zone. `dark_on_light` uses the terminal's colours
// (escape sequences); without it light modules are drawn, which suits a dark terminal.
[[nodiscard]] std::string qr_drawing(std::string const& text, bool dark_on_light);

}  // namespace nightletter::reader
