// What swarm/endpoint.hpp promises: a peer's address is numeric, has a port, and no name is ever looked up.
#include "swarm/endpoint.hpp"

#include <gtest/gtest.h>

namespace nightletter::swarm {
namespace {

TEST(EndpointTest, ReadsBothFamiliesAndWritesThemBack)
{
    for (auto const* text : {"192.0.2.7:6881", "[2001:db8::7]:443", "127.0.0.1:1"}) {
        auto const endpoint = parse_endpoint(text);
        ASSERT_TRUE(endpoint) << text;
        EXPECT_EQ(endpoint_text(*endpoint), text);
    }
}

TEST(EndpointTest, RefusesNamesMissingPortsAndWrongNumbers)
{
    for (auto const* text :
         {"", ":", "192.0.2.7", "mirror.example:6881", "192.0.2.7:", "192.0.2.7:65536", "192.0.2.7:-1",
          "192.0.2.7:68 81", "192.0.2.300:6881", "2001:db8::7:6881", "[192.0.2.7]:6881", "[]:1"}) {
        EXPECT_FALSE(parse_endpoint(text)) << text;
    }
}

TEST(EndpointTest, PortZeroIsOnlyForListening)
{
    EXPECT_FALSE(parse_endpoint("127.0.0.1:0"));
    EXPECT_TRUE(parse_listen_endpoint("127.0.0.1:0"));
}

TEST(EndpointTest, TroubleNamesWhatWasRead)
{
    EXPECT_NE(parse_endpoint("mirror.example:6881").error().sentence().find("mirror.example:6881"), std::string::npos);
}

}  // namespace
}  // namespace nightletter::swarm
