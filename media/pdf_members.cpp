#include "media/pdf_members.hpp"

#include <algorithm>
#include <array>

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

struct Member {
    std::string_view name;
    Kind kind;
};

// In any dictionary.
constexpr std::array telling{
    Member{"Metadata", Kind::history},
    Member{"PieceInfo", Kind::history},
    Member{"LastModified", Kind::date},
    Member{"SpiderInfo", Kind::history},
    Member{"Thumb", Kind::history},
    Member{"CreatorInfo", Kind::device},
    Member{"EmbeddedFiles", Kind::history},
    Member{"EF", Kind::history},
    Member{"AF", Kind::history},
    Member{"Collection", Kind::history},
    Member{"Perms", Kind::author},
    Member{"Legal", Kind::author},
    Member{"DSS", Kind::author},
    Member{"Measure", Kind::position},
    Member{"LPTS", Kind::position},
    Member{"GPTS", Kind::position},
    Member{"ProjectInfo", Kind::history},
    Member{"AIPrivateData1", Kind::history},
};
// In a remark that somebody put on a page: its words stay, they are to be seen.
constexpr std::array of_remarks{Member{"T", Kind::author}, Member{"M", Kind::date}, Member{"CreationDate", Kind::date},
                                Member{"NM", Kind::other}};
constexpr std::array remarks{"Text"sv,      "FreeText"sv,  "Line"sv,           "Square"sv, "Circle"sv, "Polygon"sv,
                             "PolyLine"sv,  "Highlight"sv, "Underline"sv,      "Caret"sv,  "Ink"sv,    "Squiggly"sv,
                             "StrikeOut"sv, "Stamp"sv,     "FileAttachment"sv, "Popup"sv,  "Sound"sv,  "Redact"sv};

template <std::size_t N>
std::optional<Kind> find(std::array<Member, N> const& members, std::string_view name)
{
    auto const found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? std::nullopt : std::optional{found->kind};
}

}  // namespace

std::optional<Kind> told_by_member(PdfValue const& dictionary, std::string_view name)
{
    if (auto const kind = find(telling, name)) return kind;
    // A signature, with a name, a time and a certificate.
    if (dictionary.member("ByteRange") != nullptr && dictionary.member("Contents") != nullptr) return Kind::author;
    auto const* const subtype = dictionary.member("Subtype");
    if (subtype == nullptr || dictionary.member("Rect") == nullptr) return std::nullopt;
    if (std::ranges::find(remarks, subtype->text) != remarks.end()) return find(of_remarks, name);
    // Links and form fields have names that are needed, and times that are not.
    return name == "M" || name == "NM" ? std::optional{Kind::date} : std::nullopt;
}

Kind told_by_description(std::string_view name)
{
    return name == "Creator" || name == "Producer" ? Kind::device : kind_of_name(name);
}

}  // namespace nightletter::media
