// docs/architecture.md, "The life of a bundle", for several mirrors in one process: the real store and the real
// judgement, a swarm and a clock that the test moves.
#include "mirror/mirror.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mirror/topic.hpp"
#include "store/view_reader.hpp"
#include "tests/support/fake_swarm.hpp"
#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::at;

class StoppedClock final : public Clock {
public:
    [[nodiscard]] UtcTime now() const override { return time; }
    UtcTime time = at("2026-05-10T00:00:00Z");
};

// Does the work at once; its result comes with everything else.
class PatientWorkers final : public Workers {
public:
    explicit PatientWorkers(test::FakeNetwork& network) : network_{network} {}
    [[nodiscard]] bool work(std::function<void()> job, std::function<void()> done) override
    {
        job();
        network_.post(std::move(done));
        return true;
    }

private:
    test::FakeNetwork& network_;
};

// One computer with a mirror on it.
class Computer {
public:
    Computer(test::FakeNetwork& network, test::FakeTimers& timers, StoppedClock& clock, fs::path place,
             std::uint16_t port)
        : network_{network}, timers_{timers}, clock_{clock}, place_{std::move(place)}, port_{port}, workers_{network}
    {
    }

    void start()
    {
        store = store::Store::open(place_).value();
        swarm = std::make_unique<test::FakeSwarm>(network_, port_);
        Ports const ports{*store, *swarm, *swarm, workers_, timers_, clock_, [this] { return timers_.now(); }};
        mirror = std::make_unique<Mirror>(ports, options, [this](Report const& report) { reports.push_back(report); });
        swarm->subscribe([this](swarm::Event const& event) { mirror->handle(event); });
        ASSERT_TRUE(mirror->start());
    }
    void stop()
    {
        mirror.reset();
        swarm.reset();
        store.reset();
    }

    [[nodiscard]] bool has(BundleId const& bundle)
    {
        auto const found = store->bundles().find(bundle).value();
        return found.has_value();
    }
    template <class Kind>
    [[nodiscard]] std::vector<Kind> all() const
    {
        std::vector<Kind> found;
        for (auto const& report : reports) {
            if (auto const* const one = std::get_if<Kind>(&report)) found.push_back(*one);
        }
        return found;
    }

    MirrorOptions options;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<test::FakeSwarm> swarm;
    std::unique_ptr<Mirror> mirror;
    std::vector<Report> reports;

private:
    test::FakeNetwork& network_;
    test::FakeTimers& timers_;
    StoppedClock& clock_;
    fs::path place_;
    std::uint16_t port_;
    PatientWorkers workers_;
};

class MirrorTest : public ::testing::Test {
protected:
    MirrorTest()
    {
        desk.options.publishers = {publisher.id()};
        desk.options.watch = place / "incoming";
        away.options.publishers = {publisher.id()};
        away.options.peers = {{"127.0.0.1", 1}};
        fs::create_directories(place / "incoming");
    }

    void pass(std::chrono::milliseconds time)
    {
        for (auto left = time; left > 0ms; left -= std::min<std::chrono::milliseconds>(left, 250ms)) {
            timers.pass(std::min<std::chrono::milliseconds>(left, 250ms));
            ASSERT_TRUE(network.settle());
        }
    }
    // Files in the watched folder are taken for settled: the stopped clock is months away from the disk's.
    test::Printed publish(std::string const& slug, std::map<std::string, std::string> const& payload = {})
    {
        return output.add(slug, payload);
    }
    [[nodiscard]] std::size_t rooms(Computer& computer)
    {
        return computer.store->quarantine().arrivals().value().size();
    }

    test::TemporaryDirectory place;
    test::Newsroom publisher;
    test::SignerOutput output{publisher, place / "incoming/output"};
    test::FakeNetwork network;
    test::FakeTimers timers;
    StoppedClock clock;
    Computer desk{network, timers, clock, place / "desk", 1};
    Computer away{network, timers, clock, place / "away", 2};
};

TEST_F(MirrorTest, TakesInWhatASignerMadeAndGivesItToNeighbours)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    EXPECT_TRUE(desk.has(printed.id));
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, LeavesTheWatchedFolderAsItIs)
{
    desk.start();
    auto const printed = publish("night-school");
    auto const before = test::read_text(printed.directory / "tagmanifest-sha256.txt");
    pass(5s);
    ASSERT_TRUE(desk.has(printed.id));
    EXPECT_EQ(test::read_text(printed.directory / "tagmanifest-sha256.txt"), before);
    EXPECT_TRUE(fs::exists(output.directory() / "night-school.torrent"));
}

