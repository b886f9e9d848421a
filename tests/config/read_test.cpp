// What an operator is told about a configuration file (CONTRIBUTING.md, "unknown key = error with line and nearest
// key"), and that the annotated example documents every key there is.
#include "config/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/durable_file.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::config {
namespace {

std::string fault(std::string_view text)
{
    auto const config = read(text);
    if (config) return "no fault";
    return "line " + std::to_string(config.error().line) + ": " + config.error().what;
}

std::string an_id()
{
    return publisher_text(PublisherId{});
}

TEST(ConfigTest, AnEmptyFileIsAllDefaults)
{
    auto const config = read("");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->store.path, "/var/lib/nightletter");
    EXPECT_EQ(config->store.quota, 50'000'000'000U);
    EXPECT_EQ(config->store.min_free, 1'000'000'000U);
    EXPECT_EQ(config->mirror.listen, (Address{"0.0.0.0", 6881}));
    EXPECT_TRUE(config->mirror.publishers.empty());
    EXPECT_TRUE(config->mirror.watch.empty());
}

TEST(ConfigTest, ReadsEveryKey)
{
    auto const config = read("[mirror]\npublishers = [\"" + an_id() +
                             "\"]\npeers = [\"127.0.0.1:6881\", \"[::1]:7000\"]\nlisten = \"127.0.0.1:0\"\n"
                             "watch = \"/srv/incoming\"\n[store]\npath = \"/srv/store\"\nquota = \"2 TB\"\n"
                             "min_free = \"512 MiB\"\nscrub_days = 7\n[log]\nlevel = \"debug\"\n");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->mirror.publishers, std::vector{PublisherId{}});
    EXPECT_EQ(config->mirror.peers, (std::vector<Address>{{"127.0.0.1", 6881}, {"::1", 7000}}));
    EXPECT_EQ(config->mirror.listen, (Address{"127.0.0.1", 0}));
    EXPECT_EQ(config->mirror.watch, "/srv/incoming");
    EXPECT_EQ(config->store.path, "/srv/store");
    EXPECT_EQ(config->store.quota, 2'000'000'000'000U);
    EXPECT_EQ(config->store.min_free, 512U * 1024 * 1024);
    EXPECT_EQ(config->store.scrub_days, 7U);
    EXPECT_EQ(config->log.level, LogLevel::debug);
}

TEST(ConfigTest, AMirrorIsUnlistedUntilAPersonChooses)
{
    auto const config = read("");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->mirror.role, Role::unlisted);
    EXPECT_TRUE(config->mirror.dht_nodes.empty());
    EXPECT_TRUE(config->mirror.trackers.empty());
    EXPECT_FALSE(config->mirror.local_discovery);
    EXPECT_FALSE(config->mirror.proxy);
}

TEST(ConfigTest, ReadsHowAMirrorIsFound)
{
    auto const config = read(
        "[mirror]\nrole = \"public\"\ndht_nodes = [\"192.0.2.8:6881\"]\n"
        "trackers = [\"udp://192.0.2.9:6969/announce\"]\nlocal_discovery = true\n");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->mirror.role, Role::public_);
    EXPECT_EQ(config->mirror.dht_nodes, (std::vector<Address>{{"192.0.2.8", 6881}}));
    EXPECT_EQ(config->mirror.trackers, (std::vector<std::string>{"udp://192.0.2.9:6969/announce"}));
    EXPECT_TRUE(config->mirror.local_discovery);
    auto const hidden = read("[mirror]\nrole = \"hidden\"\nproxy = \"127.0.0.1:9050\"\n");
    ASSERT_TRUE(hidden);
    EXPECT_EQ(hidden->mirror.role, Role::hidden);
    EXPECT_EQ(hidden->mirror.proxy, (Address{"127.0.0.1", 9050}));
}

