// docs/formats.md section 3, "Line text": every way in which the frame can be broken.
#include "base/line_document.hpp"

#include <gtest/gtest.h>

namespace nightletter {
namespace {

Expected<std::vector<Line>, LineFault> read(std::string_view text)
{
    return read_lines(as_bytes(text));
}

std::size_t faulty_line(std::string_view text)
{
    auto const lines = read(text);
    return lines ? 0 : lines.error().line;
}

TEST(LineDocumentTest, GivesFieldsWithTheirLineNumbers)
{
    auto const lines = read("version 3\nname Example Collective\nend\n");
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ((*lines)[0].fields().size(), 2U);
    EXPECT_EQ((*lines)[1].rest(), "Example Collective");
    EXPECT_EQ((*lines)[1].number(), 2U);
}

TEST(LineDocumentTest, NamesTheLineThatBreaksTheFrame)
{
    EXPECT_EQ(faulty_line("a\n\nend\n"), 2U);
    EXPECT_EQ(faulty_line("a \nend\n"), 1U);
    EXPECT_EQ(faulty_line(" a\nend\n"), 1U);
    EXPECT_EQ(faulty_line("a  b\nend\n"), 1U);
    EXPECT_EQ(faulty_line("a\r\nend\r\n"), 1U);
    EXPECT_EQ(faulty_line("\xef\xbb\xbf"
                          "a\nend\n"),
              1U);
    EXPECT_EQ(faulty_line("a\nb\xff\nend\n"), 2U);
    EXPECT_EQ(faulty_line("a\nend\nb\n"), 3U);
    EXPECT_EQ(faulty_line("a\nend"), 2U);
    EXPECT_EQ(faulty_line("a\n"), 2U);
    EXPECT_EQ(faulty_line(""), 1U);
}

TEST(LineDocumentTest, TakesLinesOf1024BytesAndNoMore)
{
    EXPECT_TRUE(read(std::string(1024, 'x') + "\nend\n"));
    EXPECT_FALSE(read(std::string(1025, 'x') + "\nend\n"));
}

TEST(LineDocumentTest, CountsHaveOneSpelling)
{
    EXPECT_EQ(parse_count("0"), 0U);
    EXPECT_EQ(parse_count("18446744073709551615"), 18446744073709551615U);
    for (auto const* text : {"", "01", "+1", "-1", " 1", "1 ", "0x1", "18446744073709551616", "1e3"}) {
        EXPECT_FALSE(parse_count(text)) << text;
    }
}

}  // namespace
}  // namespace nightletter
