#include "media/markup.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "media/octets_at.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;
using Type = Piece::Type;

constexpr std::size_t most_pieces = 2'000'000;
constexpr auto no_time = "1980-01-01T00:00:00Z"sv;

constexpr std::array kept_elements{"dc:title"sv,   "dc:language"sv, "dc:identifier"sv, "dc:description"sv,
                                   "dc:subject"sv, "dc:type"sv,     "dc:format"sv};
constexpr std::array kept_properties{"rendition:"sv, "media:"sv,     "schema:access"sv,
                                     "a11y:"sv,      "title-type"sv, "display-seq"sv};
constexpr std::array telling_elements{"docAuthor"sv, "metadata"sv, "rdf:RDF"sv};

bool is_name_end(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>';
}

std::uint64_t end_of(std::string_view text, std::uint64_t at, std::string_view mark)
{
    auto const found = text.find(mark, at);
    return found == std::string_view::npos ? text.size() + 1 : found + mark.size();
}

// To the '>' that is in no quotation marks.
std::uint64_t end_of_tag(std::string_view text, std::uint64_t at)
{
    char quote = 0;
    for (; at < text.size(); ++at) {
        if (quote != 0) {
            if (text[at] == quote) quote = 0;
        } else if (text[at] == '"' || text[at] == '\'') {
            quote = text[at];
        } else if (text[at] == '>') {
            return at + 1;
        }
    }
    return text.size() + 1;
}

Piece piece_at(std::string_view text, std::uint64_t at)
{
    auto const here = text.substr(at);
    Piece piece;
    piece.at = at;
    std::uint64_t end = 0;
    if (here.starts_with("<!--")) {
        piece.type = Type::comment;
        end = end_of(text, at + 4, "-->");
    } else if (here.starts_with("<![CDATA[")) {
        end = end_of(text, at, "]]>");
    } else if (here.starts_with("<?")) {
        end = end_of(text, at, "?>");
    } else {
        end = end_of_tag(text, at);
        if (!here.starts_with("<!")) piece.type = here.starts_with("</") ? Type::closes : Type::opens;
    }
    piece.text = end > text.size() ? std::string_view{} : text.substr(at, end - at);
    if (piece.type != Type::opens && piece.type != Type::closes) return piece;
    auto const name = piece.text.substr(std::min<std::size_t>(piece.text.size(), piece.type == Type::opens ? 1 : 2));
    piece.name = name.substr(0, static_cast<std::size_t>(std::ranges::find_if(name, is_name_end) - name.begin()));
    if (piece.type == Type::opens && piece.text.ends_with("/>")) piece.type = Type::alone;
    return piece;
}

bool is_kept_meta(Piece const& piece)
{
    auto const property = piece.attribute("property");
    auto const name = piece.attribute("name");
    if (name == "cover") return true;
    return std::ranges::any_of(kept_properties, [&](std::string_view start) {
        return property.starts_with(start) || name.starts_with(start);
    });
}

std::string where(std::string_view name)
{
    bool const is_plain = name.size() <= 20 && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
    return is_plain ? std::string{name} : "an element";
}

void tell_and_cut(Piece const& first, Piece const& last, Kind kind, std::string_view name, Examination& examination)
{
    examination.found(kind, where(name));
    examination.cut(first.at, last.end() - first.at);
}

}  // namespace

std::string_view Piece::attribute(std::string_view wanted) const
{
    for (auto found = text.find(wanted); found != std::string_view::npos; found = text.find(wanted, found + 1)) {
        auto const quote = found + wanted.size() + 1;
        bool const is_it = found > 0 && is_name_end(text[found - 1]) && quote < text.size() && text[quote - 1] == '=';
        if (!is_it || (text[quote] != '"' && text[quote] != '\'')) continue;
        auto const end = text.find(text[quote], quote + 1);
        return end == std::string_view::npos ? std::string_view{} : text.substr(quote + 1, end - quote - 1);
    }
    return {};
}

std::optional<std::vector<Piece>> pieces_of(std::string_view text)
{
    if (!is_utf8(text)) return std::nullopt;
    std::vector<Piece> pieces;
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', pieces.back().end())) {
        auto const piece = piece_at(text, at);
        if (piece.text.empty() || pieces.size() == most_pieces) return std::nullopt;
        pieces.push_back(piece);
    }
    return pieces;
}

std::optional<std::size_t> closing(std::vector<Piece> const& pieces, std::size_t open)
{
    if (pieces[open].type == Type::alone) return open;
    std::size_t depth = 0;
    for (auto i = open; i < pieces.size(); ++i) {
        if (pieces[i].name != pieces[open].name) continue;
        if (pieces[i].type == Type::opens) ++depth;
        if (pieces[i].type == Type::closes && --depth == 0) return i;
    }
    return std::nullopt;
}

bool clean_package(std::string_view text, std::vector<Piece> const& pieces, Examination& examination)
{
    bool inside = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto const& piece = pieces[i];
        auto const local =
            piece.name.substr(piece.name.find(':') == std::string_view::npos ? 0 : piece.name.find(':') + 1);
        if (local == "metadata") inside = piece.type == Type::opens;
        if (piece.type == Type::comment) tell_and_cut(piece, piece, Kind::other, "comment", examination);
        if (!inside || local == "metadata" || (piece.type != Type::opens && piece.type != Type::alone)) continue;
        auto const close = closing(pieces, i);
        if (!close) return false;
        if (piece.attribute("property") == "dcterms:modified") {
            // Must be there.
            auto const size = pieces[*close].at - std::min(pieces[*close].at, piece.end());
            if (text.substr(piece.end(), size) != no_time) {
                examination.found(Kind::date, "dcterms:modified");
                examination.replace(piece.end(), size, copy_of(as_bytes(no_time)));
            }
        } else if (local == "meta" ? !is_kept_meta(piece)
                                   : std::ranges::find(kept_elements, piece.name) == kept_elements.end()) {
            auto const name = local == "meta"
                                  ? std::string{piece.attribute("name")} + std::string{piece.attribute("property")}
                                  : std::string{piece.name};
            tell_and_cut(piece, pieces[*close], kind_of_name(name), name, examination);
        }
        i = *close;
    }
    return true;
}

void clean_page(std::vector<Piece> const& pieces, Examination& examination)
{
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto const& piece = pieces[i];
        bool const begins = piece.type == Type::opens || piece.type == Type::alone;
        if (piece.type == Type::comment) {
            tell_and_cut(piece, piece, Kind::other, "comment", examination);
        } else if (begins && piece.name == "meta" && kind_of_name(piece.attribute("name")) != Kind::other) {
            tell_and_cut(piece, piece, kind_of_name(piece.attribute("name")), piece.attribute("name"), examination);
        } else if (begins && std::ranges::find(telling_elements, piece.name) != telling_elements.end()) {
            auto const close = closing(pieces, i);
            if (!close) continue;
            tell_and_cut(piece, pieces[*close], Kind::author, piece.name, examination);
            i = *close;
        }
    }
}

}  // namespace nightletter::media
