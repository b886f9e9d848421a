// What a person may write as the address of a web server, a proxy, another place to call (docs/formats.md 3 and 5).
#include "base/web_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nightletter {
namespace {

TEST(WebAddressTest, TakesAProxyByConnectOrBySocksThatLooksUpNamesItself)
{
    for (auto const* const proxy :
         {"http://127.0.0.1:8118", "socks5h://127.0.0.1:9050", "socks5h://[::1]:9050", "http://gate.example:80"}) {
        EXPECT_TRUE(is_proxy_address(proxy)) << proxy;
    }
}

TEST(WebAddressTest, RefusesAProxyThatWouldLookUpNamesHere)
{
    EXPECT_FALSE(is_proxy_address("socks5://127.0.0.1:9050"));
    EXPECT_FALSE(is_proxy_address("socks4://127.0.0.1:9050"));
}

TEST(WebAddressTest, RefusesAProxyWithAUserAPathOrNoPort)
{
    for (auto const* const proxy : {"http://me:secret@127.0.0.1:8118", "http://127.0.0.1", "http://127.0.0.1:0",
                                    "http://127.0.0.1:65536", "http://127.0.0.1:80/x", "127.0.0.1:80", "http://:80",
                                    "http://[::1:80", "ftp://127.0.0.1:80", "", "http://"}) {
        EXPECT_FALSE(is_proxy_address(proxy)) << proxy;
    }
    EXPECT_FALSE(is_proxy_address("http://" + std::string(longest_proxy_address, 'a') + ":80"));
}

TEST(WebAddressTest, TakesAnotherPlaceToCallAsCurlWritesIt)
{
    for (auto const* const text :
         {"mirror.example:443:192.0.2.7:443", "::192.0.2.7:443", "mirror.example::front.example:8443",
          "mirror.example:443:[2001:db8::7]:443", "[2001:db8::1]:443:192.0.2.7:443"}) {
        EXPECT_TRUE(is_connect_to(text)) << text;
    }
}

TEST(WebAddressTest, RefusesAnotherPlaceToCallThatIsNotWhole)
{
    for (auto const* const text : {"", "mirror.example:443", "mirror.example:443:192.0.2.7", "a:1:b:2:3", "a:1::2",
                                   "a:1:b:", "a:x:b:2", "a:1:b c:2", "a:1:[::7:2"}) {
        EXPECT_FALSE(is_connect_to(text)) << text;
    }
}

}  // namespace
}  // namespace nightletter
