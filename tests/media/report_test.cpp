// What the parent believes of a child that may be in a stranger's hands (docs/decisions/0008-confined-parsers.md).
#include "media/report.hpp"

#include <gtest/gtest.h>

namespace nightletter::media {
namespace {

Bytes bytes_of(std::string_view text)
{
    return copy_of(as_bytes(text));
}

TEST(ReportTest, ComesBackAsItWasWritten)
{
    Report const report{{{Kind::position, "Exif"}, {Kind::history, "bytes after the picture"}}, std::nullopt};
    EXPECT_EQ(parse_report(report_bytes(report)), report);
    Report const fault{{}, Unreadable::malformed};
    EXPECT_EQ(parse_report(report_bytes(fault)), fault);
}

TEST(ReportTest, OfAFileWithoutTagsIsClean)
{
    EXPECT_TRUE(parse_report(bytes_of("e"))->is_clean());
}

TEST(ReportTest, ThatStopsEarlyIsNone)
{
    auto const whole = report_bytes({{{Kind::position, "Exif"}}, Unreadable::malformed});
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_report(ByteView{whole}.first(size))) << size;
}

TEST(ReportTest, ThatGoesOnAfterItsEndIsNone)
{
    EXPECT_FALSE(parse_report(bytes_of("ee")));
}

TEST(ReportTest, WithAnUnknownKindOrFaultIsNone)
{
    using std::string_view_literals::operator""sv;
    EXPECT_FALSE(parse_report(bytes_of("t\x06\x01xe"sv)));
    EXPECT_FALSE(
        parse_report(bytes_of("u\x05"
                              "e"sv)));
}

TEST(ReportTest, CannotMakeATerminalDoThings)
{
    EXPECT_FALSE(parse_report(report_bytes({{{Kind::other, "\x1b[2J"}}, std::nullopt})));
}

TEST(ReportTest, WithTooManyOrTooLongTagsIsNone)
{
    EXPECT_FALSE(parse_report(report_bytes({{{Kind::other, std::string(longest_where + 1, 'x')}}, std::nullopt})));
    EXPECT_TRUE(parse_report(report_bytes({std::vector<Tag>(most_tags), std::nullopt})));
    EXPECT_FALSE(parse_report(report_bytes({std::vector<Tag>(most_tags + 1), std::nullopt})));
}

}  // namespace
}  // namespace nightletter::media
