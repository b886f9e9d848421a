// bundles/json_tree.hpp: the one kind of JSON we read, as a tree.
//
// docs/formats.md section 2, "Metadata": strings, `true`, lists, objects. No number, null or false, no member twice, at
// most four levels with 256 members in an object. It knows no member's name. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

struct Json;
using JsonList = std::vector<Json>;
using JsonObject = std::vector<std::pair<std::string, Json>>;  // in the order of the text

struct Json {
    std::variant<std::string, bool, JsonList, JsonObject> value;  // bool: always true
};

[[nodiscard]] Expected<Json, TextFault> read_json(std::string_view text);

// Two spaces of indent, `": "`, LF, a final LF; escapes only \" \\ \n \t and \u00xx for other controls.
[[nodiscard]] std::string json_text(Json const& json);

}  // namespace nightletter::bundles
