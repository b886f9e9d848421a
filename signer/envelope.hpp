// signer/envelope.hpp: the text file in which people who sign send documents to one another.
//
// docs/formats.md section 9, frame only: named runs of bytes between a first line that says what it is and a checksum.
// ASCII in short lines, because it travels by e-mail; whatever e-mail changed is refused (mangling.hpp says in which
// way). What the parts mean and whether anybody signed them is for request.hpp. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "signer/mangling.hpp"

namespace nightletter::signer {

inline constexpr std::size_t largest_envelope = std::size_t{16} << 20U;  // bytes of the file
inline constexpr std::size_t longest_envelope_line = 76;                 // characters
inline constexpr std::size_t most_notes = 16;
inline constexpr std::size_t most_parts = 8192;

// Asked of somebody, or handed back with more signatures.
enum class Passing { request, response };

// Documents that are signed and known, or that are about to be signed.
enum class Pile { held, proposed };

struct Part {
    Pile pile = Pile::held;
    std::string name;  // letters, digits, '.' and '-', at most 40
    Bytes contents;    // not empty

    bool operator==(Part const&) const = default;
};

struct Envelope {
    Passing passing = Passing::request;
    std::vector<std::string> notes;  // for whoever opens the file in an editor; nobody is to believe them
    PublisherId publisher;
    std::vector<Part> parts;

    [[nodiscard]] static Expected<Envelope, Mangled> parse(ByteView file);
    [[nodiscard]] std::string text() const;
    bool operator==(Envelope const&) const = default;
};

}  // namespace nightletter::signer
