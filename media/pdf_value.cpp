#include "media/pdf_value.hpp"

#include <algorithm>
#include <charconv>

namespace nightletter::media {
namespace {

using Type = PdfValue::Type;

constexpr std::size_t most_depth = 60;
constexpr std::size_t most_items = 4'000'000;

bool is_space(std::uint8_t c)
{
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

bool is_regular(std::uint8_t c)
{
    return !is_space(c) && std::string_view{"()<>[]{}/%"}.find(static_cast<char>(c)) == std::string_view::npos;
}

std::optional<std::uint8_t> hex_digit(std::uint8_t c)
{
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::nullopt;
}

std::optional<std::uint64_t> parse_whole(std::string_view text)
{
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

PdfValue const* PdfValue::member(std::string_view name) const
{
    if (type != Type::dictionary) return nullptr;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (items[i].text == name) return &items[i + 1];
    }
    return nullptr;
}

std::optional<std::uint64_t> PdfValue::whole() const
{
    return type == Type::atom ? parse_whole(text) : std::nullopt;
}

PdfValue pdf_number(std::uint64_t number)
{
    return {Type::atom, std::to_string(number), 0, {}};
}

void write_pdf_name(Bytes& to, std::string_view name)
{
    static constexpr std::string_view digits{"0123456789ABCDEF"};
    to.push_back('/');
    for (auto const octet : as_bytes(name)) {
        if (is_regular(octet) && octet > ' ' && octet < 127 && octet != '#') {
            to.push_back(octet);
            continue;
        }
        to.push_back('#');
        to.push_back(static_cast<std::uint8_t>(digits[octet >> 4U]));
        to.push_back(static_cast<std::uint8_t>(digits[octet & 15U]));
    }
}

void PdfText::skip_space()
{
    while (at_ < bytes_.size() && (is_space(here()) || here() == '%')) {
        if (here() == '%') {
            while (at_ < bytes_.size() && here() != '\n' && here() != '\r') ++at_;
        } else {
            ++at_;
        }
    }
}

std::string_view PdfText::word() const
{
    auto end = at_;
    while (end < bytes_.size() && is_regular(bytes_[end])) ++end;
    return as_text(part(bytes_, at_, end - at_));
}

bool PdfText::skip(std::string_view wanted)
{
    skip_space();
    if (!matches(bytes_, at_, wanted)) return false;
    at_ += wanted.size();
    return true;
}

std::optional<std::uint64_t> PdfText::whole()
{
    skip_space();
    auto const text = word();
    at_ += text.size();
    return parse_whole(text);
}

std::optional<PdfValue> PdfText::value(std::size_t depth)
{
    skip_space();
    if (depth > most_depth || at_ >= bytes_.size()) return std::nullopt;
    if (skip("<<")) return many(Type::dictionary, ">>", depth);
    if (skip("[")) return many(Type::array, "]", depth);
    if (here() == '<') return string_in_digits();
    if (here() == '(') return string_in_brackets();
    if (here() == '/') return name();
    return number_or_reference();
}

std::optional<PdfValue> PdfText::many(Type type, std::string_view close, std::size_t depth)
{
    PdfValue all{type, "", 0, {}};
    while (!skip(close)) {
        auto item = value(depth + 1);
        bool const is_key = type == Type::dictionary && all.items.size() % 2 == 0;
        if (!item || (is_key && item->type != Type::name) || all.items.size() == most_items) return std::nullopt;
        all.items.push_back(std::move(*item));
    }
    if (type == Type::dictionary && all.items.size() % 2 == 1) return std::nullopt;
    return all;
}

std::optional<PdfValue> PdfText::string_in_brackets()
{
    auto const begin = at_;
    std::size_t open = 0;
    for (; at_ < bytes_.size(); ++at_) {
        if (here() == '\\') {
            ++at_;
        } else if (here() == '(') {
            ++open;
        } else if (here() == ')' && --open == 0) {
            ++at_;
            return PdfValue{Type::string, std::string{as_text(part(bytes_, begin, at_ - begin))}, 0, {}};
        }
    }
    return std::nullopt;
}

std::optional<PdfValue> PdfText::string_in_digits()
{
    auto const begin = at_++;
    while (hex_digit(here()) || (at_ < bytes_.size() && is_space(here()))) ++at_;
    if (here() != '>') return std::nullopt;
    ++at_;
    return PdfValue{Type::string, std::string{as_text(part(bytes_, begin, at_ - begin))}, 0, {}};
}

std::optional<PdfValue> PdfText::name()
{
    ++at_;
    auto const written = as_bytes(word());
    at_ += written.size();
    std::string text;
    for (std::size_t i = 0; i < written.size(); ++i) {
        auto const high = written[i] == '#' && i + 2 < written.size() ? hex_digit(written[i + 1]) : std::nullopt;
        auto const low = high ? hex_digit(written[i + 2]) : std::nullopt;
        text += static_cast<char>(low ? *high << 4U | *low : written[i]);
        if (low) i += 2;
    }
    return PdfValue{Type::name, std::move(text), 0, {}};
}

std::optional<PdfValue> PdfText::number_or_reference()
{
    auto const text = word();
    if (text.empty()) return std::nullopt;
    at_ += text.size();
    auto const number = parse_whole(text);
    PdfText ahead{bytes_, at_};
    if (number && *number <= 0xFFFFFFFF && ahead.whole() && ahead.skip("R") && !is_regular(ahead.here())) {
        at_ = ahead.at_;
        return PdfValue{Type::reference, "", static_cast<std::uint32_t>(*number), {}};
    }
    return PdfValue{Type::atom, std::string{text}, 0, {}};
}

}  // namespace nightletter::media
