// Everything over HTTPS (docs/decisions/0011): nginx as Debian ships it exports the folders of a store; BitTorrent is
// not there, or has half.
#include "mirror/fetch_once.hpp"
#include "store/view_reader.hpp"
#include "tests/daemon/desk.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/web_server.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string exported(std::string const& more = {})
{
    return "location / { return 404; } location ~ ^/(publishers|bundles|torrents)/ { " + more + " }";
}

class WebTest : public DeskTest {
protected:
    // Signed, sealed at the desk, whose program then ends: from here on only its files are there.
    Printed publish(std::map<std::string, std::string> const& payload = {})
    {
        auto const printed = output.add("night-school", payload);
        EXPECT_TRUE(desk.says(sealed(printed.id))) << desk.log();
        EXPECT_EQ(desk.stop(), 0);
        return printed;
    }
    mirror::Fetched fetch(std::vector<std::string> addresses, std::string const& store = "reader")
    {
        mirror::FetchWish wish;
        wish.publisher = publisher.id();
        wish.web = {std::move(addresses), 1s};
        wish.route.certificates = authority.certificates();
        wish.store = place / store;
        wish.patience = patience;
        auto const note = [this](mirror::Report const& report) {
            if (auto const* const failed = std::get_if<mirror::WebMirrorFailed>(&report))
                failures.emplace_back(failed->number, failed->fault);
        };
        return mirror::fetch_once(wish, note, interrupted);
    }
    // The desk takes in a withdrawal that its feed does not name, and ends.
    void withdraw(BundleId const& bundle)
    {
        trust::Withdrawal withdrawal;
        withdrawal.publisher = publisher.id();
        withdrawal.bundle = bundle;
        withdrawal.reason = trust::Reason::source_danger;
        withdrawal.issued = publisher.newest_feed().issued;
        auto const candidate = signed_by(publisher.withdraw_pens, withdrawal);
        auto const name = "withdrawal." + hash_of(candidate).hex();
        auto const signers_folder = output.directory() / "publishers" / publisher_text(publisher.id());
        write_text(signers_folder / name, as_text(candidate.document));
        write_text(signers_folder / (name + ".minisig"), as_text(candidate.signatures));
        ASSERT_TRUE(desk.start());
        Loop waiting;
        EXPECT_TRUE(run_until(waiting, [&] { return fs::exists(exported_folder() / "withdrawals"); })) << desk.log();
        EXPECT_EQ(desk.stop(), 0);
    }
    fs::path exported_folder() const { return desk.store() / "publishers" / publisher_text(publisher.id()); }
    static std::size_t shown_in(fs::path const& store)
    {
        auto view = store::ViewReader::open(store);
        if (!view) return 0;  // none yet
        auto const bundles = view->bundles().value();
        auto const is_sealed = [](auto const& row) { return row.state == store::BundleState::sealed; };
        return static_cast<std::size_t>(std::ranges::count_if(bundles, is_sealed));
    }
    // For a mirror that asks this address.
    std::string config_for(std::string const& address) const
    {
        return "[web]\nurls = [\"" + address + "\"]\ncertificates = \"" + authority.certificates().string() + "\"\n";
    }

    TestAuthority authority{place / "authority"};
    std::vector<std::pair<std::size_t, web::Fault>> failures;
    std::chrono::seconds patience = 20s;
    std::atomic<bool> interrupted = false;
};

