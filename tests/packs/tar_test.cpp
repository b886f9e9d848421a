// The promise of packs/tar_writer.hpp with tar_pack.hpp (docs/formats.md 5.8): what goes into a tar comes out, whole or
// not at all, and no tar can have a file written where it was not asked for.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "packs/tar_pack.hpp"
#include "packs/tar_writer.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::packs {
namespace {

namespace fs = std::filesystem;

class TarTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    fs::path const tar = directory / "pack.tar";

    static PackUnit unit(std::string const& path, std::string_view text)
    {
        return {path, {{path, copy_of(as_bytes(text))}}};
    }
    void write(std::vector<PackUnit> const& units)
    {
        auto writer = TarWriter::begin(tar);
        ASSERT_TRUE(writer);
        for (auto const& one : units) ASSERT_TRUE(writer->put(one));
        ASSERT_TRUE(writer->finish());
    }
    [[nodiscard]] TarPack open() const
    {
        auto pack = TarPack::open(tar);
        EXPECT_TRUE(pack);
        return std::move(*pack);
    }
    [[nodiscard]] std::string refusal() const
    {
        auto const pack = TarPack::open(tar);
        if (pack) return pack->is_none() ? "none" : "taken";
        auto const* const fault = std::get_if<TarFault>(&pack.error());
        return fault == nullptr ? "trouble" : std::string{word(fault->refusal)};
    }
    // A tar as a stranger's tool may make it.
    struct Entry {
        std::string name;
        unsigned type = AE_IFREG;
        std::string link = {};
        std::string hard_link = {};
    };
    void write_strange(std::vector<Entry> const& entries)
    {
        auto* const out = archive_write_new();
        archive_write_set_format_pax_restricted(out);
        ASSERT_EQ(archive_write_open_filename(out, tar.c_str()), ARCHIVE_OK);
        for (auto const& one : entries) {
            auto* const entry = archive_entry_new();
            archive_entry_set_pathname(entry, one.name.c_str());
            archive_entry_set_filetype(entry, one.type);
            archive_entry_set_perm(entry, 0644);
            if (!one.link.empty()) archive_entry_set_symlink(entry, one.link.c_str());
            if (!one.hard_link.empty()) archive_entry_set_hardlink(entry, one.hard_link.c_str());
            bool const has_contents = one.type == AE_IFREG && one.hard_link.empty();
            archive_entry_set_size(entry, has_contents ? 4 : 0);
            EXPECT_EQ(archive_write_header(out, entry), ARCHIVE_OK) << one.name;
            if (has_contents) {
                EXPECT_EQ(archive_write_data(out, "text", 4), 4);
            }
            archive_entry_free(entry);
        }
        archive_write_close(out);
        archive_write_free(out);
    }
};