TEST_F(MirrorTest, FindsSilentDamageWhenTheReadingFallsDueAndHealsIt)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    auto const file = place / "away" / "bundles" / bundle_text(printed.id) / "night-school/data/transcript.en.txt";
    auto const sound = test::read_text(file);
    auto const time = fs::last_write_time(file);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    test::write_text(file, std::string(sound.size(), 'x'));
    fs::last_write_time(file, time);
    clock.time.seconds += 29 * 86'400;
    pass(5s);
    EXPECT_TRUE(away.all<BundleDamaged>().empty());
    clock.time.seconds += 86'400;
    pass(10s);
    ASSERT_EQ(away.all<BundleDamaged>().size(), 1U);
    EXPECT_EQ(away.all<BundleDamaged>()[0].files, std::vector<std::string>{"data/transcript.en.txt"});
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_EQ(test::read_text(file), sound);
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(MirrorTest, ServesWhatIsSealedAfterARestart)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    desk.stop();
    desk.reports.clear();
    desk.start();
    EXPECT_TRUE(desk.swarm->seeds(printed.torrent.info_hash()));
    pass(5s);
    EXPECT_TRUE(desk.all<BundleDamaged>().empty());
    EXPECT_TRUE(desk.all<BundleSealed>().empty());
    EXPECT_TRUE(desk.all<StoreRecovered>().empty());
}

TEST_F(MirrorTest, RefusesASpoiledCopyAndKeepsNothingOfIt)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    away.swarm->spoil("data/transcript.en.txt");
    pass(5s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_EQ(away.all<BundleRefused>().size(), 1U);
    EXPECT_EQ(away.all<BundleRefused>()[0].word, "content-mismatch");
    EXPECT_EQ(away.all<BundleRefused>()[0].path, "data/transcript.en.txt");
    EXPECT_EQ(rooms(away), 0U);
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(MirrorTest, NothingUnsealedIsInTheView)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    away.swarm->spoil("data/transcript.en.txt");
    pass(5s);
    clock.time.seconds += 10;
    pass(2s);
    auto view = store::ViewReader::open(place / "away");
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->bundles().value().empty());
    auto desks = store::ViewReader::open(place / "desk");
    ASSERT_TRUE(desks);
    ASSERT_EQ(desks->bundles().value().size(), 1U);
    EXPECT_EQ(desks->bundles().value()[0].id, printed.id);
}

TEST_F(MirrorTest, HealsWhatTheSwarmFoundDamaged)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    away.swarm->find_damage(printed.torrent.info_hash());
    pass(5s);
    EXPECT_EQ(away.all<BundleDamaged>().size(), 1U);
    EXPECT_EQ(away.all<BundleSealed>().size(), 2U);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
}

TEST_F(MirrorTest, FetchesAgainWhatIsGoneFromTheDisk)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    away.stop();
    auto const directory = place / "away" / "bundles" / bundle_text(printed.id);
    fs::permissions(directory, fs::perms::owner_all);
    fs::rename(directory, place / "stolen");
    away.start();
    ASSERT_EQ(away.all<StoreRecovered>().size(), 1U);
    EXPECT_EQ(away.all<StoreRecovered>()[0].missing, 1U);
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_TRUE(fs::exists(directory / "night-school" / "data" / "metadata.json"));
}

TEST_F(MirrorTest, FetchesOnlyTheBundleThatIsAskedFor)
{
    desk.start();
    auto const first = publish("night-school");
    auto const second = publish("day-school");
    away.options.only = second.id;
    away.start();
    pass(8s);
    EXPECT_TRUE(away.has(second.id));
    EXPECT_FALSE(away.has(first.id));
    EXPECT_EQ(away.mirror->unfinished(), 0U);
}

TEST_F(MirrorTest, ATextOnlyMirrorIsCompleteForItsTier)
{
    desk.start();
    away.options.fetch.tiers = bundles::TierSet::up_to(bundles::Tier::text);
    away.start();
    auto const printed = publish("night-school", {{"data/media/talk.opus", "a recording"}});
    pass(5s);
    ASSERT_TRUE(away.has(printed.id));
    auto const bag = place / "away" / "bundles" / bundle_text(printed.id) / "night-school";
    EXPECT_TRUE(fs::exists(bag / "data/transcript.en.txt"));
    EXPECT_FALSE(fs::exists(bag / "data/media/talk.opus"));
}

TEST_F(MirrorTest, EndsServingWhatThePublisherWithdraws)
{
    desk.start();
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    ASSERT_TRUE(away.swarm->seeds(printed.torrent.info_hash()));
    trust::Withdrawal withdrawal;
    withdrawal.publisher = publisher.id();
    withdrawal.bundle = printed.id;
    withdrawal.reason = trust::Reason::source_danger;
    withdrawal.issued = at("2026-05-09T00:00:00Z");
    auto const candidate = test::signed_by(publisher.withdraw_pens, withdrawal);
    auto const folder = output.directory() / "publishers" / publisher_text(publisher.id());
    auto const name = "withdrawal." + test::hash_of(candidate).hex();
    test::write_text(folder / name, as_text(candidate.document));
    test::write_text(folder / (name + ".minisig"), as_text(candidate.signatures));
    pass(8s);
    EXPECT_FALSE(desk.swarm->seeds(printed.torrent.info_hash()));
    EXPECT_FALSE(away.swarm->seeds(printed.torrent.info_hash()));  // pushed, without a feed
    // And after its grace it is gone.
    clock.time.seconds += 4 * 86'400;
    pass(2min);
    EXPECT_FALSE(away.has(printed.id));
    EXPECT_FALSE(fs::exists(place / "away" / "bundles" / bundle_text(printed.id)));
}

