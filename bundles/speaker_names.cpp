#include "bundles/speaker_names.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "bundles/plain_text.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view full_width_colon = "\xef\xbc\x9a";  // U+FF1A

}  // namespace

std::string_view without_leading_marks(std::string_view line)
{
    for (;;) {
        auto const marked = [line](std::string_view mark) { return line.starts_with(mark); };
        if (marked("\xe2\x80\x8e") || marked("\xe2\x80\x8f")) {  // U+200E, U+200F
            line.remove_prefix(3);
        } else if (marked("\xd8\x9c")) {  // U+061C
            line.remove_prefix(2);
        } else {
            return line;
        }
    }
}

std::optional<Label> label_of(std::string_view line)
{
    line = without_leading_marks(line);
    auto const ascii = line.find(':');
    auto const wide = line.find(full_width_colon);
    auto const colon = std::min(ascii, wide);
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    auto const width = colon == ascii ? 1 : full_width_colon.size();
    return Label{line.substr(0, colon), trimmed(line.substr(colon + width))};
}

std::string_view name_of(std::span<Speaker const> speakers, std::string_view id, std::string_view language)
{
    auto const speaker = std::find_if(speakers.begin(), speakers.end(), [id](auto const& s) { return s.id == id; });
    NIGHTLETTER_INSIST(speaker != speakers.end());
    return in_language(speaker->name, language, language);
}

SpeakerNames::SpeakerNames(std::span<Speaker const> speakers)
{
    for (auto const& speaker : speakers) {
        for (auto const& [language, name] : speaker.name) ids_.emplace(name, speaker.id);
    }
}

std::optional<std::string_view> SpeakerNames::find(std::string_view name) const
{
    auto const found = ids_.find(name);
    if (found == ids_.end()) return std::nullopt;
    return found->second;
}

bool SpeakerNames::is_label(std::string_view line) const
{
    auto const label = label_of(line);
    return label && find(label->name);
}

}  // namespace nightletter::bundles
