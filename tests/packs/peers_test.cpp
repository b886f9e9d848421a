// The promise of packs/peers.hpp (docs/formats.md 5.9): a short list of what a person typed, with bounds.
#include "packs/peers.hpp"

#include <gtest/gtest.h>

namespace nightletter::packs {
namespace {

bool is_read(std::string const& lines)
{
    return Peers::parse(as_bytes("nightletter peers 1\n" + lines + "end\n")).has_value();
}

TEST(PeersTest, ReadsWhatItWrites)
{
    Peers const peers{{"192.0.2.7:6881", "[2001:db8::7]:6881"}};
    EXPECT_EQ(peers.text(), "nightletter peers 1\npeer 192.0.2.7:6881\npeer [2001:db8::7]:6881\nend\n");
    auto const read = Peers::parse(as_bytes(peers.text()));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->addresses, peers.addresses);
}

TEST(PeersTest, RefusesMoreThanItMayHold)
{
    std::string lines;
    for (std::size_t at = 0; at < most_peers; ++at) lines += "peer 192.0.2.7:" + std::to_string(1000 + at) + '\n';
    EXPECT_TRUE(is_read(lines));
    EXPECT_FALSE(is_read(lines + "peer 192.0.2.8:6881\n"));
    EXPECT_FALSE(Peers::parse(Bytes(largest_peers + 1)));
}

TEST(PeersTest, RefusesWhatATerminalWouldObeyAndOtherWords)
{
    EXPECT_FALSE(is_read("peer \x1b[2J\n"));
    EXPECT_FALSE(is_read("peer a b\n"));
    EXPECT_FALSE(is_read("friend 192.0.2.7:6881\n"));
    EXPECT_FALSE(Peers::parse(as_bytes("nightletter receipt 1\nend\n")));
}

}  // namespace
}  // namespace nightletter::packs
