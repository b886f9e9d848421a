// JPEG (ITU-T T.81): kept are the segments that decode the picture, "JFIF" without its thumbnail, "Adobe" (how colours
// are stored) and which way up it is. Taken away: Exif, XMP, IPTC, colour profiles, makers' segments, comments, and
// whatever follows the picture (phones append a second picture, a film or their own notes).
#include "media/exif.hpp"
#include "media/names_in_text.hpp"
#include "media/octets_at.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto exif_start = "Exif\0\0"sv;
constexpr auto xmp_start = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto jfif_start = "JFIF\0"sv;
constexpr std::uint64_t jfif_size = 14;  // with no thumbnail

constexpr std::uint8_t start_of_image = 0xD8;
constexpr std::uint8_t end_of_image = 0xD9;
constexpr std::uint8_t start_of_scan = 0xDA;

bool is_restart(std::uint8_t code)
{
    return code >= 0xD0 && code <= 0xD7;
}

bool decodes_the_picture(std::uint8_t code)
{
    return (code >= 0xC0 && code <= 0xCF && code != 0xC8) || (code >= 0xDB && code <= 0xDF);
}

class Jpeg {
public:
    explicit Jpeg(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        if (!matches(file_, 0, "\xff\xd8")) return fail(Unreadable::malformed);
        at_ = 2;
        while (true) {
            if (!has(file_, at_, 2) || file_[at_] != 0xFF) return fail(Unreadable::malformed);
            auto const code = file_[at_ + 1];
            if (code == 0xFF) {
                ++at_;  // any number of fill bytes
            } else if (code == end_of_image) {
                return finish();
            } else if (code == start_of_image || code == 0 || is_restart(code)) {
                return fail(Unreadable::malformed);
            } else if (!look_at_segment(code)) {
                return fail(Unreadable::malformed);
            }
        }
    }

private:
    Expected<Examination, Unreadable> finish()
    {
        at_ += 2;
        if (!has_scan_) return fail(Unreadable::malformed);
        if (at_ < file_.size()) {
            examination_.found(Kind::history, "bytes after the picture");
            examination_.cut(at_, file_.size() - at_);
        }
        return std::move(examination_);
    }

    bool look_at_segment(std::uint8_t code)
    {
        auto const size = big_endian(file_, at_ + 2, 2);
        if (size < 2 || !has(file_, at_ + 2, size)) return false;
        auto const body = part(file_, at_ + 4, size - 2);
        if (code == start_of_scan) {
            at_ += 2 + size;
            return skip_scan();
        }
        if (!decodes_the_picture(code)) look_at_application(code, body);
        at_ += 2 + size;
        return true;
    }

    // To the next marker; FF 00 and restarts belong to the scan.
    bool skip_scan()
    {
        has_scan_ = true;
        for (; has(file_, at_, 2); ++at_) {
            if (file_[at_] == 0xFF && file_[at_ + 1] != 0 && !is_restart(file_[at_ + 1])) return true;
        }
        return false;
    }

    void look_at_application(std::uint8_t code, ByteView body)
    {
        if (code == 0xE0 && matches(body, 0, jfif_start) && body.size() >= jfif_size) return look_at_jfif(body);
        if (code == 0xEE && matches(body, 0, "Adobe") && body.size() == 12) return;
        if (code == 0xE1 && matches(body, 0, exif_start)) return look_at_exif(rest(body, exif_start.size()));
        if (code == 0xE1 && matches(body, 0, xmp_start)) {
            for (auto const kind : kinds_in_xmp(as_text(body))) examination_.found(kind, "XMP");
        } else if (code == 0xE1 && matches(body, 0, "http://ns.adobe.com/xmp/extension/")) {
            examination_.found(Kind::history, "XMP, continued");
        } else if (code == 0xE2 && matches(body, 0, "ICC_PROFILE")) {
            examination_.found(Kind::device, "colour profile");
        } else if (code == 0xE2 && matches(body, 0, "MPF")) {
            examination_.found(Kind::history, "a second picture");
        } else if (code == 0xEB) {
            examination_.found(Kind::history, "content credentials");
        } else if (code == 0xED) {
            examination_.found(Kind::author, "IPTC");
            examination_.found(Kind::history, "Photoshop");
        } else if (code == 0xE0) {
            examination_.found(Kind::history, "thumbnail");
        } else if (code == 0xFE) {
            examination_.found(Kind::other, "comment");
        } else {
            examination_.found(Kind::device, "a maker's segment");
        }
        cut_segment(body);
    }

    void look_at_jfif(ByteView body)
    {
        if (body.size() == jfif_size && is_all_zeros(rest(body, 12))) return;
        examination_.found(Kind::history, "thumbnail");
        Bytes segment{0xFF, 0xE0, 0, jfif_size + 2};
        append(segment, part(body, 0, 12));
        segment.resize(4 + jfif_size);
        examination_.replace(at_, 4 + body.size(), std::move(segment));
    }

    void look_at_exif(ByteView tiff)
    {
        auto const exif = read_exif(tiff);
        auto const plain = plain_exif(exif.orientation);
        if (!has_orientation_ && exif.orientation != 1 && as_text(tiff) == as_text(plain)) {
            has_orientation_ = true;
            return;
        }
        for (auto const kind : exif.kinds) examination_.found(kind, "Exif");
        if (exif.kinds.empty()) examination_.found(Kind::other, "Exif");
        auto const old = 4 + exif_start.size() + tiff.size();
        if (has_orientation_ || exif.orientation == 1) return examination_.cut(at_, old);
        has_orientation_ = true;
        Bytes segment{0xFF, 0xE1};
        append_big_endian(segment, 2 + exif_start.size() + plain.size(), 2);
        append(segment, as_bytes(exif_start));
        append(segment, plain);
        examination_.replace(at_, old, std::move(segment));
    }

    void cut_segment(ByteView body) { examination_.cut(at_, 4 + body.size()); }

    ByteView file_;
    std::uint64_t at_ = 0;
    bool has_scan_ = false;
    bool has_orientation_ = false;
    Examination examination_;
};

}  // namespace

Expected<Examination, Unreadable> examine_jpeg(ByteView file)
{
    return Jpeg{file}.examine();
}

}  // namespace nightletter::media
