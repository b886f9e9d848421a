#include "media/format.hpp"

#include <array>

namespace nightletter::media {

std::optional<Format> format_of(std::string_view file_name)
{
    struct Extension {
        std::string_view name;
        Format format;
    };
    static constexpr std::array<Extension, 12> extensions{{
        {"jpg", Format::jpeg},
        {"jpeg", Format::jpeg},
        {"png", Format::png},
        {"webp", Format::webp},
        {"mp3", Format::mp3},
        {"mp4", Format::mp4},
        {"m4a", Format::mp4},
        {"webm", Format::webm},
        {"opus", Format::ogg},
        {"ogg", Format::ogg},
        {"pdf", Format::pdf},
        {"epub", Format::epub},
    }};
    auto const dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    for (auto const& extension : extensions) {
        if (extension.name == file_name.substr(dot + 1)) return extension.format;
    }
    return std::nullopt;
}

}  // namespace nightletter::media
