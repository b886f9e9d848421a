#include "media/names_in_text.hpp"

#include <algorithm>

namespace nightletter::media {
namespace {

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_frame(std::string_view prefix)
{
    return prefix == "xmlns" || prefix == "rdf" || prefix == "x" || prefix == "xml" || prefix == "http" ||
           prefix == "https";
}

}  // namespace

std::set<Kind> kinds_in_xmp(std::string_view packet)
{
    std::set<Kind> kinds;
    for (auto colon = packet.find(':'); colon != std::string_view::npos; colon = packet.find(':', colon + 1)) {
        auto begin = colon;
        while (begin > 0 && is_name_character(packet[begin - 1])) --begin;
        auto end = colon + 1;
        while (end < packet.size() && is_name_character(packet[end])) ++end;
        auto const prefix = packet.substr(begin, colon - begin);
        if (prefix.empty() || end == colon + 1 || is_frame(prefix)) continue;
        kinds.insert(kind_of_name(packet.substr(colon + 1, end - colon - 1)));
    }
    // Fields of no special kind matter only when nothing else does.
    if (kinds.size() > 1) kinds.erase(Kind::other);
    if (kinds.empty()) kinds.insert(Kind::other);
    return kinds;
}

}  // namespace nightletter::media
