// WebP (RFC 9649): kept are the chunks that decode and animate the picture, and which way up it is. Taken away: Exif,
// XMP, colour profiles, unknown chunks, also inside the frames of an animation, and whatever follows the picture.
#include <algorithm>

#include "media/exif.hpp"
#include "media/names_in_text.hpp"
#include "media/octets_at.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::uint64_t head_size = 8;  // of a chunk, and of the RIFF frame
constexpr std::uint8_t has_profile = 0x20;
constexpr std::uint8_t has_exif = 0x08;
constexpr std::uint8_t has_xmp = 0x04;
constexpr std::array kept{"VP8 "sv, "VP8L"sv, "VP8X"sv, "ALPH"sv, "ANIM"sv, "ANMF"sv};

class WebP {
public:
    explicit WebP(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        auto const size = little_endian(file_, 4, 4);
        if (!matches(file_, 0, "RIFF") || !matches(file_, 8, "WEBP") || !has(file_, head_size, size) || size < 4)
            return fail(Unreadable::malformed);
        auto const end = head_size + size;
        size_ = size;
        if (!look_at_chunks(12, end, Inside::picture)) return fail(Unreadable::malformed);
        if (end < file_.size()) {
            examination_.found(Kind::history, "bytes after the picture");
            examination_.cut(end, file_.size() - end);
        }
        set_flags();
        if (size_ != size) {
            Bytes number;
            append_little_endian(number, size_, 4);
            examination_.overwrite(4, std::move(number));
        }
        return std::move(examination_);
    }

private:
    enum class Inside { picture, frame };

    bool look_at_chunks(std::uint64_t at, std::uint64_t end, Inside inside)
    {
        while (at < end) {
            auto const size = little_endian(file_, at + 4, 4);
            auto const padded = size + size % 2;
            if (end - at < head_size || end - at - head_size < size) return false;
            // The last chunk may lack its padding byte.
            auto const whole = std::min(head_size + padded, end - at);
            auto const type = as_text(part(file_, at, 4));
            if (inside == Inside::frame && type == "JUNK" && is_all_zeros(part(file_, at + head_size, size))) {
                // what this program put in the place of something else
            } else if (std::ranges::find(kept, type) == kept.end()) {
                take_away(type, at, size, whole, inside);
            } else if (type == "VP8X" && size >= 4) {
                flags_at_ = at + head_size;
            } else if (type == "ANMF" && inside == Inside::picture) {
                if (size < 16 || !look_at_chunks(at + head_size + 16, at + head_size + size, Inside::frame))
                    return false;
            } else if (type == "ANMF") {
                return false;
            }
            at += whole;
        }
        return true;
    }

    void take_away(std::string_view type, std::uint64_t at, std::uint64_t size, std::uint64_t whole, Inside inside)
    {
        auto const body = part(file_, at + head_size, size);
        Bytes instead;
        if (type == "EXIF") {
            auto const tiff = matches(body, 0, "Exif\0\0"sv) ? rest(body, 6) : body;
            auto const exif = read_exif(tiff);
            auto const plain = plain_exif(exif.orientation);
            if (exif.orientation != 1 && inside == Inside::picture && !keeps_exif_) {
                keeps_exif_ = true;
                if (as_text(body) == as_text(plain)) return;
                append(instead, as_bytes("EXIF"));
                append_little_endian(instead, plain.size(), 4);
                append(instead, plain);
            }
            for (auto const kind : exif.kinds) examination_.found(kind, "Exif");
            if (exif.kinds.empty()) examination_.found(Kind::other, "Exif");
        } else if (type == "XMP ") {
            for (auto const kind : kinds_in_xmp(as_text(body))) examination_.found(kind, "XMP");
        } else if (type == "ICCP") {
            examination_.found(Kind::device, "colour profile");
        } else {
            examination_.found(Kind::other, "an unusual chunk");
        }
        if (inside == Inside::frame) {
            // A frame keeps its size: its chunk becomes one of zeros that decoders pass over.
            examination_.edit({at, whole, frame_filler(size), whole - head_size});
            return;
        }
        size_ = size_ - whole + instead.size();
        examination_.replace(at, whole, std::move(instead));
    }

    static Bytes frame_filler(std::uint64_t size)
    {
        auto filler = copy_of(as_bytes("JUNK"));
        append_little_endian(filler, size, 4);
        return filler;
    }

    // The header says which of the chunks are there.
    void set_flags()
    {
        if (flags_at_ == 0) return;
        auto const flags = file_[flags_at_];
        auto wanted = static_cast<std::uint8_t>(flags & ~(has_profile | has_exif | has_xmp));
        if (keeps_exif_) wanted = static_cast<std::uint8_t>(wanted | has_exif);
        if (flags != wanted) examination_.overwrite(flags_at_, {wanted});
    }

    ByteView file_;
    std::uint64_t size_ = 0;  // of the RIFF frame after the changes
    std::uint64_t flags_at_ = 0;
    bool keeps_exif_ = false;
    Examination examination_;
};

}  // namespace

Expected<Examination, Unreadable> examine_webp(ByteView file)
{
    return WebP{file}.examine();
}

}  // namespace nightletter::media
