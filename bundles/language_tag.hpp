// bundles/language_tag.hpp: BCP 47 tags as we write them, in lower case.
//
// What is accepted is RFC 5646's grammar and never changes with the computer; what is *known* comes from ICU and is
// advice only, because its lists grow. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightletter::bundles {

// A well-formed `langtag` in lower case of at most 35 bytes; private use, extensions and grandfathered tags are not.
[[nodiscard]] bool is_language_tag(std::string_view text);

// What somebody probably meant by `text`: "fa-ir" for "fa_IR", "he" for "iw"; nullopt when nothing comes to mind.
[[nodiscard]] std::optional<std::string> suggested_tag(std::string_view text);

// The first subtag that this computer's ICU does not know: "zz" of "zz-bogus"; nullopt when all are known.
[[nodiscard]] std::optional<std::string> unknown_subtag(std::string_view tag);

enum class Direction { left_to_right, right_to_left };
[[nodiscard]] Direction direction_of(std::string_view tag);

// The language's name in itself: "فارسی" for "fa"; the tag when ICU has none.
[[nodiscard]] std::string own_name(std::string_view tag);

}  // namespace nightletter::bundles
