// pages/html.hpp: nothing from outside can become markup.
#include "pages/html.hpp"

#include <gtest/gtest.h>

namespace nightletter::pages {
namespace {

TEST(HtmlTest, EscapesTextAndValues)
{
    Html html;
    html.open("p", {{"title", "\"'<&>"}}).text("<script>alert('&')</script>").close();
    EXPECT_EQ(std::move(html).finish(),
              "<!DOCTYPE html>\n<p "
              "title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>\n");
}

TEST(HtmlTest, ClosesElementsInTheOrderTheyWereOpened)
{
    Html html;
    html.open("div").open("p").leaf("b", "x").empty("br").close().close();
    EXPECT_EQ(std::move(html).finish(), "<!DOCTYPE html>\n<div><p><b>x</b><br></p></div>\n");
}

TEST(HtmlTest, LeadsOnlyToAnchorsRelativePathsAndHttps)
{
    for (auto const* good : {"#t3", "fa.html", "files/data/media/a.opus", "https://example.org/?a=b&c"}) {
        EXPECT_EQ(Link{good}.target(), good);
    }
    for (auto const* bad : {"javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
                            "http://example.org", "//example.org", "/etc", "\\\\host", "file:///etc", "", " https://x",
                            "https:/x", "vbscript:x"}) {
        EXPECT_EQ(Link{bad}.target(), "#") << bad;
    }
}

TEST(HtmlTest, EscapesTheTargetOfALink)
{
    Html html;
    html.link(Link{"https://example.org/\"onclick=\"x"}).text("y").close();
    EXPECT_EQ(std::move(html).finish(),
              "<!DOCTYPE html>\n<a href=\"https://example.org/&quot;onclick=&quot;x\">y</a>\n");
}

TEST(HtmlDeathTest, EndsTheProcessOverAnElementLeftOpen)
{
    EXPECT_DEATH(
        {
            Html html;
            html.open("p");
            (void)std::move(html).finish();
        },
        "open_.empty");
}

}  // namespace
}  // namespace nightletter::pages
