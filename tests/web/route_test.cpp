// What a person may write as a proxy, or as another place to call (docs/handbook.md, "By the web").
#include "web/route.hpp"

#include <gtest/gtest.h>

namespace nightletter::web {
namespace {

TEST(RouteTest, TakesAProxyByConnectOrBySocksThatLooksUpNamesItself)
{
    for (auto const* const proxy :
         {"http://127.0.0.1:8118", "socks5h://127.0.0.1:9050", "socks5h://[::1]:9050", "http://gate.example:80"}) {
        EXPECT_TRUE(is_proxy(proxy)) << proxy;
    }
}

TEST(RouteTest, RefusesAProxyThatWouldLookUpNamesHere)
{
    EXPECT_FALSE(is_proxy("socks5://127.0.0.1:9050"));
    EXPECT_FALSE(is_proxy("socks4://127.0.0.1:9050"));
}

TEST(RouteTest, RefusesAProxyWithAUserAPathOrNoPort)
{
    for (auto const* const proxy : {"http://me:secret@127.0.0.1:8118", "http://127.0.0.1", "http://127.0.0.1:0",
                                    "http://127.0.0.1:65536", "http://127.0.0.1:80/x", "127.0.0.1:80", "http://:80",
                                    "http://[::1:80", "ftp://127.0.0.1:80", "", "http://"}) {
        EXPECT_FALSE(is_proxy(proxy)) << proxy;
    }
    EXPECT_FALSE(is_proxy("http://" + std::string(longest_proxy, 'a') + ":80"));
}

TEST(RouteTest, TakesAnotherPlaceToCallAsCurlWritesIt)
{
    for (auto const* const text :
         {"mirror.example:443:192.0.2.7:443", "::192.0.2.7:443", "mirror.example::front.example:8443",
          "mirror.example:443:[2001:db8::7]:443", "[2001:db8::1]:443:192.0.2.7:443"}) {
        EXPECT_TRUE(is_connect_to(text)) << text;
    }
}

TEST(RouteTest, RefusesAnotherPlaceToCallThatIsNotWhole)
{
    for (auto const* const text : {"", "mirror.example:443", "mirror.example:443:192.0.2.7", "a:1:b:2:3", "a:1::2",
                                   "a:1:b:", "a:x:b:2", "a:1:b c:2", "a:1:[::7:2"}) {
        EXPECT_FALSE(is_connect_to(text)) << text;
    }
}

}  // namespace
}  // namespace nightletter::web