TEST_F(MirrorTest, EndsServingWhatARootDisownsAndNothingElse)
{
    desk.start();
    away.start();
    auto const kept = publish("night-school");
    pass(5s);
    auto root = publisher.next_epoch();     // its floor is the feed that names `kept` alone
    auto const forged = publish("forged");  // by the same key, which somebody has stolen
    pass(8s);
    ASSERT_TRUE(away.swarm->seeds(forged.torrent.info_hash()));
    publisher.adopt(root);
    output.write_documents(output.newest_feed());  // the root arrives before any feed that names it
    pass(8s);
    for (auto* const computer : {&desk, &away}) {
        EXPECT_FALSE(computer->swarm->seeds(forged.torrent.info_hash()));
        EXPECT_TRUE(computer->swarm->seeds(kept.torrent.info_hash()));
        EXPECT_TRUE(computer->has(forged.id));  // disowned is kept, not served
    }
}

TEST_F(MirrorTest, TakesUpAFetchThatAStopCutShort)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    away.start();
    while (rooms(away) == 0) ASSERT_TRUE(network.step());
    away.stop();
    away.start();
    pass(5s);
    EXPECT_TRUE(away.has(printed.id));
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, EmptiesRoomsInQuarantineThatNoReleaseAsksFor)
{
    away.start();
    auto const stray = *InfoHash::from(sha256(as_bytes("a stray")).bytes());
    ASSERT_TRUE(away.store->quarantine().make_room(stray));
    away.stop();
    away.start();
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, DoesNotFetchWhatTheDiskHasNoRoomFor)
{
    desk.start();
    away.options.fetch.quota = 1000;
    away.start();
    auto const printed = publish("night-school");
    pass(5s);
    EXPECT_FALSE(away.has(printed.id));
    ASSERT_FALSE(away.all<BundleRefused>().empty());
    EXPECT_EQ(away.all<BundleRefused>()[0].word, "no-space");
    EXPECT_EQ(rooms(away), 0U);
}

TEST_F(MirrorTest, TurnsAStrangerAwayThatBreaksTheForm)
{
    desk.start();
    pass(1s);
    auto const stranger = desk.swarm->stranger_says(topic_of(publisher.id()), Bytes{1, 2, 3});
    pass(1s);
    EXPECT_THAT(desk.swarm->disconnected(), ::testing::Contains(stranger));
    EXPECT_EQ(desk.all<NeighbourRefused>().size(), 1U);
}

TEST_F(MirrorTest, LendsTheInfoDictionariesOfWhatItServes)
{
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    auto const info = *Sha256::from(printed.torrent.info_hash().bytes());
    auto const stranger = desk.swarm->stranger_says(topic_of(publisher.id()), encode(Want{info, 0}));
    pass(1s);
    auto const& heard = desk.swarm->heard_by(stranger);
    ASSERT_EQ(heard.size(), 2U);  // `have`, then the part
    EXPECT_EQ(std::get<Part>(decode(heard[1]).value()).bytes, copy_of(printed.torrent.info()));
}

TEST_F(MirrorTest, DoesNotTellTheNeighboursOfOnePublisherWhatItHoldsOfAnother)
{
    test::Newsroom other{"Another Collective"};
    desk.options.publishers.push_back(other.id());
    desk.start();
    auto const printed = publish("night-school");
    pass(5s);
    auto const info = *Sha256::from(printed.torrent.info_hash().bytes());
    auto const stranger = desk.swarm->stranger_says(topic_of(other.id()), encode(Want{info, 0}));
    pass(1s);
    auto const& heard = desk.swarm->heard_by(stranger);
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(std::get<Part>(decode(heard[1]).value()).total, 0U);
}

TEST_F(MirrorTest, TellsWhatItAdopted)
{
    desk.start();
    publish("night-school");
    pass(5s);
    auto const adopted = desk.all<PublisherAdopted>();
    ASSERT_FALSE(adopted.empty());
    EXPECT_EQ(adopted.back().name, "Example Collective");
    EXPECT_EQ(adopted.back().seq, 1U);
    EXPECT_EQ(adopted.back().releases, 1U);
}

}  // namespace
}  // namespace nightletter::mirror
