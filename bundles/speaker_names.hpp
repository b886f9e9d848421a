// bundles/speaker_names.hpp: recognises a declared speaker's name at the start of a line.
//
// A label is a name, exactly as declared in any language, followed directly by a colon, ASCII or full-width; direction
// marks before it are looked through. A declared name has no colon in it, so a label ends at the line's first one.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bundles/metadata.hpp"

namespace nightletter::bundles {

struct Label {
    std::string_view name;  // as it stands in the line
    std::string_view rest;  // after the colon, trimmed
};

// Whatever stands before the first colon, declared or not; nullopt when there is no colon or nothing before it.
[[nodiscard]] std::optional<Label> label_of(std::string_view line);

[[nodiscard]] std::string_view without_leading_marks(std::string_view line);

// What text() writes before a turn: the name in `language`, else in any.
[[nodiscard]] std::string_view name_of(std::span<Speaker const> speakers, std::string_view id,
                                       std::string_view language);

class SpeakerNames {
public:
    explicit SpeakerNames(std::span<Speaker const> speakers);

    // The speaker's id, or nullopt for a name nobody declared. The id lives as long as this object.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] bool is_label(std::string_view line) const;

private:
    std::map<std::string, std::string, std::less<>> ids_;  // name → id
};

}  // namespace nightletter::bundles