TEST_F(WebTest, AReaderHasEverythingFromAWebServerAlone)
{
    auto const printed = publish({{"data/media/talk.opus", noise(3'000'000)}});
    Nginx const nginx{desk.store(), authority, place / "nginx", exported()};
    auto const fetched = fetch({nginx.url()});
    EXPECT_EQ(fetched.end, mirror::FetchEnd::complete);
    ASSERT_EQ(fetched.sealed.size(), 1U);
    EXPECT_EQ(fetched.sealed[0].bundle, printed.id);
    // Each byte once: nothing is fetched that is here already.
    EXPECT_LE(nginx.body_bytes(), fetched.sealed[0].bytes + 200'000);
    EXPECT_TRUE(failures.empty());

    auto const again = fetch({nginx.url()});
    EXPECT_EQ(again.end, mirror::FetchEnd::complete);
    EXPECT_TRUE(again.sealed.empty());
}

TEST_F(WebTest, OneHonestServerAmongManyThatLieIsEnough)
{
    auto const printed = publish({{"data/media/talk.opus", noise(300'000)}});
    Nginx const nginx{desk.store(), authority, place / "nginx", exported()};
    MisbehavingServer const bad{desk.store(), authority, place / "bad"};
    auto const fetched = fetch({bad.url() + "flipped/", bad.url() + "silent/", bad.url() + "endless/",
                                bad.url() + "lying/", bad.url() + "redirect/", bad.url() + "short/", nginx.url()});
    EXPECT_FALSE(failures.empty());  // some of those that lie were asked
    EXPECT_EQ(fetched.end, mirror::FetchEnd::complete);
    EXPECT_EQ(fetched.sealed.size(), 1U);
}

TEST_F(WebTest, ALinkThatFreezesEveryConnectionAfterTwelveKilobytesStillBringsABundle)
{
    auto const printed = publish({{"data/media/talk.opus", noise(60'000)}});
    MisbehavingServer const bad{desk.store(), authority, place / "bad"};
    auto const fetched = fetch({bad.url() + "freeze/"});
    EXPECT_EQ(fetched.end, mirror::FetchEnd::complete);
    EXPECT_EQ(fetched.sealed.size(), 1U);
}

TEST_F(WebTest, AServerThatIsNotWhatItsNameSaysIsAskedForNothing)
{
    (void)publish();
    TestAuthority const other{place / "other"};
    Nginx const nginx{desk.store(), other, place / "nginx", exported()};
    patience = 3s;
    EXPECT_EQ(fetch({nginx.url()}).end, mirror::FetchEnd::nobody_answered);
    ASSERT_FALSE(failures.empty());
    EXPECT_EQ(failures[0], (std::pair<std::size_t, web::Fault>{1, web::Fault::untrusted}));
    EXPECT_TRUE(nginx.requests().empty());
}

TEST_F(WebTest, APeerAndAServerFillOneDownloadTogether)
{
    auto const printed =
        publish({{"data/media/one.opus", noise(1'500'000)}, {"data/media/two.opus", noise(1'400'000)}});
    // The server has all but one recording, the peer all but the other.
    Nginx const nginx{desk.store(), authority, place / "nginx",
                      "location ~ /one[.]opus$ { return 404; } " + exported()};
    Loop loop;
    std::uint16_t port = 0;
    swarm::Settings settings;
    settings.listen = {{"127.0.0.1", 0}};
    auto peer = swarm::Session::open(loop, settings, [&](swarm::Event const& event) {
                    if (auto const* const listening = std::get_if<swarm::Listening>(&event)) port = listening->port;
                }).value();
    fs::create_directories(place / "partial");
    fs::copy(printed.directory, place / "partial" / printed.directory.filename(), fs::copy_options::recursive);
    fs::remove(place / "partial" / printed.directory.filename() / "data/media/two.opus");
    swarm::Seed seed{printed.torrent.info_hash(), place / "partial", printed.torrent.bytes(), {}, {}};
    auto const torrent = bundles::check_torrent(printed.torrent.bytes(), {}).value();
    for (auto const& file : torrent.files()) {
        if (file.path.text() != "data/media/two.opus") seed.held.push_back(file.path.text());
    }
    peer->seed(seed);
    ASSERT_TRUE(run_until(loop, [&] { return port != 0; }));

    mirror::NodeOptions options;
    options.store = place / "reader";
    options.swarm.listen.clear();
    options.mirror.publishers = {publisher.id()};
    options.mirror.peers = {{"127.0.0.1", port}};
    options.mirror.web.addresses = {nginx.url()};
    options.route.certificates = authority.certificates();
    bool is_sealed = false;
    unsigned most_peers = 0;
    auto node = mirror::Node::open(loop, options, [&](mirror::Report const& report) {
        if (std::holds_alternative<mirror::BundleSealed>(report)) is_sealed = true;
        if (auto const* const progress = std::get_if<mirror::BundleProgress>(&report))
            most_peers = std::max(most_peers, progress->standing.peers);
    });
    ASSERT_TRUE(node);
    EXPECT_TRUE(run_until(loop, [&] { return is_sealed; }));
    EXPECT_EQ(most_peers, 1U);
    // It writes a request down when it is done with it.
    EXPECT_TRUE(run_until(loop, [&] { return nginx.body_bytes() >= 1'400'000U; }));
    for (auto const& request : nginx.requests())
        EXPECT_FALSE(request.starts_with("20") && request.find("one.opus") != std::string::npos) << request;
    bool stopped = false;
    (*node)->stop([&] { stopped = true; });
    EXPECT_TRUE(run_until(loop, [&] { return stopped; }));
}

TEST_F(WebTest, AMirrorThatIsKilledTakesUpWhatItHadFromTheServer)
{
    auto const printed = publish({{"data/media/talk.opus", noise(4'000'000)}});
    Nginx const nginx{desk.store(), authority, place / "nginx", exported("limit_rate 500k;")};
    RunningDaemon follower{place / "follower", publisher.id()};
    follower.configured(config_for(nginx.url()));
    ASSERT_TRUE(follower.start());
    Loop waiting;
    ASSERT_TRUE(run_until(waiting, [&] { return nginx.body_bytes() > 1'500'000; }));
    follower.kill();
    auto const before = nginx.body_bytes();
    EXPECT_LT(before, 4'000'000U);
    ASSERT_TRUE(follower.start());
    EXPECT_TRUE(follower.says(sealed(printed.id))) << follower.log();
    // What was verified before the end came once; what was on its way came twice.
    EXPECT_LT(nginx.body_bytes(), 4'000'000U + 3'000'000U);
    EXPECT_LT(nginx.body_bytes() - before, 3'900'000U);
    EXPECT_EQ(follower.stop(), 0);
}

TEST_F(WebTest, AMirrorThatWasAwayCatchesUpOverANewRootFromAServerAlone)
{
    auto const printed = publish();
    Nginx const nginx{desk.store(), authority, place / "nginx", exported()};
    RunningDaemon follower{place / "follower", publisher.id()};
    follower.configured(config_for(nginx.url()));
    ASSERT_TRUE(follower.start());
    ASSERT_TRUE(follower.says(sealed(printed.id))) << follower.log();
    EXPECT_EQ(follower.stop(), 0);

    // A new root and another bundle, while the follower is away.
    ASSERT_TRUE(desk.start());
    publisher.adopt(publisher.next_root());
    auto const second = output.add("day-school");
    ASSERT_TRUE(desk.says(sealed(second.id))) << desk.log();
    EXPECT_EQ(desk.stop(), 0);
    ASSERT_TRUE(follower.start());
    EXPECT_TRUE(follower.says(sealed(second.id))) << follower.log();
    EXPECT_TRUE(follower.says("root=2")) << follower.log();
}

TEST_F(WebTest, AWithdrawalThatNoFeedNamesIsHeardFromAServerAloneByAMirrorAndByAReader)
{
    auto const printed = publish();
    Nginx const nginx{desk.store(), authority, place / "nginx", exported()};
    RunningDaemon follower{place / "follower", publisher.id()};
    follower.configured(config_for(nginx.url()));
    ASSERT_TRUE(follower.start());
    Loop waiting;
    ASSERT_TRUE(run_until(waiting, [&] { return shown_in(follower.store()) == 1; })) << follower.log();
    EXPECT_EQ(follower.stop(), 0);
    ASSERT_EQ(fetch({nginx.url()}).sealed.size(), 1U);
    ASSERT_EQ(shown_in(place / "reader"), 1U);

    withdraw(printed.id);
    ASSERT_TRUE(follower.start());
    EXPECT_TRUE(run_until(waiting, [&] { return shown_in(follower.store()) == 0; })) << follower.log();
    EXPECT_EQ(follower.stop(), 0);
    EXPECT_EQ(fetch({nginx.url()}).end, mirror::FetchEnd::complete);
    EXPECT_EQ(shown_in(place / "reader"), 0U);
    // Who comes now does not even begin.
    EXPECT_TRUE(fetch({nginx.url()}, "newcomer").sealed.empty());
    // The mirror that heard it tells it in turn, on a server of its own.
    EXPECT_TRUE(fs::exists(follower.store() / "publishers" / publisher_text(publisher.id()) / "withdrawals"));
}

TEST_F(WebTest, AListOfWithdrawalsThatLiesCostsAFewRequestsAndNothingElse)
{
    (void)publish();
    trust::WithdrawalList endless;
    for (int i = 0; i < 10'000; ++i) endless.withdrawals.insert(sha256(as_bytes("nobody's " + std::to_string(i))));
    trust::WithdrawalList invented;
    for (int i = 0; i < 1024; ++i) invented.withdrawals.insert(sha256(as_bytes("no file " + std::to_string(i))));
    // Files that are there, under their names, and nobody signed.
    trust::WithdrawalList unsigned_ones;
    for (int i = 0; i < 300; ++i) {
        auto const text = "not signed " + std::to_string(i);
        unsigned_ones.withdrawals.insert(sha256(as_bytes(text)));
        auto const name = "withdrawal." + sha256(as_bytes(text)).hex();
        write_text(exported_folder() / name, text);
        write_text(exported_folder() / (name + ".minisig"), text);
    }
    std::vector<std::pair<std::string, std::size_t>> const lies{
        {endless.text(), 0},
        {"nightletter withdrawals 1\nwithdrawal ../../../config\nend\n", 0},
        {invented.text(), 1},
        {unsigned_ones.text(), 2 * 256},
    };
    for (std::size_t number = 0; number < lies.size(); ++number) {
        auto const& [list, most_asked] = lies[number];
        write_text(exported_folder() / "withdrawals", list);
        Nginx const nginx{desk.store(), authority, place / ("nginx" + std::to_string(number)), exported()};
        auto const fetched = fetch({nginx.url()}, "reader" + std::to_string(number));
        EXPECT_EQ(fetched.end, mirror::FetchEnd::complete) << number;
        EXPECT_EQ(fetched.sealed.size(), 1U) << number;
        auto const asked = std::ranges::count_if(nginx.requests(), [](std::string const& request) {
            return request.find("/withdrawal.") != std::string::npos || request.find("config") != std::string::npos;
        });
        EXPECT_EQ(static_cast<std::size_t>(asked), most_asked) << number;
        EXPECT_TRUE(failures.empty()) << number;
    }
}

}  // namespace
}  // namespace nightletter::test
