// media/tag.hpp: what a recording, a picture or a page tells beside what it shows.
//
// The kinds are what a publisher decides by; `where` is for a person who wants to look. Pure values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace nightletter::media {

enum class Kind : std::uint8_t {
    position,  // where on earth
    author,    // who made it
    device,    // which device or program made it
    history,   // earlier versions, what was cut away
    date,      // when it was made
    other,     // words or bytes that nobody needs who looks or listens
};

inline constexpr std::array<Kind, 6> all_kinds{Kind::position, Kind::author, Kind::device,
                                               Kind::history,  Kind::date,   Kind::other};

// "position-tag", "author-tag", …
[[nodiscard]] std::string_view word(Kind kind);
// "a place (GPS)", "who made it", …
[[nodiscard]] std::string_view sentence(Kind kind);

struct Tag {
    Kind kind = Kind::other;
    std::string where;  // printable ASCII, at most `longest_where` bytes: "Exif", "ID3v2"

    bool operator==(Tag const&) const = default;
};

inline constexpr std::size_t longest_where = 40;

// What a field of that name is about, by the words in it: "GPSLatitude", "Artist", "CreatorTool", "ModifyDate".
[[nodiscard]] Kind kind_of_name(std::string_view name);

}  // namespace nightletter::media
