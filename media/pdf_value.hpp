// media/pdf_value.hpp: the values a PDF file is made of.
//
// Numbers, strings are kept as the file writes them, so that writing one again changes nothing. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/octets_at.hpp"

namespace nightletter::media {

struct PdfValue {
    enum class Type : std::uint8_t { atom, name, string, reference, array, dictionary };

    Type type = Type::atom;
    std::string text = "null";    // of an atom or string as written; of a name without its slash, escapes undone
    std::uint32_t number = 0;     // of a reference: the object
    std::vector<PdfValue> items;  // of a dictionary: name, value, name, value

    [[nodiscard]] bool is(Type wanted, std::string_view written) const { return type == wanted && text == written; }
    // Of a dictionary; nullptr when it has no such member or this is none.
    [[nodiscard]] PdfValue const* member(std::string_view name) const;
    // Of an atom that is a whole number.
    [[nodiscard]] std::optional<std::uint64_t> whole() const;
};

[[nodiscard]] PdfValue pdf_number(std::uint64_t number);

// Reads one value after another.
class PdfText {
public:
    PdfText(ByteView bytes, std::uint64_t at) : bytes_{bytes}, at_{at} {}

    // nullopt at the end, and for what is no value, nests too deep or has too many parts.
    [[nodiscard]] std::optional<PdfValue> value() { return value(0); }
    // Steps over the word if it stands here.
    [[nodiscard]] bool skip(std::string_view word);
    [[nodiscard]] std::optional<std::uint64_t> whole();
    [[nodiscard]] std::uint64_t at() const { return at_; }

private:
    [[nodiscard]] std::optional<PdfValue> value(std::size_t depth);
    [[nodiscard]] std::optional<PdfValue> many(PdfValue::Type type, std::string_view close, std::size_t depth);
    [[nodiscard]] std::optional<PdfValue> string_in_brackets();
    [[nodiscard]] std::optional<PdfValue> string_in_digits();
    [[nodiscard]] std::optional<PdfValue> name();
    [[nodiscard]] std::optional<PdfValue> number_or_reference();
    [[nodiscard]] std::string_view word() const;
    void skip_space();
    [[nodiscard]] std::uint8_t here() const { return at_ < bytes_.size() ? bytes_[at_] : 0; }

    ByteView bytes_;
    std::uint64_t at_;
};

void write_pdf_name(Bytes& to, std::string_view name);

}  // namespace nightletter::media
