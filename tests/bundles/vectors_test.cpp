// tests/vectors/bundles, tests/vectors/torrents: what other implementations are held to, held by our own.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/line_document.hpp"
#include "bundles/torrent_check.hpp"
#include "bundles/verify.hpp"
#include "tests/bundles/vectors.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {
namespace {

namespace fs = std::filesystem;

fs::path const vectors{NIGHTLETTER_VECTORS};

struct Vector {
    std::set<std::string> expect;
    std::map<std::string, std::string> given;
    std::string body;
};

Vector read_vector(fs::path const& path)
{
    Vector read;
    auto text = test::read_text(path);
    for (;;) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        text.erase(0, end + 1);
        if (line.empty()) break;
        if (line.rfind("expect: ", 0) == 0) read.expect.insert(line.substr(8));
        if (line.rfind("given: ", 0) == 0) {
            auto const space = line.find(' ', 7);
            read.given[line.substr(7, space - 7)] = line.substr(space + 1);
        }
    }
    read.body = text;
    return read;
}

std::set<std::string> names(fs::path const& directory, std::string const& extension)
{
    std::set<std::string> found;
    for (auto const& entry : fs::directory_iterator{directory}) {
        if (entry.is_regular_file() && entry.path().extension() == extension)
            found.insert(entry.path().filename().string());
    }
    return found;
}

std::map<std::string, std::string> contents(fs::path const& directory)
{
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(directory).string()] = test::read_text(entry.path());
    }
    return files;
}

class BundleVectorTest : public ::testing::TestWithParam<std::string> {};

TEST_P(BundleVectorTest, IsJudgedAsItSays)
{
    test::TemporaryDirectory here;
    auto const vector = read_vector(vectors / "bundles" / GetParam());
    auto const bag = here / "night-school";
    fs::copy(vectors / "bundles" / "night-school", bag, fs::copy_options::recursive);
    ASSERT_TRUE(run_commands(bag, vector.body));

    Expectation expected;
    if (vector.given.contains("bundle")) expected.bundle = BundleId::from_hex(vector.given.at("bundle"));
    if (vector.given.contains("info-hash")) expected.info_hash = InfoHash::from_hex(vector.given.at("info-hash"));
    auto const verified = verify_bundle(bag, expected);
    std::set<std::string> said;
    if (verified) {
        said.insert("verified " + verified->tiers().text());
    } else {
        for (auto const& finding : verified.error().findings) {
            said.insert("refused " + std::string{finding.word()} + (finding.path.empty() ? "" : " " + finding.path));
        }
    }
    EXPECT_EQ(said, vector.expect);
}

std::string test_name(::testing::TestParamInfo<std::string> const& info)
{
    std::string name;
    auto starts_word = true;
    for (auto const c : fs::path{info.param}.stem().string()) {
        if (c == '-') {
            starts_word = true;
            continue;
        }
        name += starts_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        starts_word = false;
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(Each, BundleVectorTest, ::testing::ValuesIn(names(vectors / "bundles", ".case")), test_name);

class TorrentVectorTest : public ::testing::TestWithParam<std::string> {};

TEST_P(TorrentVectorTest, IsJudgedAsItSays)
{
    auto const vector = read_vector(vectors / "torrents" / GetParam());
    TorrentExpectation expected;
    if (vector.given.contains("info-hash")) expected.info_hash = InfoHash::from_hex(vector.given.at("info-hash"));
    if (vector.given.contains("largest-bundle"))
        expected.largest_bundle = *parse_count(vector.given.at("largest-bundle"));
    if (vector.given.contains("bytes")) expected.bytes = parse_count(vector.given.at("bytes"));
    auto const checked = check_torrent(as_bytes(vector.body), expected);
    auto const said =
        checked ? "accepted " + checked->info_hash().hex() : "refused " + std::string{word(checked.error())};
    EXPECT_EQ(std::set<std::string>{said}, vector.expect);
}

INSTANTIATE_TEST_SUITE_P(Each, TorrentVectorTest, ::testing::ValuesIn(names(vectors / "torrents", "")), test_name);

TEST(VectorsTest, AreWhatTheirProgramPrints)
{
    test::TemporaryDirectory here;
    print_bundle_vectors(here / "bundles");
    print_torrent_vectors(here / "torrents");
    for (auto const* const kind : {"bundles", "torrents"}) {
        EXPECT_EQ(contents(here / kind), contents(vectors / kind)) << "build/bin/print_bundle_vectors tests/vectors";
    }
}

}  // namespace
}  // namespace nightletter::bundles