TEST(ConfigTest, RefusesKeysThatContradictTheRole)
{
    EXPECT_EQ(fault("[mirror]\nrole = \"hidden\"\n"),
              "line 0: mirror.role is \"hidden\", and mirror.proxy does not say through what");
    EXPECT_EQ(fault("[mirror]\nproxy = \"127.0.0.1:9050\"\n"),
              "line 0: mirror.proxy is used only when mirror.role is \"hidden\"");
    EXPECT_EQ(fault("[mirror]\ntrackers = [\"udp://192.0.2.9:6969/announce\"]\n"),
              "line 0: mirror.trackers are asked only when mirror.role is \"public\": a tracker lists whoever asks it");
    EXPECT_EQ(fault("[mirror]\nrole = \"hidden\"\nproxy = \"127.0.0.1:9050\"\nlocal_discovery = true\n"),
              "line 0: mirror.local_discovery would show a mirror whose role is \"hidden\"");
    EXPECT_EQ(fault("[mirror]\nrole = \"hidden\"\nproxy = \"127.0.0.1:9050\"\ndht_nodes = [\"192.0.2.8:6881\"]\n"),
              "line 0: mirror.dht_nodes cannot be asked when mirror.role is \"hidden\"");
}

TEST(ConfigTest, SaysWhatARoleOrATrackerMayBe)
{
    EXPECT_EQ(fault("[mirror]\nrole = \"listed\"\n"),
              "line 2: mirror.role must be \"unlisted\", \"public\" or \"hidden\", not \"listed\"");
    EXPECT_EQ(
        fault("[mirror]\ntrackers = [\"192.0.2.9\"]\n"),
        "line 2: mirror.trackers must hold addresses such as \"udp://192.0.2.9:6969/announce\", not \"192.0.2.9\"");
    EXPECT_EQ(fault("[mirror]\nlocal_discovery = \"yes\"\n"), "line 2: mirror.local_discovery must be true or false");
    EXPECT_EQ(fault("[mirror]\ndht_nodes = [\"192.0.2.8:0\"]\n"),
              "line 2: mirror.dht_nodes holds \"192.0.2.8:0\", and nobody listens on port 0");
}

TEST(ConfigTest, NamesTheLineAndTheNearestKeyOfAMistypedOne)
{
    EXPECT_EQ(fault("[store]\n\nqouta = \"1 GB\"\n"),
              "line 3: unknown key \"store.qouta\", did you mean \"store.quota\"?");
    EXPECT_EQ(fault("[sotre]\n"), "line 1: unknown section \"sotre\", did you mean \"store\"?");
    EXPECT_EQ(fault("quota = \"1 GB\"\n"), "line 1: unknown key \"quota\"");
}

TEST(ConfigTest, SaysWhichLineIsNoToml)
{
    EXPECT_THAT(fault("[mirror]\npublishers = [\n"), ::testing::StartsWith("line "));
    EXPECT_THAT(fault("[mirror]\n???\n"), ::testing::StartsWith("line 2: "));
}

TEST(ConfigTest, RefusesASizeWithoutItsUnit)
{
    EXPECT_EQ(fault("[store]\nquota = \"50\"\n"),
              "line 2: store.quota must be a size such as \"50 GB\" or \"512 MiB\", not \"50\"");
    EXPECT_EQ(fault("[store]\nquota = 50\n"), "line 2: store.quota must be a string in quotation marks");
    for (auto const* const wrong : {"", "GB", "-1 GB", "1.5 GB", "1GB", "1 gb", "1 GB ", "99999999999 TB"}) {
        EXPECT_FALSE(parse_size(wrong)) << wrong;
    }
    EXPECT_EQ(parse_size("0"), 0U);
}

TEST(ConfigTest, RefusesANumberOfDaysThatIsNone)
{
    for (auto const* const wrong : {"-1", "3651", "\"30\"", "1.5"}) {
        EXPECT_EQ(fault(std::string{"[store]\nscrub_days = "} + wrong + "\n"),
                  "line 2: store.scrub_days must be a whole number from 0 to 3650");
    }
}

