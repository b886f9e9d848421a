#include "media/mp4_sample_entry.hpp"

#include <algorithm>

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array pictures{"avc1"sv, "avc2"sv, "avc3"sv, "hvc1"sv, "hev1"sv, "vvc1"sv, "vvi1"sv,
                              "vp08"sv, "vp09"sv, "av01"sv, "mp4v"sv, "s263"sv, "dvh1"sv, "dvhe"sv};
constexpr std::array sounds{"mp4a"sv, "Opus"sv, "alac"sv, "fLaC"sv, "ac-3"sv, "ec-3"sv,
                            "ac-4"sv, ".mp3"sv, "samr"sv, "sawb"sv, "sowt"sv, "twos"sv};
constexpr std::array subtitles{"tx3g"sv, "wvtt"sv, "stpp"sv, "text"sv, "c608"sv};
constexpr std::array needed{"avcC"sv, "hvcC"sv, "vvcC"sv, "vpcC"sv, "av1C"sv, "esds"sv, "d263"sv, "dOps"sv, "alac"sv,
                            "dfLa"sv, "dac3"sv, "dec3"sv, "dac4"sv, "damr"sv, "wave"sv, "chan"sv, "chnl"sv, "srat"sv,
                            "btrt"sv, "pasp"sv, "colr"sv, "clap"sv, "fiel"sv, "mdcv"sv, "clli"sv, "dvcC"sv, "dvvC"sv};

constexpr std::uint64_t maker_at = 12;  // in older files; zeros elsewhere
constexpr std::uint64_t encoder_at = 42;
constexpr std::uint64_t encoder_size = 32;

void blank_name(ByteView file, std::uint64_t at, std::uint64_t size, Examination& examination)
{
    if (is_all_zeros(part(file, at, size))) return;
    examination.found(Kind::device, "name of an encoder");
    examination.blank(at, size);
}

void take_away(Box const& box, Examination& examination)
{
    examination.overwrite(box.at + 4, copy_of(as_bytes("free")));
    examination.blank(box.body(), box.size - box.head);
}

bool clean_boxes(ByteView file, std::uint64_t begin, std::uint64_t end, Examination& examination)
{
    // Some writers end the list with a 32-bit zero.
    if (end - begin == 4 && is_all_zeros(part(file, begin, 4))) return true;
    auto const boxes = boxes_between(file, begin, end);
    if (!boxes) return false;
    for (auto const& box : *boxes) {
        bool const is_profile =
            box.type == "colr" && (matches(file, box.body(), "prof") || matches(file, box.body(), "rICC"));
        bool const is_empty = box.type == "free" && is_all_zeros(part(file, box.body(), box.size - box.head));
        if (is_empty || (!is_profile && std::ranges::find(needed, box.type) != needed.end())) continue;
        examination.found(is_profile ? Kind::device : Kind::other, is_profile ? "colour profile" : "a decoder's box");
        take_away(box, examination);
    }
    return true;
}

}  // namespace

std::optional<Unreadable> clean_sample_entry(ByteView file, Box const& entry, Examination& examination)
{
    bool const is_picture = std::ranges::find(pictures, entry.type) != pictures.end();
    bool const is_sound = std::ranges::find(sounds, entry.type) != sounds.end();
    if (std::ranges::find(subtitles, entry.type) != subtitles.end()) return std::nullopt;  // fonts and colours
    if (!is_picture && !is_sound) return Unreadable::unsupported;
    std::uint64_t fixed = 78;
    if (is_sound) {
        auto const version = big_endian(file, entry.body() + 8, 2);
        fixed = version == 1 ? 44 : version == 2 ? 64 : 28;
    }
    if (entry.size < entry.head + fixed) return Unreadable::malformed;
    blank_name(file, entry.body() + maker_at, 4, examination);
    if (is_picture) blank_name(file, entry.body() + encoder_at, encoder_size, examination);
    if (!clean_boxes(file, entry.body() + fixed, entry.end(), examination)) return Unreadable::malformed;
    return std::nullopt;
}

}  // namespace nightletter::media
