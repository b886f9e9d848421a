// media/markup.hpp: the pieces of an XML text, as far as needed to take some out.
//
// No entity is resolved and nothing is fetched; a text whose pieces do not close is not followed. Pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "media/examination.hpp"

namespace nightletter::media {

struct Piece {
    enum class Type : std::uint8_t { opens, closes, alone, comment, other };

    Type type = Type::other;
    std::string_view name;  // of an element: "dc:creator"
    std::string_view text;  // from '<' to '>'
    std::uint64_t at = 0;

    [[nodiscard]] std::uint64_t end() const { return at + text.size(); }
    // "" when it has no such attribute.
    [[nodiscard]] std::string_view attribute(std::string_view wanted) const;
};

// nullopt for what is no UTF-8, or ends within a piece.
[[nodiscard]] std::optional<std::vector<Piece>> pieces_of(std::string_view text);

// The index of what closes the element that `pieces[open]` opens; itself when it stands alone; nullopt when nothing
// does.
[[nodiscard]] std::optional<std::size_t> closing(std::vector<Piece> const& pieces, std::size_t open);

// Changes that leave out comments and what tells about people and programs.
// clean_package: false when an element of the metadata is not closed.
[[nodiscard]] bool clean_package(std::string_view text, std::vector<Piece> const& pieces, Examination& examination);
void clean_page(std::vector<Piece> const& pieces, Examination& examination);

}  // namespace nightletter::media
