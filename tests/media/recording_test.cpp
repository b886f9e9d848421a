// What is taken out of recordings and what stays, on files made by hand; tests/cli/media_test.py does the same on real
// ones, beside exiftool.
#include <gtest/gtest.h>

#include <chrono>

#include "media/octets_at.hpp"
#include "tests/media/looked.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;
using test::clean_copy;
using test::kinds_of;
using test::text_of;

std::string number(std::uint64_t value, unsigned width)
{
    Bytes made;
    append_big_endian(made, value, width);
    return text_of(made);
}

std::string box(std::string_view type, std::string_view body)
{
    return number(body.size() + 8, 4) + std::string{type} + std::string{body};
}

std::string zeros(std::size_t size)
{
    return std::string(size, '\0');
}

// A track whose samples are `size` bytes each, one in each chunk at `chunks`.
std::string track(std::string_view kind, std::uint64_t size, std::vector<std::uint64_t> const& chunks,
                  std::string_view name = "")
{
    std::string places = number(0, 4) + number(chunks.size(), 4);
    for (auto const place : chunks) places += number(place, 4);
    auto const tables = box("stsc", number(0, 4) + number(1, 4) + number(1, 4) + number(1, 4) + number(1, 4)) +
                        box("stsz", number(0, 4) + number(size, 4) + number(chunks.size(), 4)) + box("stco", places);
    return box("trak", box("mdia", box("hdlr", zeros(8) + std::string{kind} + zeros(12) + std::string{name}) +
                                       box("minf", box("stbl", tables))));
}

std::string mp4(std::string const& in_movie, std::string_view samples = "sound", std::string const& more = "")
{
    return box("ftyp", "isom") + box("mdat", samples) + box("moov", in_movie) + more;
}

constexpr std::uint64_t first_sample = 12 + 8;
std::string const sound = track("soun", 5, {first_sample});

std::string element(std::string_view id, std::string_view body)
{
    return std::string{id} + "\x01" + number(body.size(), 7) + std::string{body};
}

std::string webm(std::string const& in_segment)
{
    return element("\x1a\x45\xdf\xa3", "") + element("\x18\x53\x80\x67", in_segment);
}

std::string const cluster = element("\x1f\x43\xb6\x75", element("\xa3", "a block"));

// What takes the place of an element of at most 128 bytes.
std::string void_of(std::string const& taken)
{
    return "\xec" + number(0x80U | (taken.size() - 2), 1) + zeros(taken.size() - 2);
}

// MPEG 1 layer III, 32 kbit/s, 48 kHz: 96 bytes.
std::string const frame = std::string{"\xff\xfb\x14\x00"sv} + std::string(92, 's');

TEST(Mp4Test, WithNothingButSoundIsClean)
{
    EXPECT_TRUE(kinds_of(Format::mp4, mp4(sound)).empty());
}

TEST(Mp4Test, LosesABoxWithoutMovingTheRest)
{
    auto const dirty = mp4(sound + box("udta", box("\xa9xyz", "+35.7+51.4/")));
    EXPECT_EQ(kinds_of(Format::mp4, dirty), std::set{Kind::position});
    EXPECT_EQ(clean_copy(Format::mp4, dirty), mp4(sound + box("free", zeros(19))));
}

TEST(Mp4Test, LosesTimes)
{
    auto const header = [](std::string const& times) { return sound + box("mvhd", number(0, 4) + times + "rest"); };
    EXPECT_EQ(kinds_of(Format::mp4, mp4(header("12345678"))), std::set{Kind::date});
    EXPECT_EQ(clean_copy(Format::mp4, mp4(header("12345678"))), mp4(header(zeros(8))));
}

TEST(Mp4Test, LosesTheNamesOfTracks)
{
    auto const dirty = mp4(track("soun", 5, {first_sample}, "Core Media Audio"));
    EXPECT_EQ(kinds_of(Format::mp4, dirty), std::set{Kind::device});
    EXPECT_EQ(clean_copy(Format::mp4, dirty), mp4(track("soun", 5, {first_sample}, zeros(16))));
}

TEST(Mp4Test, LosesATrackOfPlacesWithItsSamples)
{
    auto const places = track("meta", 3, {first_sample + 5, first_sample + 13});
    auto const clean = clean_copy(Format::mp4, mp4(sound + places, "soundGPSsoundGPS"));
    EXPECT_EQ(clean, mp4(sound + box("free", zeros(places.size() - 8)), "sound\0\0\0sound\0\0\0"sv));
}

TEST(Mp4Test, WhoseTablesPointAtItsBoxesIsNotRead)
{
    for (std::uint64_t const at : {std::uint64_t{4}, first_sample - 1, first_sample + 11}) {
        EXPECT_EQ(examine(Format::mp4, as_bytes(mp4(sound + track("meta", 3, {at}), "soundGPSsound"))).error(),
                  Unreadable::malformed)
            << at;
    }
}

