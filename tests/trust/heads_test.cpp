// docs/formats.md section 4: the newest feed in one datagram, and what a head may and may not do.
#include "trust/heads.hpp"

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::release_of;

class HeadsTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    Scene scene{newsroom.id()};
    test::Pen const& announce = newsroom.announce_pens.front();
    Feed feed;
    FeedPoint point;
    Heads heads;

    void SetUp() override
    {
        scene.given_roots(newsroom);
        scene.given("feed", newsroom.publish({release_of("a")}));
        feed = newsroom.newest_feed();
        point = {feed.epoch, feed.seq, sha256(as_bytes(feed.text()))};
        heads = test::heads_by(announce, feed);
    }
    std::string judge(Heads const& made) { return scene.judge("heads", {copy_of(as_bytes(made.text())), {}}); }
    std::string judge_head(FeedPoint const& of, std::string const& salt, test::Pen const& pen)
    {
        return scene.judge_head(head_value(of), head_item_seq(of), salt, pen.sign(head_message(of, salt)));
    }
};

TEST_F(HeadsTest, AreSixtyWeeksFromTheWeekOfTheFeed)
{
    ASSERT_EQ(heads.items.size(), 60U);
    EXPECT_EQ(heads.items.front().salt, "0/2026-W18");
    EXPECT_EQ(heads.items[35].salt, "0/2026-W53");
    EXPECT_EQ(heads.items[36].salt, "0/2027-W01");
    EXPECT_EQ(heads.items.back().salt, "0/2027-W24");
    EXPECT_EQ(judge(heads), "accepted");
    scene.keep("heads-good", "sixty items beside feed 1");
}

// BEP 44: what is signed is the salt, the sequence and the value, each bencoded, in this order.
TEST_F(HeadsTest, SignTheBytesThatAMutableItemSigns)
{
    FeedPoint const some{3, 17, sha256(as_bytes("a feed"))};
    std::string const hash{as_text(some.feed.bytes())};
    EXPECT_EQ(as_text(head_value(some)), "d1:ei3e1:h32:" + hash + "1:si17ee");
    EXPECT_EQ(as_text(head_message(some, "3/2026-W18")),
              "4:salt10:3/2026-W183:seqi3298534883345e1:vd1:ei3e1:h32:" + hash + "1:si17ee");
}

TEST_F(HeadsTest, AreRefusedWithAnItemMissingOrOfAnotherWeek)
{
    auto fewer = heads;
    fewer.items.pop_back();
    EXPECT_EQ(judge(fewer), "wrong-slot");
    auto exchanged = heads;
    std::swap(exchanged.items[3], exchanged.items[4]);
    EXPECT_EQ(judge(exchanged), "wrong-slot");
    scene.keep("wrong-slot", "two items in each other's place");
}

TEST_F(HeadsTest, AreRefusedWhenTheAnnounceKeyDidNotSignOneOfThem)
{
    heads.items[59].signature = newsroom.release_pens.front().sign(head_message(point, heads.items[59].salt));
    EXPECT_EQ(judge(heads), "bad-signature");
    scene.keep("heads-bad-signature", "the last item is signed by a release key");
}

TEST_F(HeadsTest, AreRefusedForAnotherPublisherOrAnOlderFeed)
{
    auto changed = heads;
    changed.publisher = test::Newsroom{"Somebody else"}.id();
    EXPECT_EQ(judge(changed), "wrong-publisher");
    scene.keep("heads-wrong-publisher", "heads of another publisher");
    scene.given("feed", newsroom.publish({release_of("b")}));
    EXPECT_EQ(judge(heads), "rolled-back");
    scene.keep("heads-rolled-back", "the heads of feed 1 beside feed 2");
}

TEST_F(HeadsTest, AreLineText)
{
    auto text = heads.text();
    EXPECT_EQ(Heads::parse(as_bytes(text)), heads);
    EXPECT_EQ(Heads::parse(as_bytes(text + "more\n")).error(), Refusal::malformed);
    EXPECT_EQ(Heads::parse(as_bytes(replaced(text, "item ", "itum "))).error(), Refusal::malformed);
}

