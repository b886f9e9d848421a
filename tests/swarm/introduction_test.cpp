// docs/formats.md 7.16: the bytes by which neighbours name one another.
#include "swarm/introduction.hpp"

#include <gmock/gmock.h>

#include <libtorrent/address.hpp>

#include "base/octets.hpp"

namespace nightletter::swarm {
namespace {

lt::tcp::endpoint peer(char const* address, std::uint16_t port)
{
    return {lt::make_address(address), port};
}

TEST(IntroductionTest, IsReadBackAsItWasWritten)
{
    std::vector const peers{peer("192.0.2.7", 6881), peer("2001:db8::7", 258)};
    auto const payload = introduction(peers);
    EXPECT_EQ(payload.size(), 7U + 19U);
    EXPECT_EQ(to_hex(ByteView{payload}.first(7)),
              "04c0000207"
              "1ae1");
    EXPECT_EQ(parse_introduction(payload).value(), peers);
    EXPECT_TRUE(parse_introduction({}).value().empty());
}

TEST(IntroductionTest, HoldsAtMostFifty)
{
    std::vector const fifty(most_introduced, peer("192.0.2.7", 6881));
    auto payload = introduction(fifty);
    EXPECT_EQ(parse_introduction(payload).value().size(), 50U);
    payload.insert(payload.end(), payload.begin(), payload.begin() + 7);
    EXPECT_EQ(parse_introduction(payload).error(), IntroductionFault::too_long);
}

TEST(IntroductionTest, RefusesWhatIsCutOrOfAnUnknownKind)
{
    auto const payload = introduction({peer("192.0.2.7", 6881)});
    for (std::size_t size = 1; size < payload.size(); ++size) {
        EXPECT_EQ(parse_introduction(ByteView{payload}.first(size)).error(), IntroductionFault::broken_off) << size;
    }
    EXPECT_EQ(parse_introduction(Bytes{5, 0, 0, 0, 0, 0, 1, 1}).error(), IntroductionFault::unknown_kind);
}

}  // namespace
}  // namespace nightletter::swarm
