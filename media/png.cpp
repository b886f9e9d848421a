// PNG (W3C, third edition): kept are the chunks that decode and animate the picture, the plain numbers about its
// colours and resolution, and which way up it is. Taken away: every text, the time, colour profiles, Exif, chunks that
// nobody registered, and whatever follows the picture.
#include <algorithm>

#include <zlib.h>

#include "media/exif.hpp"
#include "media/names_in_text.hpp"
#include "media/octets_at.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto signature = "\x89PNG\r\n\x1a\n"sv;
constexpr std::uint64_t frame = 12;  // length, type, check sum

constexpr std::array kept{"IHDR"sv, "PLTE"sv, "IDAT"sv, "IEND"sv, "tRNS"sv, "gAMA"sv, "cHRM"sv, "sRGB"sv, "cICP"sv,
                          "mDCV"sv, "cLLI"sv, "sBIT"sv, "bKGD"sv, "hIST"sv, "pHYs"sv, "acTL"sv, "fcTL"sv, "fdAT"sv};

Bytes chunk(std::string_view type, ByteView body)
{
    Bytes made;
    append_big_endian(made, body.size(), 4);
    append(made, as_bytes(type));
    append(made, body);
    auto const summed = rest(made, 4);
    append_big_endian(made, ::crc32(0, summed.data(), static_cast<uInt>(summed.size())), 4);
    return made;
}

void tell_text(Examination& examination, ByteView body)
{
    auto const text = as_text(body);
    auto const keyword = text.substr(0, std::min(text.find('\0'), text.size()));
    if (keyword == "XML:com.adobe.xmp") {
        for (auto const kind : kinds_in_xmp(text.substr(keyword.size()))) examination.found(kind, "XMP");
    } else if (keyword.starts_with("Raw profile type ")) {
        for (auto const kind : {Kind::position, Kind::device}) examination.found(kind, "a packed profile");
    } else {
        examination.found(kind_of_name(keyword), "text chunk");
    }
}

void tell(Examination& examination, std::string_view type, ByteView body)
{
    if (type == "tEXt" || type == "zTXt" || type == "iTXt") {
        tell_text(examination, body);
    } else if (type == "tIME") {
        examination.found(Kind::date, "tIME");
    } else if (type == "iCCP") {
        examination.found(Kind::device, "colour profile");
    } else if (type == "caBX") {
        examination.found(Kind::history, "content credentials");
    } else {
        examination.found(Kind::other, "an unusual chunk");
    }
}

}  // namespace

Expected<Examination, Unreadable> examine_png(ByteView file)
{
    if (!matches(file, 0, signature)) return fail(Unreadable::malformed);
    Examination examination;
    bool has_orientation = false;
    for (std::uint64_t at = signature.size();;) {
        auto const size = big_endian(file, at, 4);
        if (!has(file, at, frame + size)) return fail(Unreadable::malformed);
        auto const type = as_text(part(file, at + 4, 4));
        auto const body = part(file, at + 8, size);
        if (type == "eXIf") {
            auto const exif = read_exif(body);
            auto const plain = chunk("eXIf", plain_exif(exif.orientation));
            bool const keeps = exif.orientation != 1 && !has_orientation;
            if (!keeps || as_text(part(file, at, frame + size)) != as_text(plain)) {
                for (auto const kind : exif.kinds) examination.found(kind, "Exif");
                if (exif.kinds.empty()) examination.found(Kind::other, "Exif");
                examination.replace(at, frame + size, keeps ? plain : Bytes{});
            }
            has_orientation = has_orientation || keeps;
        } else if (std::ranges::find(kept, type) == kept.end()) {
            tell(examination, type, body);
            examination.cut(at, frame + size);
        }
        at += frame + size;
        if (type != "IEND") continue;
        if (at < file.size()) {
            examination.found(Kind::history, "bytes after the picture");
            examination.cut(at, file.size() - at);
        }
        return examination;
    }
}

}  // namespace nightletter::media