TEST_F(TarTest, GivesBackWhatWasPut)
{
    std::string const recording(300'000, 'r');
    std::string const long_name =
        "bundles/nlb1x/" + std::string(99, 's') + "/data/" + std::string(99, 'd') + "/" + std::string(95, 'f') + ".txt";
    write({unit("publishers/nlp1x/feed", "a feed"), unit("bundles/nlb1x/talk/data/r.opus", recording),
           unit(long_name, "far down"), unit("index.html", "<p>")});
    auto const pack = open();
    EXPECT_FALSE(pack.listing().is_cut_short);
    EXPECT_EQ(pack.bundles(), std::vector<std::string>{"bundles/nlb1x"});
    EXPECT_EQ(pack.bytes_in("publishers"), 6U);
    EXPECT_EQ(pack.files_in("bundles/nlb1x"), 2U);
    auto const out = directory / "out";
    fs::create_directory(out);
    ASSERT_TRUE(pack.take_out("", out));
    EXPECT_EQ(test::read_text(out / "publishers/nlp1x/feed"), "a feed");
    EXPECT_EQ(test::read_text(out / "bundles/nlb1x/talk/data/r.opus"), recording);
    EXPECT_EQ(test::read_text(out / long_name), "far down");
    EXPECT_FALSE(fs::exists(out / "index.html")) << "pages are never taken in";
}

TEST_F(TarTest, EqualContentsMakeEqualBytesThatSayNotWhenOrByWhom)
{
    write({unit("publishers/nlp1x/feed", "a feed")});
    auto const first = test::read_text(tar);
    write({unit("publishers/nlp1x/feed", "a feed")});
    EXPECT_EQ(test::read_text(tar), first);
    EXPECT_EQ(first.find("root"), std::string::npos);
}

TEST_F(TarTest, IsNeverLargerThanWasForetold)
{
    std::vector<PackUnit> const units{
        unit("publishers/nlp1x/" + std::string(100, 'w'), "a"),
        unit("bundles/nlb1x/" + std::string(100, 's') + "/" + std::string(100, 'd') + "/" + std::string(100, 'f'),
             std::string(513, 'x'))};
    write(units);
    EXPECT_LE(fs::file_size(tar), tar_size(units));
}

TEST_F(TarTest, KeepsTheOlderOneUntilTheNewOneIsWhole)
{
    write({unit("publishers/nlp1x/feed", "older")});
    auto const older = test::read_text(tar);
    {
        auto writer = TarWriter::begin(tar);
        ASSERT_TRUE(writer && writer->put(unit("publishers/nlp1x/feed", "newer")));
        EXPECT_EQ(test::read_text(tar), older);
    }
    EXPECT_EQ(test::read_text(tar), older);
    EXPECT_FALSE(fs::exists(directory / "pack.tar.unfinished"));
}

TEST_F(TarTest, NeverHoldsBytesThatAreNotTheOnesThatWereJudged)
{
    test::write_text(directory / "source", "forged");
    PackFile const file{"bundles/nlb1x/r.opus", JudgedFile{directory / "source", 6, sha256(as_bytes("judged"))}};
    auto writer = TarWriter::begin(tar);
    ASSERT_TRUE(writer);
    EXPECT_FALSE(writer->put(PackUnit{"bundles/nlb1x", {file}}));
}

TEST_F(TarTest, NamesWhatIsWholeWhenItIsCutShortAnywhere)
{
    write({unit("publishers/nlp1x/feed", std::string(700, 'f')), unit("torrents/nlb1x.torrent", "t")});
    auto const whole = test::read_text(tar);
    auto const last_byte_of_feed = std::size_t{512 + 700};
    for (std::size_t length = 0; length < 512 * 6; length += 100) {
        test::write_text(tar, whole.substr(0, length));
        auto const pack = open();
        EXPECT_TRUE(pack.listing().is_cut_short) << length;
        EXPECT_EQ(pack.files_in("publishers"), length < last_byte_of_feed ? 0U : 1U) << length;
    }
}

TEST_F(TarTest, ADamagedHeaderHidesOnlyWhatFollows)
{
    write({unit("publishers/nlp1x/feed", "f"), unit("torrents/nlb1x.torrent", "t")});
    auto bytes = test::read_text(tar);
    bytes.at(1024 + 3) = 'X';
    test::write_text(tar, bytes);
    auto const pack = open();
    EXPECT_TRUE(pack.listing().is_cut_short);
    EXPECT_EQ(pack.listing().files.size(), 1U);
}

TEST_F(TarTest, WhatIsNoTarIsNone)
{
    for (auto const& text : {std::string{}, std::string{"hello"}, std::string(20'000, 'x')}) {
        test::write_text(tar, text);
        EXPECT_EQ(refusal(), "none");
    }
}

TEST_F(TarTest, ReadsWhatStockTarMakesOfADirectory)
{
    write_strange({{"./", AE_IFDIR}, {"./publishers/", AE_IFDIR}, {"./publishers/nlp1x/feed"}, {"./holiday.JPG"}});
    auto const pack = open();
    ASSERT_EQ(pack.listing().files.size(), 1U);
    EXPECT_EQ(pack.listing().files.front().path, "publishers/nlp1x/feed");
    EXPECT_FALSE(pack.listing().is_cut_short);
}

TEST_F(TarTest, RefusesLinksDevicesAndPipes)
{
    write_strange({{"publishers/nlp1x/feed", AE_IFLNK, "/etc/passwd"}});
    EXPECT_EQ(refusal(), "not-a-regular-file");
    write_strange({{"holiday", AE_IFLNK, "/etc"}, {"holiday/passwd"}});
    EXPECT_EQ(refusal(), "not-a-regular-file");
    write_strange({{"publishers/a"}, {"publishers/b", AE_IFREG, {}, "publishers/a"}});
    EXPECT_EQ(refusal(), "not-a-regular-file");
    for (auto const type : {AE_IFCHR, AE_IFBLK, AE_IFIFO}) {
        write_strange({{"publishers/nlp1x/feed", static_cast<unsigned>(type)}});
        EXPECT_EQ(refusal(), "not-a-regular-file");
    }
}

TEST_F(TarTest, RefusesNamesThatLeadElsewhereOrThatNoPackHas)
{
    for (auto const* const name : {"/etc/cron.d/x", "../x", "publishers/../../x", "publishers/nlp1x/Feed",
                                   "bundles/nlb1x//a", "bundles/nlb1x/.hidden", "bundles/a/b/c/d/e/f/g/h/i/j"}) {
        write_strange({{name}});
        EXPECT_EQ(refusal(), "path-not-allowed") << name;
    }
}

TEST_F(TarTest, RefusesANameThatComesTwiceAndAFileThatIsADirectoryToo)
{
    write_strange({{"publishers/nlp1x/feed"}, {"./publishers/nlp1x/feed"}});
    EXPECT_EQ(refusal(), "paths-collide");
    write_strange({{"publishers/nlp1x"}, {"publishers/nlp1x/feed"}});
    EXPECT_EQ(refusal(), "paths-collide");
}

TEST_F(TarTest, RefusesADocumentThatIsTooLargeToBeOne)
{
    write({unit("publishers/nlp1x/feed", std::string(2 * 1024 * 1024 + 1, 'f'))});
    EXPECT_EQ(refusal(), "too-large");
}

}  // namespace
}  // namespace nightletter::packs
