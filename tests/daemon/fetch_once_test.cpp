// mirror/fetch_once.hpp: what `nightletter get` stands on, against a daemon that has something to give.
#include "mirror/fetch_once.hpp"

#include "store/view_reader.hpp"
#include "tests/daemon/desk.hpp"

namespace nightletter::test {
namespace {

using namespace std::chrono_literals;

class FetchOnceTest : public DeskTest {
protected:
    mirror::Fetched fetch(std::optional<BundleId> bundle = std::nullopt)
    {
        mirror::FetchWish wish;
        wish.publisher = publisher.id();
        wish.bundle = bundle;
        wish.peers = {*swarm::parse_endpoint(desk.endpoint())};
        wish.store = place / "reader";
        wish.patience = 20s;
        return mirror::fetch_once(
            wish, [](mirror::Report const&) {}, interrupted);
    }

    std::atomic<bool> interrupted = false;
};

TEST_F(FetchOnceTest, ReturnsWhenEverythingTheFeedNamesIsSealed)
{
    output.add("night-school");
    auto const second = output.add("day-school");
    ASSERT_TRUE(desk.says(sealed(second.id)));
    auto const fetched = fetch();
    EXPECT_EQ(fetched.end, mirror::FetchEnd::complete);
    EXPECT_EQ(fetched.sealed.size(), 2U);
    ASSERT_TRUE(fetched.publisher);
    EXPECT_EQ(fetched.publisher->seq, 2U);
}

TEST_F(FetchOnceTest, ShowsOtherProgramsWhatItSealedWhenItReturns)
{
    auto const printed = output.add("night-school");
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    ASSERT_EQ(fetch().sealed.size(), 1U);
    auto view = store::ViewReader::open(place / "reader");
    ASSERT_TRUE(view) << view.error().sentence();
    EXPECT_TRUE(view->bundle(printed.id).value());
}

TEST_F(FetchOnceTest, FetchesOneBundleAlone)
{
    auto const first = output.add("night-school");
    auto const second = output.add("day-school");
    ASSERT_TRUE(desk.says(sealed(first.id)));
    ASSERT_TRUE(desk.says(sealed(second.id)));
    auto const fetched = fetch(second.id);
    EXPECT_EQ(fetched.end, mirror::FetchEnd::complete);
    ASSERT_EQ(fetched.sealed.size(), 1U);
    EXPECT_EQ(fetched.sealed[0].bundle, second.id);
}

TEST_F(FetchOnceTest, HasNothingMoreToDoTheSecondTime)
{
    auto const printed = output.add("night-school");
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    EXPECT_EQ(fetch().sealed.size(), 1U);
    auto const again = fetch();
    EXPECT_EQ(again.end, mirror::FetchEnd::complete);
    EXPECT_TRUE(again.sealed.empty());
}

TEST_F(FetchOnceTest, SaysThatTheFeedNamesNoSuchBundle)
{
    auto const printed = output.add("night-school");
    ASSERT_TRUE(desk.says(sealed(printed.id)));
    EXPECT_EQ(fetch(BundleId{}).end, mirror::FetchEnd::not_named);
}

TEST_F(FetchOnceTest, EndsWhenItIsInterrupted)
{
    interrupted = true;
    EXPECT_EQ(fetch().end, mirror::FetchEnd::interrupted);
}

}  // namespace
}  // namespace nightletter::test
