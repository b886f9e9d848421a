// docs/formats.md 1.6: a link names a publisher, perhaps a bundle, and places to ask that prove nothing.
#include "reader/link.hpp"

#include <gtest/gtest.h>

namespace nightletter::reader {
namespace {

std::string const publisher = publisher_text(PublisherId{});
std::string const bundle = bundle_text(BundleId{});

TEST(LinkTest, NamesAPublisherAlone)
{
    auto const link = parse_link("nightletter:" + publisher);
    ASSERT_TRUE(link);
    EXPECT_EQ(link->publisher, PublisherId{});
    EXPECT_FALSE(link->bundle);
    EXPECT_EQ(link->text(), "nightletter:" + publisher);
}

TEST(LinkTest, CarriesABundleWithHintsBothWays)
{
    auto const text = "nightletter:" + publisher + '/' + bundle +
                      "?m=https://mirror.example/a%3Fb/&x=192.0.2.7:6881&x=[2001:db8::1]:1";
    auto const link = parse_link(text);
    ASSERT_TRUE(link);
    EXPECT_EQ(link->bundle, BundleId{});
    EXPECT_EQ(link->mirrors, std::vector<std::string>{"https://mirror.example/a?b/"});
    EXPECT_EQ(link->peers, (std::vector<std::string>{"192.0.2.7:6881", "[2001:db8::1]:1"}));
    EXPECT_EQ(link->text(), text);
    EXPECT_EQ(link->qr_text(), text);
}

TEST(LinkTest, IsInCapitalsInAQrCodeAndReadBackFromThere)
{
    auto const link = parse_link("nightletter:" + publisher + '/' + bundle);
    ASSERT_TRUE(link);
    EXPECT_EQ(link->qr_text().find_first_of("abcdefghijklmnopqrstuvwxyz"), std::string::npos);
    EXPECT_EQ(parse_link(link->qr_text()), link);
}

TEST(LinkTest, RefusesALinkThatWouldBeTooLongOncePassedOn)
{
    // Three bytes each when they are written.
    auto const raw = [](std::size_t length) {
        return "nightletter:" + publisher + "?m=https://a/" + std::string(length, '$') + "&m=https://b/" +
               std::string(180, '$') + "&m=https://c/" + std::string(180, '$') + "&m=https://d/" +
               std::string(180, '$');
    };
    ASSERT_LT(raw(180).size(), longest_link);
    EXPECT_FALSE(parse_link(raw(180)));
    auto const shorter = parse_link(raw(1));
    ASSERT_TRUE(shorter);
    EXPECT_LE(shorter->text().size(), longest_link);
}

TEST(LinkTest, RefusesWhatIsNotOneLink)
{
    auto const good = "nightletter:" + publisher;
    for (auto const& bad : std::vector<std::string>{"",
                                                    publisher,
                                                    "nightletter:",
                                                    "nightletter:" + bundle,
                                                    good + "/",
                                                    good + "/" + publisher,
                                                    good + "/" + bundle + "/",
                                                    good + "?",
                                                    good + "?m=http://plain.example/",
                                                    good + "?m=https://a b/",
                                                    good + "?q=1",
                                                    good + "?x=host",
                                                    good + "?x=:1",
                                                    good + "?x=host:0",
                                                    good + "?x=host:65536",
                                                    good + "?x=host:99999999",
                                                    good + "?x=a%2",
                                                    good + "?x=a%zz:1",
                                                    good + "?x=a%00b:1",
                                                    good + "?x=a:1&",
                                                    "https://example/" + publisher,
                                                    " " + good,
                                                    good + " "}) {
        EXPECT_FALSE(parse_link(bad)) << bad;
    }
}

TEST(LinkTest, HasABoundOnHints)
{
    auto text = "nightletter:" + publisher + "?x=a:1";
    for (std::size_t i = 1; i < most_hints; ++i) text += "&x=a:1";
    EXPECT_TRUE(parse_link(text));
    EXPECT_FALSE(parse_link(text + "&x=a:1"));
}

}  // namespace
}  // namespace nightletter::reader
