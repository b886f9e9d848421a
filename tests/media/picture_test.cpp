// What is taken out of pictures and what stays, on files made by hand; tests/cli/media_test.py does the same on real
// ones, beside exiftool.
#include <gtest/gtest.h>

#include <algorithm>

#include "media/exif.hpp"
#include "media/octets_at.hpp"
#include "tests/media/looked.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;
using test::clean_copy;
using test::kinds_of;
using test::text_of;

std::string segment(std::uint8_t code, std::string_view body)
{
    Bytes made{0xFF, code};
    append_big_endian(made, body.size() + 2, 2);
    return text_of(made) + std::string{body};
}

constexpr auto scan = "\xff\xda\x00\x04..\x12\xff\x00\x34\xff\xd0\x56\xff\xd9"sv;

std::string jpeg(std::string const& segments)
{
    return "\xff\xd8" + segment(0xDB, std::string(65, 'q')) + segments + std::string{scan};
}

std::string exif_with(std::uint16_t field, std::uint16_t orientation = 1)
{
    Bytes tiff = copy_of(as_bytes("II*\0\x08\0\0\0\x02\0"sv));
    for (auto const& [tag, value] :
         {std::pair{std::uint16_t{0x0112}, orientation}, std::pair{field, std::uint16_t{9}}}) {
        append_little_endian(tiff, tag, 2);
        append_little_endian(tiff, 3, 2);
        append_little_endian(tiff, 1, 4);
        append_little_endian(tiff, value, 4);
    }
    append_little_endian(tiff, 0, 4);
    return text_of(tiff);
}

std::string chunk(std::string_view type, std::string_view body)
{
    Bytes made;
    append_big_endian(made, body.size(), 4);
    return text_of(made) + std::string{type} + std::string{body} + "sums";
}

std::string png(std::string const& chunks)
{
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, 'h')) + chunks + chunk("IDAT", "pixels") +
           chunk("IEND", "");
}

std::string riff_chunk(std::string_view type, std::string_view body)
{
    Bytes made;
    append_little_endian(made, body.size(), 4);
    return std::string{type} + text_of(made) + std::string{body} + (body.size() % 2 == 1 ? std::string(1, '\0') : "");
}

std::string webp(std::string const& chunks)
{
    return riff_chunk("RIFF", "WEBP" + chunks);
}