TEST(Mp4Test, WhoseBoxesAreLargerThanTheFileIsNotRead)
{
    auto const huge = number(1, 4) + "mdat" + number(std::uint64_t{1} << 60U, 8);
    EXPECT_FALSE(examine(Format::mp4, as_bytes(box("ftyp", "isom") + huge)));
    EXPECT_FALSE(examine(Format::mp4, as_bytes(mp4(track("meta", 0xFFFFFFFF, {first_sample})))));
}

TEST(Mp4Test, ThatNestsWithoutEndIsNotRead)
{
    std::string nested = sound;
    for (int depth = 0; depth < 1000; ++depth) nested = box("edts", nested);
    EXPECT_EQ(examine(Format::mp4, as_bytes(mp4(nested))).error(), Unreadable::too_much);
}

TEST(Mp4Test, WhoseTablesPromiseBillionsOfSamplesIsReadAtOnce)
{
    auto const tables = box("stsc", number(0, 4) + number(1, 4) + number(1, 4) + number(0xFFFFFFFF, 4) + number(1, 4)) +
                        box("stsz", number(0, 4) + number(0, 4) + number(0xFFFFFFFF, 4)) +
                        box("stco", number(0, 4) + number(0xFFFFFFFF, 4) + number(1, 4));
    auto const greedy = box("trak", box("mdia", box("hdlr", zeros(8) + "meta") + box("minf", box("stbl", tables))));
    auto const begin = std::chrono::steady_clock::now();
    (void)examine(Format::mp4, as_bytes(mp4(sound + greedy)));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{1});
}

TEST(Mp4Test, WhoseSamplesLieInAnotherFileIsNotRead)
{
    auto const elsewhere =
        box("dref", number(0, 4) + number(1, 4) + box("url ", number(0, 4) + "file:///home/mina/a.mov"));
    EXPECT_EQ(examine(Format::mp4, as_bytes(mp4(sound + elsewhere))).error(), Unreadable::unsupported);
}

TEST(WebMTest, WithNothingButBlocksIsClean)
{
    EXPECT_TRUE(kinds_of(Format::webm, webm(cluster)).empty());
}

TEST(WebMTest, LosesTagsWithoutMovingTheRest)
{
    auto const tags =
        element("\x12\x54\xc3\x67", element("\x73\x73", element("\x67\xc8", element("\x45\xa3", "ARTIST"))));
    EXPECT_EQ(kinds_of(Format::webm, webm(tags + cluster)), (std::set{Kind::author, Kind::other}));
    EXPECT_EQ(clean_copy(Format::webm, webm(tags + cluster)), webm(void_of(tags) + cluster));
}

TEST(WebMTest, LosesTheDateAndTheNamesOfPrograms)
{
    auto const about = [](std::string const& date, std::string const& name) {
        return webm(element("\x15\x49\xa9\x66", date + element("\x57\x41", name)) + cluster);
    };
    auto const date = element("\x44\x61", "12345678");
    EXPECT_EQ(clean_copy(Format::webm, about(date, "Lavf")), about(void_of(date), zeros(4)));
}

TEST(WebMTest, AClusterWithoutASizeEndsWhereTheNextBegins)
{
    auto const open = "\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" + element("\xa3", "a block");
    auto const tags = element("\x12\x54\xc3\x67", "words");
    EXPECT_EQ(clean_copy(Format::webm, webm(open + open + tags)), webm(open + open + void_of(tags)));
}

TEST(WebMTest, WhoseElementsAreLargerThanTheFileIsNotRead)
{
    EXPECT_FALSE(examine(
        Format::webm, as_bytes(element("\x1a\x45\xdf\xa3", "") + "\x18\x53\x80\x67\x01\x0f\xff\xff\xff\xff\xff\xff")));
}

TEST(WebMTest, ThatNestsWithoutEndIsNotRead)
{
    std::string nested;
    for (int depth = 0; depth < 1000; ++depth) nested = element("\xae", nested);
    EXPECT_EQ(examine(Format::webm, as_bytes(webm(nested))).error(), Unreadable::too_much);
}

TEST(Mp3Test, LosesWhatStandsAroundItsFrames)
{
    auto const id3 = "ID3\x04" + zeros(5) + "\x0f" + "TPE1" + number(5, 4) + zeros(2) + "Mina!";
    auto const id3v1 = "TAG" + std::string(125, 'x');
    auto const dirty = id3 + frame + frame + id3v1;
    EXPECT_EQ(kinds_of(Format::mp3, dirty), std::set{Kind::author});
    EXPECT_EQ(clean_copy(Format::mp3, dirty), frame + frame);
    EXPECT_TRUE(kinds_of(Format::mp3, frame + frame).empty());
}

TEST(Mp3Test, LosesWhatStandsBetweenItsFrames)
{
    EXPECT_EQ(clean_copy(Format::mp3, frame + frame + "something hidden" + frame + frame),
              frame + frame + frame + frame);
}

TEST(Mp3Test, WithoutAFrameIsNotRead)
{
    EXPECT_FALSE(examine(Format::mp3, as_bytes("ID3 and no sound")));
}

}  // namespace
}  // namespace nightletter::media
