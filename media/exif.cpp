#include "media/exif.hpp"

#include <algorithm>
#include <vector>

#include "media/octets_at.hpp"

namespace nightletter::media {
namespace {

constexpr std::uint16_t orientation_field = 0x0112;
constexpr std::size_t most_directories = 16;  // honest ones have five at most
constexpr std::string_view plain_start{"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", 18};

Kind kind_of_field(std::uint64_t field)
{
    switch (field) {
        case 0x8825:  // GPS directory
            return Kind::position;
        case 0x010F:  // make
        case 0x0110:  // model
        case 0x0131:  // software
        case 0x013C:  // host computer
        case 0x927C:  // maker's note
        case 0xA431:  // serial number of the body
        case 0xA433:  // lens
        case 0xA434:
        case 0xA435:
        case 0xC614:  // unique camera model
            return Kind::device;
        case 0x013B:  // artist
        case 0x8298:  // copyright
        case 0x9C9D:  // author, as Windows writes it
        case 0xA430:  // owner
            return Kind::author;
        case 0x0132:  // dates
        case 0x9003:
        case 0x9004:
            return Kind::date;
        case 0x0201:  // a small copy of the picture, often from before it was cropped or covered
        case 0xA420:  // unique id of the image
            return Kind::history;
        default:
            return Kind::other;
    }
}

// The directories of one block, each visited once.
class Directories {
public:
    explicit Directories(ByteView tiff) : tiff_{tiff}, is_little_{matches(tiff, 0, "II")} {}

    Exif read()
    {
        follow(number(4, 4));
        for (std::size_t i = 0; i < waiting_.size() && i < most_directories; ++i) look_at(waiting_[i]);
        return exif_;
    }

private:
    std::uint64_t number(std::uint64_t at, unsigned width) const
    {
        return is_little_ ? little_endian(tiff_, at, width) : big_endian(tiff_, at, width);
    }

    void follow(std::uint64_t at)
    {
        if (at != 0 && std::ranges::find(waiting_, at) == waiting_.end()) waiting_.push_back(at);
    }

    void look_at(std::uint64_t at)
    {
        auto const fields = number(at, 2);
        if (!has(tiff_, at, 2 + 12 * fields)) {
            exif_.kinds.insert(Kind::other);
            return;
        }
        for (std::uint64_t i = 0; i < fields; ++i) look_at_field(at + 2 + 12 * i);
        follow(number(at + 2 + 12 * fields, 4));
    }

    void look_at_field(std::uint64_t at)
    {
        auto const field = number(at, 2);
        if (field == orientation_field) {
            auto const value = number(at + 8, 2);
            if (value >= 1 && value <= 8) exif_.orientation = static_cast<std::uint16_t>(value);
            return;
        }
        if (field == 0x8769) return follow(number(at + 8, 4));  // the directory of the exposure
        exif_.kinds.insert(kind_of_field(field));
    }

    ByteView tiff_;
    bool is_little_;
    std::vector<std::uint64_t> waiting_;
    Exif exif_;
};

}  // namespace

Exif read_exif(ByteView tiff)
{
    if (!matches(tiff, 0, {"II*\0", 4}) && !matches(tiff, 0, {"MM\0*", 4})) return {{Kind::other}, 1};
    return Directories{tiff}.read();
}

Bytes plain_exif(std::uint16_t orientation)
{
    auto block = copy_of(as_bytes(plain_start));
    append_big_endian(block, orientation, 2);
    block.resize(26);  // the rest of the value, no further directory
    return block;
}

}  // namespace nightletter::media
