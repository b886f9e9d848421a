#include "signer/envelope.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/line_document.hpp"
#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

constexpr std::size_t bytes_a_line = 48;  // 64 characters of base64
constexpr std::size_t longest_name = 40;

std::string_view first_line(Passing passing)
{
    return passing == Passing::request ? "nightletter request 1" : "nightletter response 1";
}

std::string_view word(Pile pile)
{
    return pile == Pile::held ? "held" : "new";
}

bool is_name(std::string_view text)
{
    auto const may_be_in_a_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, may_be_in_a_name);
}

bool is_note(std::string_view text)
{
    auto const is_printable = [](char c) { return c >= 0x20 && c <= 0x7e; };
    return !text.empty() && text.front() != ' ' && text.back() != ' ' && std::ranges::all_of(text, is_printable);
}

// Takes one line after the other from the front; says where it stands when something is wrong.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    // The next line without its line feed; nothing at the end, and nothing when a line is longer than it may be.
    std::optional<std::string_view> next()
    {
        auto const end = rest_.substr(0, longest_envelope_line + 1).find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        auto const line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        ++number_;
        return line;
    }
    [[nodiscard]] bool is_at(std::string_view word) const { return rest_.starts_with(word); }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    [[nodiscard]] std::size_t number() const { return number_; }

private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

bool read_head(Lines& lines, Envelope& envelope)
{
    auto const first = lines.next();
    if (first == first_line(Passing::response)) {
        envelope.passing = Passing::response;
    } else if (first != first_line(Passing::request)) {
        return false;
    }
    while (lines.is_at("note ")) {
        auto const line = lines.next();
        if (!line || envelope.notes.size() == most_notes || !is_note(line->substr(5))) return false;
        envelope.notes.emplace_back(line->substr(5));
    }
    auto const line = lines.next();
    if (!line || !line->starts_with("publisher ")) return false;
    auto const publisher = parse_publisher(line->substr(10));
    if (!publisher || publisher_text(*publisher) != line->substr(10)) return false;
    envelope.publisher = *publisher;
    return true;
}

// So many lines of base64, all but the last one full. What a size promises is there before memory is taken for it.
std::optional<Bytes> read_contents(Lines& lines, std::uint64_t size)
{
    if (size == 0 || size > lines.left()) return std::nullopt;
    Bytes contents;
    contents.reserve(static_cast<std::size_t>(size));
    while (contents.size() < size) {
        auto const line = lines.next();
        if (!line) return std::nullopt;
        auto const decoded = base64_decode(*line);
        if (!decoded || decoded->size() != std::min<std::uint64_t>(bytes_a_line, size - contents.size()))
            return std::nullopt;
        contents.insert(contents.end(), decoded->begin(), decoded->end());
    }
    return contents;
}

bool read_part(Lines& lines, Envelope& envelope, Pile pile)
{
    auto const text = lines.next();
    if (!text || envelope.parts.size() == most_parts) return false;
    Line const line{lines.number(), *text};
    if (line.fields().size() != 3 || !is_name(line.fields()[1])) return false;
    auto const size = parse_count(line.fields()[2]);
    if (!size) return false;
    auto contents = read_contents(lines, *size);
    if (!contents) return false;
    envelope.parts.push_back({pile, std::string{line.fields()[1]}, std::move(*contents)});
    return true;
}

bool read_parts(Lines& lines, Envelope& envelope)
{
    for (auto const pile : {Pile::held, Pile::proposed}) {
        while (lines.is_at(std::string{word(pile)} + ' ')) {
            if (!read_part(lines, envelope, pile)) return false;
        }
    }
    return true;
}

void write_part(std::string& text, Part const& part)
{
    text += std::string{word(part.pile)} + ' ' + part.name + ' ' + std::to_string(part.contents.size()) + '\n';
    auto rest = ByteView{part.contents};
    while (!rest.empty()) {
        auto const taken = std::min(bytes_a_line, rest.size());
        text += base64_encode(rest.first(taken)) + '\n';
        rest = rest.subspan(taken);
    }
}

// The last two lines: the SHA-256 of everything before them, and the end.
std::string closing_lines(std::string_view before)
{
    return "sha256 " + sha256(as_bytes(before)).hex() + "\nend\n";
}

}  // namespace

std::string Envelope::text() const
{
    std::string text{first_line(passing)};
    text += '\n';
    for (auto const& note : notes) text += "note " + note + '\n';
    text += "publisher " + publisher_text(publisher) + '\n';
    for (auto const& part : parts) write_part(text, part);
    return text + closing_lines(text);
}

Expected<Envelope, Mangled> Envelope::parse(ByteView file)
{
    if (file.size() > largest_envelope) return fail(Mangled{Mangling::too_large, 0});
    auto const text = as_text(file);
    Lines lines{text};
    Envelope envelope;
    if (!read_head(lines, envelope) || !read_parts(lines, envelope))
        return fail(how_it_was_mangled(file, std::max<std::size_t>(lines.number(), 1)));
    auto const signed_until = text.size() - lines.left();
    if (text.substr(signed_until) != closing_lines(text.substr(0, signed_until)))
        return fail(how_it_was_mangled(file, 0));
    return envelope;
}

}  // namespace nightletter::signer
