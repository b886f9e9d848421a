// docs/formats.md sections 6 and 7: what a neighbour can do to a follower, and what it costs that neighbour.

#include <gtest/gtest.h>

#include "tests/mirror/follower_fixture.hpp"

namespace nightletter::mirror {
namespace {

TEST_F(FollowerTest, TurnsAwayWhoSendsOtherBytesThanItAnnounced)
{
    auto neighbour = informed();
    neighbour.spoils = true;
    auto const peer = meet(neighbour);
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("hash-mismatch"));
    EXPECT_EQ(records, 0);
}

TEST_F(FollowerTest, TurnsAwayWhoBreaksTheForm)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    tell(swarm::MessageArrived{topic, peer, Bytes{2, 0}});
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("wrong-length"));
}

TEST_F(FollowerTest, TurnsAwayWhoSendsWhatNobodyAskedFor)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    say(peer, Part{sha256(as_bytes("x")), 1, 0, Bytes{1}});
    EXPECT_THAT(turned_away, Contains(peer));
}

TEST_F(FollowerTest, IgnoresMessagesOfALaterVersion)
{
    Neighbour neighbour{publisher.id()};
    auto const peer = meet(neighbour);
    tell(swarm::MessageArrived{topic, peer, Bytes{99, 1, 2, 3}});
    EXPECT_TRUE(turned_away.empty());
}

TEST_F(FollowerTest, AsksAnotherBesidesWhenOneIsSilent)
{
    auto silent = informed();
    silent.is_silent = true;
    meet(silent);
    auto honest = informed();
    meet(honest);
    EXPECT_EQ(seq(), 0U);  // one at a time, as long as it may still answer
    wait(Follower::turn);
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, TurnsAwayWhoDoesNotAnswer)
{
    auto silent = informed();
    silent.is_silent = true;
    auto const peer = meet(silent);
    wait(patience);
    EXPECT_THAT(turned_away, Contains(peer));
    EXPECT_THAT(refusals, Contains("deadline-passed"));
}

TEST_F(FollowerTest, AForgedFeedChangesNothing)
{
    auto neighbour = informed();
    meet(neighbour);
    // Under the publisher's name, by a stranger's keys.
    Newsroom stranger{"A Stranger"};
    tell(HaulFound{haul_of(publisher, test::signed_by(stranger.release_pens, publisher.next_feed()))});
    EXPECT_THAT(refusals, Contains("feed not-in-role"));
    EXPECT_EQ(seq(), 1U);
}

TEST_F(FollowerTest, DoesNotGoBackSoonToWhoPromisedNewsAndHadNone)
{
    auto neighbour = informed();
    meet(neighbour);
    auto boaster = informed();
    boaster.claims = Have{1, 0, 99, sha256(as_bytes("a boast"))};
    auto const peer = meet(boaster);
    auto const visits = follower.visits();
    for (int i = 0; i < 20; ++i) say(peer, boaster.have());
    talk();
    EXPECT_EQ(follower.visits(), visits);
    wait(Follower::rest_after_boast);
    EXPECT_EQ(follower.visits(), visits + 1);
}

TEST_F(FollowerTest, JudgesAFolderExactlyAsTheNetwork)
{
    tell(HaulFound{haul_of(publisher, feed)});
    EXPECT_EQ(seq(), 1U);
    EXPECT_EQ(records, 1);
    tell(HaulFound{haul_of(publisher, feed)});  // the same again is no news
    EXPECT_EQ(records, 1);
    EXPECT_TRUE(refusals.empty());
}

TEST_F(FollowerTest, LendsWhatItHasAdopted)
{
    auto neighbour = informed();
    meet(neighbour);
    Follower second{Ledger{publisher.id(), UtcTime{}}, no_infos};
    // The second one's questions, answered by the first one's own desk.
    swarm::PeerTag const theirs{1000};
    tell(swarm::PeerJoined{topic, theirs});
    (void)second.handle(swarm::PeerJoined{topic, theirs}, now, at(today));
    std::deque<Bytes> to_second{encode(follower.ledger().have())};
    for (int rounds = 0; rounds < 100 && !to_second.empty(); ++rounds) {
        auto const payload = to_second.front();
        to_second.pop_front();
        for (auto& action : second.handle(swarm::MessageArrived{topic, theirs, payload}, now, at(today))) {
            if (std::holds_alternative<KeepRecord>(action)) (void)second.handle(RecordKept{}, now, at(today));
            auto const* const words = std::get_if<Tell>(&action);
            if (words == nullptr) continue;
            for (auto& reply : follower.handle(swarm::MessageArrived{topic, theirs, words->payload}, now, at(today))) {
                if (auto const* const back = std::get_if<Tell>(&reply)) to_second.push_back(back->payload);
            }
        }
    }
    EXPECT_EQ(second.ledger().seen(), follower.ledger().seen());
}

TEST_F(FollowerTest, AsksEveryNeighbourForAnInfoDictionaryUntilOneHasIt)
{
    auto const info = copy_of(as_bytes("d9:file treedee"));
    auto const info_hash = *InfoHash::from(sha256(info).bytes());
    auto without = informed();
    meet(without);
    class WithInfo final : public Neighbour {
    public:
        using Neighbour::Neighbour;
        std::shared_ptr<Bytes const> document(Sha256 const& hash) override
        {
            return hash == sha256(held) ? std::make_shared<Bytes const>(held) : Neighbour::document(hash);
        }
        Bytes held;
    };
    WithInfo with{publisher.id()};
    with.held = info;
    meet(with);
    tell(InfoWanted{info_hash});
    talk();
    EXPECT_EQ(infos, std::vector<Bytes>{info});
}

TEST_F(FollowerTest, SaysWhenNoNeighbourHasAnInfoDictionary)
{
    auto neighbour = informed();
    meet(neighbour);
    tell(InfoWanted{*InfoHash::from(sha256(as_bytes("x")).bytes())});
    talk();
    EXPECT_EQ(infos_nowhere, 1);
}

TEST_F(FollowerTest, ForgetsEverythingAboutANeighbourThatLeaves)
{
    auto silent = informed();
    silent.is_silent = true;
    auto const peer = meet(silent);
    tell(swarm::PeerLeft{topic, peer});
    wait(patience);
    EXPECT_TRUE(turned_away.empty());
    say(peer, silent.have());
    EXPECT_EQ(follower.visits(), 0U);
}

TEST_F(FollowerTest, ALedgerReadBackFromDiskSaysTheSame)
{
    auto neighbour = informed();
    meet(neighbour);
    auto const record = follower.ledger().record();
    auto const again = Ledger::restore(publisher.id(), record.documents, record.high_water, UtcTime{});
    EXPECT_EQ(again.have(), follower.ledger().have());
    EXPECT_EQ(again.acceptance().releases().size(), 1U);
}

TEST_F(FollowerTest, ALedgerWhoseDocumentsAreLostDoesNotGoBack)
{
    auto old = haul_of(publisher, feed);
    feed = publisher.publish({release_of("second interview")});
    auto neighbour = informed();
    meet(neighbour);
    auto const record = follower.ledger().record();
    auto again = Ledger::restore(publisher.id(), {}, record.high_water, UtcTime{});
    auto const judgement = again.judge(old, at(today));
    ASSERT_EQ(judgement.refusals.size(), 1U);
    EXPECT_EQ(judgement.refusals[0].word, "rolled-back");
}

}  // namespace
}  // namespace nightletter::mirror