TEST_F(HeadsTest, OneItemTellsOfANewerFeed)
{
    auto const newer = newsroom.publish({release_of("b")});
    FeedPoint const next{0, 2, test::hash_of(newer)};
    EXPECT_EQ(judge_head(next, "0/2026-W19", announce), "accepted");
    scene.keep("head-newer", "one item that names feed 2: a reason to look for it, nothing more");
}

TEST_F(HeadsTest, OneItemIsIgnoredWhenItIsOlderThanWhatIsHeld)
{
    scene.given("feed", newsroom.publish({release_of("b")}));
    EXPECT_EQ(judge_head(point, "0/2026-W19", announce), "rolled-back");
    scene.keep("head-rolled-back", "last week's value, put again by somebody");
}

TEST_F(HeadsTest, OneItemOfTheFeedHeldIsRoutine)
{
    EXPECT_EQ(judge_head(point, "0/2026-W19", announce), "already-held");
}

TEST_F(HeadsTest, TwoValuesForOneSequenceAreEvidence)
{
    EXPECT_EQ(judge_head({0, 1, sha256(as_bytes("another feed 1"))}, "0/2026-W19", announce), "equivocation");
    scene.keep("head-equivocation", "the announce key names another feed 1 than the one held");
}

TEST_F(HeadsTest, OneItemCountsOnlyInItsOwnSlot)
{
    FeedPoint const next{0, 2, sha256(as_bytes("feed 2"))};
    for (auto const* salt :
         {"0/2026-W54", "0/2026-W00", "0/2027-W53", "1/2026-W19", "00/2026-W19", "0/2026-W1", "0/"}) {
        EXPECT_EQ(judge_head(next, salt, announce), "wrong-slot") << salt;
    }
    EXPECT_EQ(scene.judge_head(head_value(next), 3, "0/2026-W19", Signature{}), "wrong-slot");
    scene.keep("head-wrong-slot", "an item seq that is not that of its epoch and sequence");
}

TEST_F(HeadsTest, OneItemIsRefusedWithASignatureForAnotherWeek)
{
    FeedPoint const next{0, 2, sha256(as_bytes("feed 2"))};
    auto const signature = announce.sign(head_message(next, "0/2026-W19"));
    EXPECT_EQ(scene.judge_head(head_value(next), head_item_seq(next), "0/2026-W20", signature), "bad-signature");
    scene.keep("head-bad-signature", "the item of week 19, put into the slot of week 20");
}

TEST_F(HeadsTest, OneItemHasOneSpelling)
{
    FeedPoint const next{0, 2, sha256(as_bytes("feed 2"))};
    auto const signature = announce.sign(head_message(next, "0/2026-W19"));
    auto value = head_value(next);
    value.push_back('e');
    EXPECT_EQ(scene.judge_head(value, head_item_seq(next), "0/2026-W19", signature), "malformed");
    scene.keep("head-malformed", "a byte after the dictionary, which libtorrent would pass on");
    for (std::size_t size = 0; size + 1 < value.size(); ++size) {
        auto const part = ByteView{value}.first(size);
        EXPECT_EQ(check_head(part, head_item_seq(next), "0/2026-W19", signature, announce.key().key).error(),
                  Refusal::malformed);
    }
    auto const padded = "d1:ei00e1:h32:" + std::string(32, 'x') + "1:si2ee";
    EXPECT_EQ(scene.judge_head(as_bytes(padded), 2, "0/2026-W19", signature), "malformed");
}

TEST_F(HeadsTest, AHeadMakesNothingTrustedAndOnlyRaisesASuspicion)
{
    auto const clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};
    ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
    ASSERT_TRUE(desk.consider_feed(signed_by(newsroom.release_pens, feed), clock));
    auto const newer = newsroom.publish({release_of("b")});
    FeedPoint const next{0, 2, test::hash_of(newer)};
    auto const signature = announce.sign(head_message(next, "0/2026-W19"));
    ASSERT_TRUE(desk.consider_head(head_value(next), head_item_seq(next), "0/2026-W19", signature));
    EXPECT_EQ(desk.feeds().high_water, point);
    EXPECT_EQ(desk.labels(clock).front().text(), "suspected-freeze");
    ASSERT_TRUE(desk.consider_feed(newer, clock));
    EXPECT_EQ(desk.labels(clock).front().text(), "current");
}

}  // namespace
}  // namespace nightletter::trust