TEST(ConfigTest, RefusesAPublisherIdThatWasMistyped)
{
    auto id = an_id();
    id[10] = id[10] == 'q' ? 'p' : 'q';
    EXPECT_EQ(fault("[mirror]\npublishers = [\"" + id + "\"]\n"),
              "line 2: mirror.publishers holds \"" + id + "\", which is no publisher id (nlp1..., 62 characters)");
}

TEST(ConfigTest, RefusesAPublisherNamedTwice)
{
    EXPECT_EQ(fault("[mirror]\npublishers = [\"" + an_id() + "\", \"" + an_id() + "\"]\n"),
              "line 2: mirror.publishers names " + an_id() + " twice");
}

TEST(ConfigTest, RefusesAnAddressThatIsNotNumeric)
{
    for (auto const* const wrong : {"example.org:6881", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "::1:6881",
                                    "[127.0.0.1]:1", "127.0.0.1:-1", " 127.0.0.1:1", ":6881"}) {
        EXPECT_FALSE(parse_address(wrong)) << wrong;
    }
    EXPECT_EQ(fault("[mirror]\npeers = [\"127.0.0.1:0\"]\n"),
              "line 2: mirror.peers holds \"127.0.0.1:0\", and nobody listens on port 0");
    EXPECT_EQ((Address{"::1", 80}).text(), "[::1]:80");
}

TEST(ConfigTest, RefusesARelativePath)
{
    EXPECT_EQ(fault("[store]\npath = \"store\"\n"), "line 2: store.path must be a path from / on");
    EXPECT_EQ(fault("[mirror]\nwatch = \"incoming\"\n"), "line 2: mirror.watch must be a path from / on");
}

TEST(ConfigTest, NamesTheLevelsThereAre)
{
    EXPECT_EQ(fault("[log]\nlevel = \"loud\"\n"),
              "line 2: log.level must be \"error\", \"warning\", \"info\" or \"debug\", not \"loud\"");
}

