// The header in which a server says what it sends (RFC 9110, 14.4).
#include "web/content_range.hpp"

#include <gtest/gtest.h>

namespace nightletter::web {
namespace {

TEST(ContentRangeTest, ReadsWhichBytesOfHowMany)
{
    EXPECT_EQ(parse_content_range(" bytes 0-99/1234\r\n"), (ContentRange{0, 99, 1234}));
    EXPECT_EQ(parse_content_range("bytes 1233-1233/1234"), (ContentRange{1233, 1233, 1234}));
}

TEST(ContentRangeTest, RefusesWhatIsNoRangeOfAKnownFile)
{
    for (auto const* const text : {"", "bytes", "bytes 0-99/*", "bytes */1234", "bytes 99-0/1234", "bytes 0-1234/1234",
                                   "bytes 0-99/1234x", "lines 0-99/1234", "bytes -1-99/1234", "bytes 0-99",
                                   "bytes 0-99/18446744073709551616", "bytes 0 - 99/1234", "bytes +0-99/1234"}) {
        EXPECT_FALSE(parse_content_range(text)) << text;
    }
}

}  // namespace
}  // namespace nightletter::web
