// docs/decisions/0011: what is asked of web servers for a bundle, and what becomes of wrong answers; the test is the
// servers and the swarm.
#include "mirror/web_bundles.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/support/fake_swarm.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

using namespace std::chrono_literals;

// Serves files by name; the test spoils what it likes.
class FileWeb final : public web::Web {
public:
    std::unique_ptr<web::Visit> get(web::Request request, std::function<void(web::Outcome)> done) override
    {
        waiting.push_back({std::move(request), std::move(done)});
        return std::make_unique<web::Visit>();
    }
    // Answers everything that was asked, and what is asked because of it.
    void serve()
    {
        while (!waiting.empty()) {
            auto [request, done] = std::move(waiting.front());
            waiting.pop_front();
            asked.push_back(request.url);
            done(answer(request));
        }
    }
    [[nodiscard]] std::size_t count(std::string const& part) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(asked, [&](auto const& url) { return url.find(part) != std::string::npos; }));
    }

    std::map<std::string, Bytes> files;  // by url
    std::deque<std::pair<web::Request, std::function<void(web::Outcome)>>> waiting;
    std::vector<std::string> asked;

private:
    web::Outcome answer(web::Request const& request) const
    {
        auto const file = files.find(request.url);
        if (file == files.end()) return fail(web::Failure{web::Fault::not_found, {}, 0});
        auto const whole = ByteView{file->second};
        auto const part = whole.subspan(request.range.first);
        return web::Answer{copy_of(part.first(std::min<std::size_t>(part.size(), request.range.size))), whole.size()};
    }
};

class PieceSwarm final : public swarm::BundleSwarm {
public:
    void fetch(swarm::Fetch) override {}
    void admit(InfoHash const&) override {}
    void want(InfoHash const&, std::vector<std::string>) override {}
    void seed(swarm::Seed) override {}
    void drop(InfoHash const&) override {}
    void announce(std::vector<InfoHash>) override {}
    void ask_missing(InfoHash const&) override { ++questions; }
    void put_piece(InfoHash const&, std::uint32_t piece, Bytes) override { put.push_back(piece); }

    int questions = 0;
    std::vector<std::uint32_t> put;
};

class WebBundlesTest : public ::testing::Test {
protected:
    WebBundlesTest()
    {
        for (auto const* const address : {"https://one.test/", "https://two.test/"}) {
            mirrors.emplace_back(address, WebMirror::Ports{web, timers, [this] { return timers.now(); }, 10s},
                                 [](web::Fault) {});
            web.files[address + ("torrents/" + bundle_text(printed.id) + ".torrent")] = printed.torrent.bytes();
            auto const bag = address + ("bundles/" + bundle_text(printed.id) + "/night-school/");
            for (auto const& file : torrent.files())
                web.files[bag + file.path.text()] =
                    copy_of(as_bytes(test::read_text(printed.directory / file.path.text())));
        }
        timers.pass(1s);
    }
    // A server that has answered something, as it has to before it is asked for a bundle.
    void introduce()
    {
        std::vector<std::unique_ptr<web::Pull>> pulls;
        for (auto& mirror : mirrors)
            pulls.push_back(mirror.pull("publishers/x", {0, 10}, web::Extent::whole, [](auto const&) {}));
        web.serve();
        web.asked.clear();
    }
    void miss(std::vector<std::uint32_t> untouched, std::vector<std::uint32_t> begun = {})
    {
        bundles.handle({printed.torrent.info_hash(), std::move(untouched), std::move(begun)});
    }
    void spoil(std::string const& address, std::string const& path)
    {
        web.files.at(address + ("bundles/" + bundle_text(printed.id) + "/night-school/") + path).back() ^= 1U;
    }

