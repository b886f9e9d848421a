// Promises: whichever system call fails, or is the last one, a store holds only sealed bundles and copies in
// quarantine, and goes on after the next start without a hand's help (docs/formats.md section 6 G; store/README.md).
//
// A child process does one ingest with tests/support/failing_calls.cpp preloaded.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>

#include "store/view_reader.hpp"
#include "tests/store/store_test_case.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

// A thousand stores are made here; on a disk each of their syncs would take its time, in memory they are as good.
[[maybe_unused]] bool const in_memory = fs::is_directory("/dev/shm") && ::setenv("TMPDIR", "/dev/shm", 0) == 0;

struct Ended {
    bool by_itself = false;
    int code = -1;
    std::string said;
};

class InterruptedIngestTest : public test::StoreTestCase {
protected:
    test::Printed bundle = publish();
    fs::path torrent = place / "a.torrent";

    void SetUp() override
    {
        test::write_text(torrent, as_text(bundle.torrent.bytes()));
        store.reset();
        fs::rename(root(), place / "prepared");
        fresh_store();
    }
    void fresh_store() const
    {
        ASSERT_TRUE(remove_tree(root()));
        fs::copy(place / "prepared", root(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    }
    // `call` 0: none of them is different.
    [[nodiscard]] Ended ingest_in_child(std::size_t call, std::string const& ends) const
    {
        auto const said = place / "said";
        std::vector<std::string> const settings{"LD_PRELOAD=" NIGHTLETTER_FAILING_CALLS,
                                                "ASAN_OPTIONS=verify_asan_link_order=0",
                                                "NIGHTLETTER_CALLS_UNDER=" + root().string(),
                                                "NIGHTLETTER_CALL=" + std::to_string(call),
                                                "NIGHTLETTER_CALL_ENDS=" + ends,
                                                "NIGHTLETTER_CALLS_LOG=" + log().string()};
        std::vector<char*> environment;
        for (auto const& setting : settings) environment.push_back(const_cast<char*>(setting.c_str()));
        environment.push_back(nullptr);
        std::string program = NIGHTLETTER_INGEST_ONCE, where = root().string(), bag = bundle.directory.string(),
                    file = torrent.string();
        char* arguments[] = {program.data(), where.data(), bag.data(), file.data(), nullptr};

        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 1, said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        pid_t child = 0;
        EXPECT_EQ(::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environment.data()), 0);
        ::posix_spawn_file_actions_destroy(&actions);
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return {WIFEXITED(status), WEXITSTATUS(status), test::read_text(said)};
    }
    [[nodiscard]] fs::path log() const { return place / "calls"; }
    // The calls of an undisturbed ingest, `fsync /path` each.
    [[nodiscard]] std::vector<std::string> calls() const
    {
        fs::remove(log());
        EXPECT_EQ(ingest_in_child(0, "").said, "sealed\n");
        std::ifstream lines{log()};
        std::vector<std::string> found;
        for (std::string line; std::getline(lines, line);) found.push_back(line);
        return found;
    }
    void expect_all_is_well()
    {
        start();
        ASSERT_TRUE(store);
        auto const sealed = store->bundles().all().value();
        for (auto const& one : sealed) EXPECT_TRUE(bundles::verify_bundle(one.bag()));
        std::size_t directories = 0;
        for ([[maybe_unused]] auto const& entry : fs::directory_iterator{layout().bundles()}) ++directories;
        EXPECT_EQ(directories, sealed.size());
        if (auto view = ViewReader::open(root())) {
            EXPECT_LE(view->bundles()->size(), sealed.size());
        }
    }
    void expect_that_it_can_be_sealed_now()
    {
        seal(bundle);
        EXPECT_EQ(state(bundle.id), BundleState::sealed);
        EXPECT_TRUE(store->quarantine().arrivals()->empty());
        store.reset();
    }
    void fail_every_call_with(int error)
    {
        auto const count = calls().size();
        for (std::size_t call = 1; call <= count; ++call) {
            SCOPED_TRACE("call " + std::to_string(call));
            fresh_store();
            auto const ended = ingest_in_child(call, std::to_string(error));
            ASSERT_TRUE(ended.by_itself);
            ASSERT_TRUE(ended.code == 0 || ended.code == 1) << ended.said;
            EXPECT_EQ(ended.code == 0, ended.said == "sealed\n");  // and nothing about trouble
            expect_all_is_well();
            EXPECT_EQ(state(bundle.id) == BundleState::sealed, ended.said.starts_with("sealed\n")) << ended.said;
            expect_that_it_can_be_sealed_now();
        }
    }
};

TEST_F(InterruptedIngestTest, KilledBeforeAnyCallLeavesOnlyQuarantineOrASealedCopy)
{
    auto const count = calls().size();
    ASSERT_GT(count, 50U);
    std::size_t sealed = 0;
    for (std::size_t call = 1; call <= count; ++call) {
        SCOPED_TRACE("call " + std::to_string(call));
        fresh_store();
        ASSERT_FALSE(ingest_in_child(call, "kill").by_itself);
        expect_all_is_well();
        sealed += state(bundle.id) == BundleState::sealed ? 1 : 0;
        expect_that_it_can_be_sealed_now();
    }
    EXPECT_GT(sealed, 0U);  // some kills came after the seal
    EXPECT_LT(sealed, count);
}

TEST_F(InterruptedIngestTest, AnInputOutputErrorOfAnyCallIsReportedOrHarmless)
{
    fail_every_call_with(EIO);
}

TEST_F(InterruptedIngestTest, AFullDiskAtAnyCallIsReportedOrHarmless)
{
    fail_every_call_with(ENOSPC);
}

TEST_F(InterruptedIngestTest, KilledBeforeAnyCallOfTheRecoveryRecoversAtTheNextStart)
{
    // Sealed but not recorded, a change of documents decided but not carried out, a record torn.
    start();
    seal(bundle);
    store.reset();
    ASSERT_TRUE(Catalogue::open(layout().catalogue())->forget(bundle.id));
    auto const folder = layout().publisher(newsroom.id());
    auto const decided =
        layout().journal() / publisher_text(newsroom.id()) / "publishers" / publisher_text(newsroom.id());
    fs::create_directories(decided);
    fs::rename(folder / "feed", decided / "feed");
    std::ofstream{layout().high_water_log(), std::ios::app} << "torn";
    ASSERT_TRUE(remove_tree(place / "prepared"));
    fs::copy(root(), place / "prepared", fs::copy_options::recursive | fs::copy_options::copy_symlinks);

    auto const count = calls().size();
    for (std::size_t call = 1; call <= count; ++call) {
        SCOPED_TRACE("call " + std::to_string(call));
        fresh_store();
        ASSERT_FALSE(ingest_in_child(call, "kill").by_itself);
        expect_all_is_well();
        EXPECT_TRUE(state(bundle.id) || !store->quarantine().arrivals()->empty());  // it is not lost
        EXPECT_TRUE(store->publishers().documents(newsroom.id())->feed);
        EXPECT_EQ(store->publishers().high_water(newsroom.id())->point.seq, newsroom.newest_feed().seq);
        expect_that_it_can_be_sealed_now();
    }
}

TEST_F(InterruptedIngestTest, AFailedSyncCondemnsTheCopy)
{
    auto const all = calls();
    auto const is_sync = [](std::string const& call) {
        return call.starts_with("fsync ") && call.ends_with("/copy/night-school/data/transcript.en.txt");
    };
    auto const sync = std::find_if(all.begin(), all.end(), is_sync);
    ASSERT_NE(sync, all.end());
    fresh_store();
    auto const ended = ingest_in_child(static_cast<std::size_t>(sync - all.begin()) + 1, std::to_string(EIO));
    EXPECT_TRUE(ended.said.ends_with("copy: condemned\n")) << ended.said;
}

TEST_F(InterruptedIngestTest, SyncsFilesThenDirectoriesThenRenamesThenSyncsParentsThenRecords)
{
    auto const all = calls();
    auto const where = [&](std::string const& call, std::size_t from = 0) {
        auto const found = std::find(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(), call);
        EXPECT_NE(found, all.end()) << call;
        return static_cast<std::size_t>(found - all.begin());
    };
    auto const copy = layout().arrival_copy(bundle.torrent.info_hash());
    auto const place_in_store = layout().bundle(bundle.id);
    auto const moved = where("rename " + place_in_store.string());
    for (auto const& entry : fs::recursive_directory_iterator{place_in_store}) {
        auto const before = copy / entry.path().lexically_relative(place_in_store);
        EXPECT_LT(where("fsync " + before.string()), moved);
    }
    EXPECT_LT(where("fsync " + copy.string()), moved);
    EXPECT_LT(where("fsync " + layout().torrents().string()), moved);
    auto const parents_synced = std::max(where("fsync " + layout().bundles().string(), moved),
                                         where("fsync " + copy.parent_path().string(), moved));
    auto const recorded = where("fdatasync " + layout().catalogue().string() + "-wal", moved);
    EXPECT_LT(parents_synced, recorded);
}

}  // namespace
}  // namespace nightletter::store