TEST(JpegTest, WithNothingButAPictureIsClean)
{
    EXPECT_TRUE(kinds_of(Format::jpeg, jpeg("")).empty());
    EXPECT_TRUE(kinds_of(Format::jpeg, jpeg(segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"sv))).empty());
    EXPECT_TRUE(kinds_of(Format::jpeg, jpeg(segment(0xEE, "Adobe\0\x64\0\0\0\0\1"sv))).empty());
}

TEST(JpegTest, TellsEachKindByItsField)
{
    auto const kinds = [](std::uint16_t field) {
        return kinds_of(Format::jpeg, jpeg(segment(0xE1, std::string{"Exif\0\0"sv} + exif_with(field))));
    };
    EXPECT_EQ(kinds(0x8825), std::set{Kind::position});
    EXPECT_EQ(kinds(0x013B), std::set{Kind::author});
    EXPECT_EQ(kinds(0x0110), std::set{Kind::device});
    EXPECT_EQ(kinds(0x0201), std::set{Kind::history});
    EXPECT_EQ(kinds(0x0132), std::set{Kind::date});
    EXPECT_EQ(kinds(0x9286), std::set{Kind::other});
}

TEST(JpegTest, LosesWhatItTellsAndKeepsTheRest)
{
    auto const dirty = jpeg(segment(0xE1, std::string{"Exif\0\0"sv} + exif_with(0x8825)) + segment(0xFE, "a comment") +
                            segment(0xE2, "ICC_PROFILE\0..."sv) + segment(0xE5, "a maker")) +
                       "a film of the second before";
    EXPECT_EQ(clean_copy(Format::jpeg, dirty), jpeg(""));
}

TEST(JpegTest, StaysTheRightWayUp)
{
    auto const dirty = jpeg(segment(0xE1, std::string{"Exif\0\0"sv} + exif_with(0x8825, 6)));
    auto const clean = clean_copy(Format::jpeg, dirty);
    EXPECT_EQ(clean, jpeg(segment(0xE1, std::string{"Exif\0\0"sv} + text_of(plain_exif(6)))));
    EXPECT_TRUE(kinds_of(Format::jpeg, clean).empty());
    EXPECT_EQ(read_exif(plain_exif(6)).orientation, 6);
}

TEST(JpegTest, LosesTheThumbnailInItsFrame)
{
    auto const dirty = jpeg(segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1rgb"sv));
    EXPECT_EQ(clean_copy(Format::jpeg, dirty), jpeg(segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"sv)));
}

TEST(JpegTest, ThatEndsEarlyIsNotRead)
{
    auto const whole = jpeg(segment(0xFE, "a comment"));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(examine(Format::jpeg, as_bytes(whole).first(size))) << size;
}

TEST(PngTest, LosesTextTimeAndProfilesAndKeepsTheRest)
{
    auto const dirty = png(chunk("tEXt", "Author\0Mina"sv) + chunk("tIME", "1234567") + chunk("iCCP", "x") +
                           chunk("eXIf", exif_with(0x8825)) + chunk("prVt", "?")) +
                       "more";
    EXPECT_EQ(kinds_of(Format::png, dirty),
              (std::set{Kind::position, Kind::author, Kind::device, Kind::history, Kind::date, Kind::other}));
    EXPECT_EQ(clean_copy(Format::png, dirty), png(""));
}

TEST(PngTest, KeepsWhatAnAnimationNeeds)
{
    EXPECT_TRUE(
        kinds_of(Format::png, png(chunk("acTL", "12345678") + chunk("fcTL", "x") + chunk("tRNS", "x"))).empty());
}

TEST(PngTest, StaysTheRightWayUp)
{
    auto const clean = clean_copy(Format::png, png(chunk("eXIf", exif_with(0x0110, 8))));
    EXPECT_NE(clean.find("eXIf" + text_of(plain_exif(8))), std::string::npos);
    EXPECT_TRUE(kinds_of(Format::png, clean).empty());
}

TEST(PngTest, AChunkThatClaimsMoreThanTheFileHasIsNotRead)
{
    EXPECT_FALSE(examine(Format::png, as_bytes("\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIDATx"sv)));
}

TEST(WebPTest, LosesChunksAndSaysSoInItsHeader)
{
    auto const dirty =
        webp(riff_chunk("VP8X", "\x2c\0\0\0......"sv) + riff_chunk("ICCP", "abc") + riff_chunk("VP8 ", "pixels") +
             riff_chunk("EXIF", exif_with(0x8825)) + riff_chunk("XMP ", "<a xmp:CreatorTool='x'/>"));
    EXPECT_EQ(kinds_of(Format::webp, dirty), (std::set{Kind::position, Kind::device}));
    EXPECT_EQ(clean_copy(Format::webp, dirty),
              webp(riff_chunk("VP8X", "\0\0\0\0......"sv) + riff_chunk("VP8 ", "pixels")));
}

TEST(WebPTest, LosesWhatHidesInAFrame)
{
    auto const frame = [](std::string const& inside) {
        return webp(riff_chunk("ANMF", std::string(16, '\0') + inside + riff_chunk("VP8L", "pixels")));
    };
    EXPECT_EQ(clean_copy(Format::webp, frame(riff_chunk("XMP ", "secret"))),
              frame(riff_chunk("JUNK", std::string(6, '\0'))));
}

TEST(WebPTest, AFrameInAFrameIsNotRead)
{
    auto const frame = [](std::string const& inside) { return riff_chunk("ANMF", std::string(16, '\0') + inside); };
    EXPECT_FALSE(examine(Format::webp, as_bytes(webp(frame(frame(frame("")))))));
}

}  // namespace
}  // namespace nightletter::media