TEST(ConfigTest, AFileThatCannotBeReadIsAFaultOfTheWholeFile)
{
    test::TemporaryDirectory const directory;
    auto const config = read_file(directory / "none.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().line, 0U);
}

TEST(ConfigTest, ReadsWhatAnOperatorChooses)
{
    auto const bundle = bundle_text(BundleId{});
    auto const config = read(
        "[choose]\ntiers = \"text\"\nlanguages = [\"fa\"]\nlargest = \"4 GB\"\npublisher_quota = \"1 GB\"\n"
        "pin = [\"" +
        bundle + "\"]\n[[choose.block]]\nid = \"" + an_id() +
        "\"\nreason = \"spam\"\nsince = \"2026-05-01\"\n[[choose.withdrawals]]\npublisher = \"" + an_id() +
        "\"\ndark_days = 30\nsuperseded = \"ignore\"\n");
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_EQ(config->choose.tiers, Tiers::text);
    EXPECT_EQ(config->choose.languages, std::vector<std::string>{"fa"});
    EXPECT_EQ(config->choose.largest, 4'000'000'000U);
    EXPECT_EQ(config->choose.publisher_quota, 1'000'000'000U);
    EXPECT_EQ(config->choose.pin, std::vector{BundleId{}});
    ASSERT_EQ(config->choose.block.size(), 1U);
    EXPECT_EQ(config->choose.block[0].publisher, PublisherId{});
    EXPECT_EQ(config->choose.block[0].reason, "spam");
    ASSERT_EQ(config->choose.withdrawals.size(), 1U);
    EXPECT_EQ(config->choose.withdrawals[0].dark_days, 30);
    EXPECT_TRUE(config->choose.withdrawals[0].ignores_superseded);
}

TEST(ConfigTest, NamesTheLineOfAMistakeInATableOfMany)
{
    auto const block = "[[choose.block]]\nid = \"" + an_id() + "\"\n";
    EXPECT_EQ(fault(block + "raeson = \"spam\"\n"),
              "line 3: choose.block has no field \"raeson\", did you mean \"reason\"?");
    EXPECT_EQ(fault(block + "since = \"2026-05-01\"\n"),
              "line 1: choose.block gives no reason, and nobody remembers it in a year");
    EXPECT_EQ(fault("[[choose.block]]\nid = \"x\"\n"),
              "line 1: choose.block has \"x\" as its id, which is no bundle and no publisher");
    EXPECT_EQ(fault("[choose]\nblock = \"nlb1\"\n"),
              "line 2: choose.block is a section in double brackets, once for each");
    EXPECT_EQ(fault("[[choose.withdrawals]]\npublisher = \"" + an_id() + "\"\ndark_days = 2\n"),
              "line 1: choose.withdrawals has dark_days that are no whole number from 3 to 3650");
    EXPECT_EQ(fault("[choose]\ntiers = \"video\"\n"),
              "line 2: choose.tiers must be \"text\", \"still\", \"audio\" or \"all\", not \"video\"");
}

TEST(ConfigTest, ReadsWhatMayMoveAndWhen)
{
    auto const config = read(
        "[traffic]\nup = \"500 KB/s\"\ndown = \"2 MiB/s\"\nmonthly = \"500 GB\"\n"
        "windows = [\"mon-fri 08:00-18:30 up 200 KB/s down 1 MB/s\", \"22:00-06:00 up 0\"]\n");
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_EQ(config->traffic.up, 500'000U);
    EXPECT_EQ(config->traffic.down, 2U * 1024 * 1024);
    EXPECT_EQ(config->traffic.monthly, 500'000'000'000U);
    ASSERT_EQ(config->traffic.windows.size(), 2U);
    auto const& work = config->traffic.windows[0];
    EXPECT_EQ(work.days, 0b001'1111U);
    EXPECT_EQ(work.from, 8 * 60);
    EXPECT_EQ(work.to, 18 * 60 + 30);
    EXPECT_EQ(work.up, 200'000U);
    EXPECT_EQ(work.down, 1'000'000U);
    auto const& night = config->traffic.windows[1];
    EXPECT_EQ(night.days, 0b111'1111U);
    EXPECT_EQ(night.up, 0U);
    EXPECT_FALSE(night.down);
}

TEST(ConfigTest, ReadsDaysThatGoOverTheEndOfTheWeek)
{
    EXPECT_EQ(parse_window("sat-mon 00:00-24:00 up 1 MB/s")->days, 0b110'0001U);
    EXPECT_EQ(parse_window("sun 00:00-24:00 up 1 MB/s")->days, 0b100'0000U);
    EXPECT_EQ(parse_window("sun 12:00-24:00 up 1 MB/s")->to, 0);
}

TEST(ConfigTest, RefusesARateOrAWindowThatIsNone)
{
    for (auto const* const wrong : {"", "500", "500 KB", "1 B/s", "999 B/s", "-1 MB/s", "1 MB/m"})
        EXPECT_FALSE(parse_rate(wrong)) << wrong;
    for (auto const* const wrong :
         {"", "22:00-06:00", "22:00-06:00 ", "22:00 up 1 MB/s", "24:00-06:00 up 1 MB/s", "22:60-06:00 up 1 MB/s",
          "22:00-06:00 up 1 MB", "22:00-06:00 up 1 MB/s up 2 MB/s", "22:00-06:00 left 1 MB/s", "mo 22:00-06:00 up 0",
          "mon- 22:00-06:00 up 0", "2200-0600 up 0", "22:00-06:00 up", "22:00-06:00 up 0 down", "-1:00-06:00 up 0"})
        EXPECT_FALSE(parse_window(wrong)) << wrong;
    EXPECT_EQ(fault("[traffic]\nup = \"5\"\n"),
              "line 2: traffic.up must be a rate of at least \"1 KB/s\", such as \"2 MB/s\", not \"5\"");
    EXPECT_EQ(fault("[traffic]\nwindows = [\"x\"]\n"),
              "line 2: traffic.windows must be such as \"mon-fri 22:00-06:00 up 2 MB/s down 1 MB/s\", not \"x\"");
}

TEST(ConfigExampleTest, DocumentsEveryKeyWithItsDefault)
{
    auto example = test::read_text(NIGHTLETTER_EXAMPLE);
    std::string section;
    std::vector<std::string> documented;
    for (std::size_t at = 0; at < example.size();) {
        auto const line = example.substr(at, example.find('\n', at) - at);
        at += line.size() + 1;
        if (line.starts_with("[")) section = line.substr(1, line.find(']') - 1);
        if (line.starts_with("#[[")) {
            documented.push_back(line.substr(3, line.find(']') - 3));
        } else if (line.starts_with("#") && line.size() > 1 && line[1] != ' ') {
            documented.push_back(section + "." + line.substr(1, line.find(' ') - 1));
        }
    }
    EXPECT_EQ(documented, known_keys());
}

TEST(ConfigExampleTest, ItsCommentedValuesAreTheDefaults)
{
    auto example = test::read_text(NIGHTLETTER_EXAMPLE);
    std::string switched_on;
    for (std::size_t at = 0; at < example.size();) {
        auto const line = example.substr(at, example.find('\n', at) - at);
        at += line.size() + 1;
        // Lists show placeholders; every other value is what one gets without it.
        bool const value = line.starts_with("#") && line.size() > 1 && line[1] != ' ' && !line.ends_with("]");
        switched_on += (value ? line.substr(1) : line) + "\n";
    }
    auto const config = read(switched_on);
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_EQ(config->mirror.listen, Mirror{}.listen);
    EXPECT_EQ(config->mirror.watch, Mirror{}.watch);
    EXPECT_EQ(config->mirror.role, Mirror{}.role);
    EXPECT_EQ(config->mirror.local_discovery, Mirror{}.local_discovery);
    EXPECT_EQ(config->mirror.proxy, Mirror{}.proxy);
    EXPECT_EQ(config->store.path, Store{}.path);
    EXPECT_EQ(config->store.quota, Store{}.quota);
    EXPECT_EQ(config->store.min_free, Store{}.min_free);
    EXPECT_EQ(config->store.scrub_days, Store{}.scrub_days);
    EXPECT_EQ(config->traffic.up, Traffic{}.up);
    EXPECT_EQ(config->traffic.monthly, Traffic{}.monthly);
    EXPECT_EQ(config->log.level, Log{}.level);
}

TEST(ConfigTest, DropInsAreReadAfterTheFileByName)
{
    test::TemporaryDirectory folder;
    auto const file = folder.path() / "nightletterd.toml";
    auto const put = [&](std::filesystem::path const& path, std::string_view text) {
        std::filesystem::create_directories(path.parent_path());
        ASSERT_TRUE(write_durably(path, as_bytes(text)));
    };
    put(file, "[store]\nquota = \"1 GB\"\nmin_free = \"2 GB\"\n[mirror]\npeers = [\"192.0.2.1:1\"]\n");
    EXPECT_EQ(read_file(file)->store.quota, 1'000'000'000U);
    put(drop_ins_of(file) / "20-later.toml", "[store]\nquota = \"3 GB\"\n[mirror]\npeers = [\"192.0.2.2:2\"]\n");
    put(drop_ins_of(file) / "10-earlier.toml", "[store]\nquota = \"4 GB\"\n");
    put(drop_ins_of(file) / "notes.txt", "not TOML");
    auto const config = read_file(file);
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_EQ(config->store.quota, 3'000'000'000U);
    EXPECT_EQ(config->store.min_free, 2'000'000'000U);
    EXPECT_EQ(config->mirror.peers.size(), 2U);
    EXPECT_EQ(config->said.size(), 3U);
    EXPECT_EQ(config->said.at("store.quota"), "'1 GB'\n'4 GB'\n'3 GB'\n");

    put(drop_ins_of(file) / "30-wrong.toml", "\n[store]\nqouta = \"3 GB\"\n");
    auto const wrong = read_file(file);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().file, drop_ins_of(file) / "30-wrong.toml");
    EXPECT_EQ(wrong.error().line, 3U);
}

}  // namespace
}  // namespace nightletter::config
