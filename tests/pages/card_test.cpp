// pages/card.hpp: what readers need stands on the card, nothing on it is markup of a publisher's, nothing is fetched.
#include "pages/card.hpp"

#include <gmock/gmock.h>

#include "base/sha256.hpp"
#include "pages/comparison_words.hpp"
#include "pages/qr_code.hpp"

namespace nightletter::pages {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Card const card{*PublisherId::from(sha256(as_bytes("root 1")).bytes()), "<b>گروه & Friends"};

TEST(CardTest, ThePageHoldsNameIdAndWordsInThreeLanguages)
{
    auto const page = card_page(card);
    EXPECT_THAT(page, HasSubstr("&lt;b&gt;گروه &amp; Friends"));
    EXPECT_THAT(page, HasSubstr(publisher_text(card.publisher)));
    for (auto const& word : heard(text_of(comparison_words(card.publisher))).words)
        EXPECT_THAT(page, HasSubstr(">" + word + "<"));
    for (auto const* language : {R"(lang="en" dir="ltr")", R"(lang="fa" dir="rtl")", R"(lang="my" dir="ltr")"})
        EXPECT_THAT(page, HasSubstr(language));
}

TEST(CardTest, NeitherPageNorImageRunsOrFetchesAnything)
{
    for (auto const& text : {card_page(card), card_image(card)}) {
        EXPECT_THAT(text, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("href")), Not(HasSubstr("src=")),
                                Not(HasSubstr("url(")), Not(HasSubstr("@import")), Not(HasSubstr("<b>"))));
    }
    EXPECT_THAT(card_page(card), HasSubstr("default-src &#39;none&#39;"));
}

TEST(CardTest, TheCodeIsThatOfTheLinkInCapitals)
{
    std::string capitals = "NIGHTLETTER:";
    for (char const c : publisher_text(card.publisher))
        capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
    EXPECT_THAT(card_image(card), HasSubstr("d=\"" + QrCode{capitals}.svg_path() + "\""));
}

TEST(CardTest, AnImageIsXmlAndClosesEveryElement)
{
    auto const image = card_image(card);
    EXPECT_TRUE(image.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "));
    EXPECT_THAT(image, Not(HasSubstr("<!DOCTYPE")));
    EXPECT_TRUE(image.ends_with("</svg>\n\n"));
}

TEST(QrCodeTest, ThePathCoversTheDarkModulesAndNoOther)
{
    QrCode const code{"NIGHTLETTER:X"};
    std::size_t dark = 0;
    for (int y = 0; y < code.size(); ++y) {
        for (int x = 0; x < code.size(); ++x) dark += code.is_dark(x, y) ? 1U : 0U;
    }
    std::size_t covered = 0;
    auto const path = code.svg_path();
    for (std::size_t at = path.find('h'); at != std::string::npos; at = path.find("h", path.find('z', at)))
        covered += std::stoul(path.substr(at + 1));
    EXPECT_EQ(covered, dark);
    EXPECT_TRUE(code.is_dark(0, 0));
    EXPECT_FALSE(code.is_dark(-1, 0));
    EXPECT_FALSE(code.is_dark(code.size(), 0));
}

}  // namespace
}  // namespace nightletter::pages
