#include "media/tag.hpp"

#include <algorithm>

namespace nightletter::media {
namespace {

struct Hint {
    std::string_view part;  // in lower case
    Kind kind;
};

// In this order: "CreatorTool" is a program, "OriginalDocumentID" an earlier version.
constexpr std::array<Hint, 60> hints{{
    {"gps", Kind::position},
    {"location", Kind::position},
    {"loci", Kind::position},
    {"latitude", Kind::position},
    {"longitude", Kind::position},
    {"geotag", Kind::position},
    {"\xa9xyz", Kind::position},
    {"city", Kind::position},
    {"country", Kind::position},
    {"creatortool", Kind::device},
    {"creator_tool", Kind::device},
    {"creatorinfo", Kind::device},
    {"software", Kind::device},
    {"encode", Kind::device},
    {"tool", Kind::device},
    {"\xa9too", Kind::device},
    {"\xa9swr", Kind::device},
    {"\xa9mak", Kind::device},
    {"\xa9mod", Kind::device},
    {"tsse", Kind::device},
    {"tenc", Kind::author},
    {"generator", Kind::device},
    {"producer", Kind::device},
    {"application", Kind::device},
    {"serial", Kind::device},
    {"camera", Kind::device},
    {"lens", Kind::device},
    {"make", Kind::device},
    {"model", Kind::device},
    {"device", Kind::device},
    {"icc", Kind::device},
    {"vendor", Kind::device},
    {"history", Kind::history},
    {"derivedfrom", Kind::history},
    {"ancestor", Kind::history},
    {"documentid", Kind::history},
    {"instanceid", Kind::history},
    {"thumb", Kind::history},
    {"pieceinfo", Kind::history},
    {"revision", Kind::history},
    {"date", Kind::date},
    {"time", Kind::date},
    {"year", Kind::date},
    {"tdr", Kind::date},
    {"tyer", Kind::date},
    {"\xa9"
     "day",
     Kind::date},
    {"author", Kind::author},
    {"artist", Kind::author},
    {"performer", Kind::author},
    {"composer", Kind::author},
    {"creator", Kind::author},
    {"contributor", Kind::author},
    {"copyright", Kind::author},
    {"owner", Kind::author},
    {"publisher", Kind::author},
    {"byline", Kind::author},
    {"by-line", Kind::author},
    {"tpe", Kind::author},
    {"\xa9"
     "art",
     Kind::author},
    {"contact", Kind::author},
}};

}  // namespace

std::string_view word(Kind kind)
{
    switch (kind) {
        case Kind::position:
            return "position-tag";
        case Kind::author:
            return "author-tag";
        case Kind::device:
            return "device-tag";
        case Kind::history:
            return "history-tag";
        case Kind::date:
            return "date-tag";
        case Kind::other:
            return "other-tag";
    }
    return "other-tag";
}

std::string_view sentence(Kind kind)
{
    switch (kind) {
        case Kind::position:
            return "the place where it was made";
        case Kind::author:
            return "who made it";
        case Kind::device:
            return "the device or program that made it";
        case Kind::history:
            return "traces of earlier versions";
        case Kind::date:
            return "the time at which it was made";
        case Kind::other:
            return "something that nobody needs who looks or listens";
    }
    return "";
}

Kind kind_of_name(std::string_view name)
{
    std::string lower{name};
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    auto const hint =
        std::ranges::find_if(hints, [&](Hint const& each) { return lower.find(each.part) != std::string::npos; });
    return hint == hints.end() ? Kind::other : hint->kind;
}

}  // namespace nightletter::media
