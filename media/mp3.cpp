// MP3 (ISO 11172-3, 13818-3): kept are the frames, the first of which may be the table by which players seek. Taken
// away: what stands before, between and behind them: ID3 of every version, APE, Lyrics3, pictures, unknown bytes.
#include <algorithm>

#include "media/octets_at.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {
namespace {

// Kilobits a second, by index; 0: a size that cannot be known beforehand.
constexpr std::array<std::uint16_t, 16> rates_of_1{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
constexpr std::array<std::uint16_t, 16> rates_of_2{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
constexpr std::array<std::uint32_t, 3> samples_of_1{44'100, 48'000, 32'000};

// Bytes of the frame of layer III that begins at `at`; 0 when none does.
std::uint64_t frame_size(ByteView file, std::uint64_t at)
{
    auto const head = big_endian(file, at, 4);
    if (!has(file, at, 4) || head >> 21U != 0x7FF) return 0;
    auto const version = head >> 19U & 3U;  // 0: 2.5, 2: 2, 3: 1
    auto const layer = head >> 17U & 3U;    // 1: III
    auto const rate_index = head >> 12U & 15U;
    auto const sampling = head >> 10U & 3U;
    if (version == 1 || layer != 1 || sampling == 3) return 0;
    bool const is_1 = version == 3;
    auto const rate = (is_1 ? rates_of_1 : rates_of_2)[rate_index];
    auto const samples = samples_of_1[sampling] / (is_1 ? 1U : version == 2 ? 2U : 4U);
    if (rate == 0) return 0;
    return (is_1 ? 144'000U : 72'000U) * std::uint64_t{rate} / samples + (head >> 9U & 1U);
}

// Of an ID3v2 tag with its header; 0 when none begins at `at`.
std::uint64_t id3_size(ByteView file, std::uint64_t at)
{
    if (!matches(file, at, "ID3") || !has(file, at, 10)) return 0;
    std::uint64_t size = 0;
    for (auto const octet : part(file, at + 6, 4)) size = size << 7U | (octet & 0x7FU);
    return 10 + size + ((file[at + 5] & 0x10U) != 0 ? 10U : 0U);
}

class Mp3 {
public:
    explicit Mp3(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        while (at_ < file_.size()) {
            if (is_frame()) {
                at_ += frame_size(file_, at_);
                sound_end_ = at_;
                ++frames_;
            } else {
                take_away();
            }
        }
        if (frames_ == 0) return fail(Unreadable::malformed);
        return std::move(examination_);
    }

private:
    // After a gap two in a row are asked for, so that two bytes of a picture are not heard as sound.
    [[nodiscard]] bool is_frame() const
    {
        auto const size = frame_size(file_, at_);
        if (size == 0 || !has(file_, at_, size)) return false;
        bool const follows_another = frames_ > 0 && at_ == sound_end_;
        return follows_another || at_ + size == file_.size() || frame_size(file_, at_ + size) != 0 ||
               is_tag(at_ + size);
    }

    [[nodiscard]] bool is_tag(std::uint64_t at) const
    {
        return matches(file_, at, "TAG") || matches(file_, at, "APETAGEX") || id3_size(file_, at) != 0 ||
               matches(file_, at, "LYRICSBEGIN");
    }

    // What is no frame, up to the next one or the end.
    void take_away()
    {
        auto const begin = at_;
        if (auto const size = id3_size(file_, at_); size != 0 && has(file_, at_, size)) {
            tell_id3(part(file_, at_, size));
            at_ += size;
        } else {
            tell_gap();
            do ++at_;
            while (at_ < file_.size() && !is_frame() && id3_size(file_, at_) == 0);
        }
        examination_.cut(begin, at_ - begin);
    }

    void tell_gap()
    {
        if (matches(file_, at_, "TAG")) {
            examination_.found(Kind::author, "ID3v1");
        } else if (matches(file_, at_, "APETAGEX")) {
            examination_.found(Kind::author, "APE");
        } else {
            examination_.found(Kind::other, "bytes between the sound");
        }
    }

    // The fields of ID3v2.3 and 2.4 have names of four letters, those of 2.2 of three.
    void tell_id3(ByteView tag)
    {
        bool const is_old = tag[3] == 2;
        std::uint64_t const head = is_old ? 6 : 10;
        std::uint64_t const name_size = is_old ? 3 : 4;
        bool says_more = false;
        for (std::uint64_t at = 10; has(tag, at, head) && tag[at] != 0;) {
            auto const name = as_text(part(tag, at, name_size));
            if (!std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }))
                break;
            tell_field(name, part(tag, at + head, big_endian(tag, at + name_size, is_old ? 3 : 4)));
            says_more = true;
            at += head + big_endian(tag, at + name_size, is_old ? 3 : 4);
        }
        if (!says_more) examination_.found(Kind::other, "ID3v2");
    }

    void tell_field(std::string_view name, ByteView body)
    {
        auto kind = kind_of_name(name);
        if (name == "TP1" || name == "TCM" || name == "TCR" || name.starts_with("TCO") || name == "TPUB") {
            kind = Kind::author;
        } else if (name == "TSS" || name == "TEN") {
            kind = Kind::device;
        } else if (name == "APIC" || name == "PIC") {
            kind = Kind::history;
        } else if (name == "TXXX" || name == "COMM" || name == "PRIV" || name == "GEOB") {
            kind = kind_of_name(as_text(body.first(std::min<std::size_t>(body.size(), 64))));
        }
        examination_.found(kind, "ID3v2");
    }

    ByteView file_;
    std::uint64_t at_ = 0;
    std::uint64_t sound_end_ = 0;
    std::uint64_t frames_ = 0;
    Examination examination_;
};

}  // namespace

Expected<Examination, Unreadable> examine_mp3(ByteView file)
{
    return Mp3{file}.examine();
}

}  // namespace nightletter::media