    test::TemporaryDirectory directory;
    test::Newsroom publisher;
    test::Printed printed =
        test::Press{publisher}.put("data/media/talk.opus", std::string(40'000, 'x')).print(directory.path());
    bundles::CheckedTorrent torrent = bundles::check_torrent(printed.torrent.bytes(), {}).value();
    FileWeb web;
    test::FakeTimers timers;
    PieceSwarm swarm;
    std::list<WebMirror> mirrors;
    std::vector<Bytes> torrents;
    WebBundles bundles{mirrors, swarm, [this] { return timers.now(); },
                       [this](InfoHash const&, Bytes bytes) { torrents.push_back(std::move(bytes)); }};
};

TEST_F(WebBundlesTest, AsksNoServerThatHasNotAnsweredYet)
{
    bundles.seek(printed.release());
    EXPECT_TRUE(web.waiting.empty());
    introduce();
    bundles.tick();
    web.serve();
    ASSERT_EQ(torrents.size(), 1U);
    EXPECT_EQ(torrents[0], printed.torrent.bytes());
}

TEST_F(WebBundlesTest, AsksAnotherServerWhenATorrentIsNotTheOneThatWasNamed)
{
    introduce();
    web.files["https://one.test/torrents/" + bundle_text(printed.id) + ".torrent"].back() ^= 1U;
    bundles.seek(printed.release());
    web.serve();
    EXPECT_TRUE(torrents.empty());
    bundles.tick();
    web.serve();
    EXPECT_EQ(torrents.size(), 1U);
    EXPECT_EQ(web.count("two.test/torrents/"), 1U);
}

TEST_F(WebBundlesTest, PutsEachMissingPieceOnce)
{
    introduce();
    bundles.fill(printed.release(), printed.torrent.bytes());
    EXPECT_EQ(swarm.questions, 1);
    miss({0, 1, 2, 3});
    web.serve();
    // Until it shows as had, a piece that was handed over is not asked for again.
    miss({0, 1, 2, 3});
    web.serve();
    std::ranges::sort(swarm.put);
    EXPECT_EQ(swarm.put, (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST_F(WebBundlesTest, HandsOverNoPieceWithWrongBytesAndAsksTheOtherServer)
{
    introduce();
    spoil("https://one.test/", torrent.files()[0].path.text());
    bundles.fill(printed.release(), printed.torrent.bytes());
    miss({0});
    web.serve();
    EXPECT_TRUE(swarm.put.empty());
    miss({0});
    web.serve();
    EXPECT_EQ(swarm.put, (std::vector<std::uint32_t>{0}));
    EXPECT_EQ(web.count("one.test/bundles/"), 1U);
    EXPECT_EQ(web.count("two.test/bundles/"), 1U);
}

TEST_F(WebBundlesTest, AsksAServerThatLacksAFileForTheOthers)
{
    introduce();
    mirrors.pop_back();
    auto const bag = "https://one.test/bundles/" + bundle_text(printed.id) + "/night-school/";
    auto const lacking = web.files.extract(bag + torrent.files()[0].path.text());
    ASSERT_FALSE(lacking.empty());
    bundles.fill(printed.release(), printed.torrent.bytes());
    for (int round = 0; round < 3; ++round) {
        miss({0, 1});
        web.serve();
        timers.pass(WebBundles::put_patience);
        bundles.tick();
    }
    EXPECT_EQ(swarm.put, (std::vector<std::uint32_t>{1, 1, 1}));  // the swarm of this test never has it
    EXPECT_EQ(web.count(torrent.files()[0].path.text()), 1U);
    // It may have come there since.
    web.files[lacking.key()] = lacking.mapped();
    timers.pass(WebBundles::rest_after_refusal);
    miss({0});
    web.serve();
    EXPECT_EQ(swarm.put.back(), 0U);
}

TEST_F(WebBundlesTest, LeavesPiecesThatPeersHaveBegunToThemForAWhile)
{
    introduce();
    bundles.fill(printed.release(), printed.torrent.bytes());
    miss({1}, {0});
    web.serve();
    EXPECT_EQ(swarm.put, (std::vector<std::uint32_t>{1}));
    miss({}, {0});
    web.serve();
    EXPECT_EQ(swarm.put.size(), 1U);
    timers.pass(WebBundles::peers_patience);
    miss({}, {0});
    web.serve();
    EXPECT_EQ(swarm.put.back(), 0U);
}

TEST_F(WebBundlesTest, ForgetsABundleThatEnds)
{
    introduce();
    bundles.fill(printed.release(), printed.torrent.bytes());
    miss({0, 1, 2, 3});
    bundles.end(printed.torrent.info_hash());
    web.waiting.clear();
    miss({0});
    bundles.tick();
    EXPECT_TRUE(web.waiting.empty());
    EXPECT_TRUE(swarm.put.empty());
}

}  // namespace
}  // namespace nightletter::mirror
