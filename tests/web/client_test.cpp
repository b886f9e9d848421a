// One request over HTTPS, to nginx and to servers that misbehave: bounded, verified, telling nothing of itself
// (docs/formats.md section 6 A; docs/decisions/0011).
#include "web/client.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/web_server.hpp"

namespace nightletter::web {
namespace {

using test::run_until;

std::string const text(40'000, 'n');

// Started by the first test that asks for one.
class Servers {
public:
    Servers()
    {
        test::write_text(root_ / "feed", "one two three");
        test::write_text(root_ / "long", text);
    }
    test::TestAuthority const& authority() const { return authority_; }
    test::Nginx& nginx()
    {
        if (!nginx_) nginx_.emplace(root_, authority_, directory_ / "nginx");
        return *nginx_;
    }
    test::MisbehavingServer& misbehaving()
    {
        if (!misbehaving_) misbehaving_.emplace(root_, authority_, directory_ / "misbehaving");
        return *misbehaving_;
    }

private:
    test::TemporaryDirectory directory_;
    test::TestAuthority authority_{directory_ / "authority"};
    std::filesystem::path root_ = directory_ / "root";
    std::optional<test::Nginx> nginx_;
    std::optional<test::MisbehavingServer> misbehaving_;
};

class ClientTest : public testing::Test {
protected:
    static void SetUpTestSuite() { servers = new Servers; }
    static void TearDownTestSuite()
    {
        delete servers;
        servers = nullptr;
    }

    void SetUp() override { route.certificates = servers->authority().certificates(); }

    Outcome get(std::string url, Range range = {0, 4096})
    {
        Client client{loop, route};
        std::optional<Outcome> outcome;
        auto const visit = client.get({std::move(url), range, Connection::shared, stall, deadline},
                                      [&](Outcome answer) { outcome = std::move(answer); });
        EXPECT_FALSE(outcome);
        EXPECT_TRUE(run_until(loop, [&] { return outcome.has_value(); }));
        return outcome ? std::move(*outcome) : fail(Failure{});
    }

    Fault fault(std::string const& url, Range range = {0, 4096})
    {
        auto const outcome = get(url, range);
        EXPECT_FALSE(outcome);
        return outcome ? Fault{} : outcome.error().fault;
    }

    static std::string good(std::string const& name) { return servers->nginx().url() + name; }
    static std::string bad(std::string const& name) { return servers->misbehaving().url() + name; }

    static Servers* servers;
    Loop loop;
    Route route;
    std::chrono::milliseconds stall{600};
    std::chrono::milliseconds deadline{5000};
};
Servers* ClientTest::servers = nullptr;

TEST_F(ClientTest, BringsAWholeFileAndSaysHowLongItIs)
{
    auto const answer = get(good("feed"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(as_text(answer->bytes), "one two three");
    EXPECT_EQ(answer->total, 13U);
}

TEST_F(ClientTest, BringsSomeBytesOfAFile)
{
    auto const answer = get(good("feed"), {4, 3});
    ASSERT_TRUE(answer);
    EXPECT_EQ(as_text(answer->bytes), "two");
    EXPECT_EQ(answer->total, 13U);
}

TEST_F(ClientTest, UsesOneConnectionForManyRequests)
{
    Client client{loop, route};
    for (int i = 0; i < 50; ++i) {
        std::optional<Outcome> outcome;
        auto const visit = client.get({good("feed"), {0, 100}}, [&](Outcome answer) { outcome = std::move(answer); });
        ASSERT_TRUE(run_until(loop, [&] { return outcome.has_value(); }));
        ASSERT_TRUE(*outcome);
    }
    auto const was_the_fiftieth = [] {
        auto const requests = servers->nginx().requests();
        return !requests.empty() && requests.back().ends_with(" 50");
    };
    EXPECT_TRUE(run_until(loop, was_the_fiftieth));
}

TEST_F(ClientTest, SaysNothingOfItselfToTheServer)
{
    ASSERT_TRUE(get(good("feed"), {1, 2}));
    ASSERT_TRUE(run_until(loop, [] {
        auto const requests = servers->nginx().requests();
        return !requests.empty() && requests.back().find("bytes=1-2") != std::string::npos;
    }));
    EXPECT_EQ(servers->nginx().requests().back(), R"(206 2 /feed "bytes=1-2" "-" "-" "-" 1)");
}

TEST_F(ClientTest, KnowsAFileThatIsNotThere)
{
    EXPECT_EQ(fault(good("root.2")), Fault::not_found);
    EXPECT_EQ(fault(bad("plain/root.2")), Fault::not_found);
}

TEST_F(ClientTest, RefusesACertificateOfAnAuthorityItWasNotGiven)
{
    route.certificates.clear();
    EXPECT_EQ(fault(good("feed")), Fault::untrusted);
}

TEST_F(ClientTest, RefusesACertificateForAnotherName)
{
    route.connect_to = {"other.test:443:127.0.0.1:" + std::to_string(servers->nginx().port())};
    EXPECT_EQ(fault("https://other.test/feed"), Fault::untrusted);
}

TEST_F(ClientTest, RefusesWithoutAFileOfCertificatesThatExists)
{
    route.certificates = "/nonexistent/ca.pem";
    EXPECT_EQ(fault(good("feed")), Fault::untrusted);
}

TEST_F(ClientTest, CallsAnotherPlaceUnderTheNameThatWasAskedFor)
{
    route.connect_to = {"mirror.test:443:127.0.0.1:" + std::to_string(servers->nginx().port())};
    EXPECT_TRUE(get("https://mirror.test/feed"));
}

TEST_F(ClientTest, LeavesTheNameToASocksProxy)
{
    route.proxy = servers->misbehaving().socks();
    auto const port = std::to_string(servers->nginx().port());
    EXPECT_TRUE(get("https://mirror.test:" + port + "/feed"));
    EXPECT_EQ(servers->misbehaving().asked_of_proxies().back(), "mirror.test:" + port);
}

TEST_F(ClientTest, AsksAProxyByConnectWithoutSayingWhatProgramItIs)
{
    route.proxy = servers->misbehaving().connect_proxy();
    auto const port = std::to_string(servers->nginx().port());
    EXPECT_TRUE(get("https://mirror.test:" + port + "/feed"));
    EXPECT_EQ(servers->misbehaving().asked_of_proxies().back(), "mirror.test:" + port);
}

TEST_F(ClientTest, ReachesNobodyBesideAProxyThatIsDead)
{
    route.proxy = "socks5h://127.0.0.1:1";
    EXPECT_EQ(fault(good("feed")), Fault::unreachable);
}

TEST_F(ClientTest, LooksAtNoProxyOfTheEnvironment)
{
    ::setenv("https_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_TRUE(get(good("feed")));
    ::unsetenv("https_proxy");
    ::unsetenv("ALL_PROXY");
}

TEST_F(ClientTest, FollowsNoRedirect)
{
    EXPECT_EQ(fault(bad("redirect/feed")), Fault::refused);
    EXPECT_EQ(fault(bad("teapot/feed")), Fault::refused);
}

TEST_F(ClientTest, AsksByNothingButHttps)
{
    EXPECT_EQ(fault("http://127.0.0.1:1/feed"), Fault::unreachable);
    EXPECT_EQ(fault("file:///etc/hostname"), Fault::unreachable);
}

TEST_F(ClientTest, TakesNoMoreThanItAskedFor)
{
    EXPECT_EQ(fault(bad("long/feed")), Fault::too_large);
    EXPECT_EQ(fault(bad("endless/feed")), Fault::too_large);
    EXPECT_EQ(fault(bad("headers/feed")), Fault::too_large);
    EXPECT_EQ(fault(bad("no-ranges/long"), {0, 1000}), Fault::too_large);
}

TEST_F(ClientTest, TakesAWholeShortFileFromAServerWithoutRanges)
{
    EXPECT_TRUE(get(bad("no-ranges/feed")));
    EXPECT_EQ(fault(bad("no-ranges/feed"), {4, 3}), Fault::wrong_range);
}

TEST_F(ClientTest, RefusesOtherBytesThanItAskedFor)
{
    EXPECT_EQ(fault(bad("shifted/feed"), {4, 3}), Fault::wrong_range);
}

TEST_F(ClientTest, KeepsWhatCameBeforeAConnectionFroze)
{
    auto const outcome = get(bad("freeze/long"), {100, 30'000});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::broken_off);
    EXPECT_EQ(as_text(outcome.error().received), text.substr(100, 8000));
    EXPECT_EQ(outcome.error().total, text.size());
}

TEST_F(ClientTest, KeepsWhatCameBeforeAConnectionEnded)
{
    auto const outcome = get(bad("short/long"), {0, 30'000});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::broken_off);
    EXPECT_EQ(outcome.error().received.size(), 15'000U);
}

TEST_F(ClientTest, GivesUpOnASlowDripAtItsDeadline)
{
    deadline = std::chrono::milliseconds{800};
    auto const outcome = get(bad("drip/long"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::broken_off);
    EXPECT_GE(outcome.error().received.size(), 5U);
}

TEST_F(ClientTest, GivesUpOnAServerThatSaysNothing)
{
    EXPECT_EQ(fault(bad("silent/feed")), Fault::unreachable);
}

TEST_F(ClientTest, TellsNobodyOnceTheVisitIsGone)
{
    Client client{loop, route};
    bool told = false;
    auto visit = client.get({bad("silent/feed"), {0, 100}, Connection::shared, stall, deadline},
                            [&](Outcome const&) { told = true; });
    test::run_for(loop, std::chrono::milliseconds{100});
    visit.reset();
    test::run_for(loop, std::chrono::milliseconds{1000});
    EXPECT_FALSE(told);
}

}  // namespace
}  // namespace nightletter::web
