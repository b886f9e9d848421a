// docs/formats.md section 6 E: what a torrent must be before a BitTorrent engine may see it.

#include "bundles/torrent_check.hpp"

#include <gtest/gtest.h>

#include "bundles/bencode_reader.hpp"
#include "bundles/bencode_writer.hpp"
#include "bundles/torrent.hpp"

namespace nightletter::bundles {
namespace {

// A torrent in pieces that a test may bend before they are put together.
class Draft {
public:
    Draft()
    {
        for (auto const* const path : {"bag-info.txt", "bagit.txt", "data/metadata.json", "data/media/a.opus",
                                       "manifest-sha256.txt", "publisher/root.1", "publisher/root.1.minisig",
                                       "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"}) {
            add(path, std::string{"what "} + path + " holds");
        }
        add("data/media/b.opus", std::string(100'000, 'b'));
    }

    Draft& add(std::string_view path, std::string const& contents)
    {
        files.push_back({known_path(path), digest_bytes(as_bytes(contents))});
        return *this;
    }

    Draft& without(std::string_view path)
    {
        std::erase_if(files, [&](TorrentFile const& file) { return file.path.text() == path; });
        return *this;
    }

    Draft& with_size(std::string_view path, std::uint64_t size)
    {
        for (auto& file : files) {
            if (file.path.text() == path) file.digest.size = size;
        }
        return *this;
    }

    [[nodiscard]] Torrent torrent() const { return Torrent::of(*Slug::parse("some-interview"), files); }
    [[nodiscard]] std::string text() const { return std::string{as_text(torrent().bytes())}; }
    [[nodiscard]] std::string info() const { return std::string{as_text(torrent().info())}; }

    std::vector<TorrentFile> files;
};

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::optional<Refusal> refusal_of(std::string const& text, TorrentExpectation const& expected = {})
{
    auto const checked = check_torrent(as_bytes(text), expected);
    return checked ? std::nullopt : std::optional{checked.error()};
}

std::optional<Refusal> refusal_of_info(std::string const& text)
{
    auto const checked = check_info(as_bytes(text), {});
    return checked ? std::nullopt : std::optional{checked.error()};
}

TEST(TorrentCheckTest, AcceptsWhatOurWriterWrites)
{
    Draft const draft;
    auto const torrent = draft.torrent();
    auto const checked = check_torrent(torrent.bytes(), {torrent.info_hash()});
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->name().text(), "some-interview");
    EXPECT_EQ(checked->info_hash(), torrent.info_hash());
    EXPECT_EQ(checked->total_bytes(), torrent.total_bytes());
    EXPECT_EQ(checked->piece_length(), 16384U);
    EXPECT_EQ(checked->files().size(), draft.files.size());
    EXPECT_TRUE(checked->has_all_layers());
    EXPECT_EQ(checked->torrent(), torrent.bytes());
}

TEST(TorrentCheckTest, AcceptsABareInfoDictionaryWithoutLayers)
{
    auto const torrent = Draft{}.torrent();
    auto const checked = check_info(torrent.info(), {torrent.info_hash()});
    ASSERT_TRUE(checked);
    EXPECT_FALSE(checked->has_all_layers());
    EXPECT_EQ(as_text(checked->info()), as_text(torrent.info()));
    auto const again = check_torrent(checked->torrent(), {torrent.info_hash()});
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->has_all_layers());
}

TEST(TorrentCheckTest, LeavesTrackersAndWebSeedsBehind)
{
    Draft const draft;
    auto text = draft.text();
    text = replaced(text, "d4:info",
                    "d8:announce18:http://192.0.2.7/a13:announce-listll5:udp:xee13:creation datei5e4:info");
    text.insert(text.size() - 1, "8:url-list14:http://x.test/");
    auto const checked = check_torrent(as_bytes(text), {});
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->torrent(), draft.torrent().bytes());
}

TEST(TorrentCheckTest, RefusesAnotherInfoHash)
{
    EXPECT_EQ(refusal_of(Draft{}.text(), {InfoHash{}}), Refusal::wrong_info_hash);
}

TEST(TorrentCheckTest, RefusesOtherSizesThanTheReleaseLineAnnounces)
{
    Draft const draft;
    auto const bytes = draft.torrent().total_bytes();
    auto const files = draft.torrent().files();
    EXPECT_EQ(refusal_of(draft.text(), {.bytes = bytes, .files = files}), std::nullopt);
    EXPECT_EQ(refusal_of(draft.text(), {.bytes = bytes + 1}), Refusal::wrong_size);
    EXPECT_EQ(refusal_of(draft.text(), {.files = files - 1}), Refusal::wrong_size);
}

TEST(TorrentCheckTest, RefusesBencodeThatIsNotCanonical)
{
    auto const text = Draft{}.text();
    EXPECT_EQ(refusal_of(text + "e"), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(text.substr(0, text.size() - 1)), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "meta versioni2e", "meta versioni02e")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "meta versioni2e", "meta versioni-0e")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "4:name14:", "4:name014:")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "4:name14:", "4:name18446744073709551616:")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "d4:info", "d1:zi0e4:info")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(replaced(text, "d4:info", "d1:ai0e1:ai0e4:info")), Refusal::bad_bencode);
    EXPECT_EQ(refusal_of(""), Refusal::bad_torrent);
}

TEST(TorrentCheckTest, RefusesBencodeDeeperThanSixteen)
{
    auto const text = Draft{}.text();
    auto const nested = [&](std::size_t depth) {
        return replaced(text, "d4:info", "d1:a" + std::string(depth, 'l') + std::string(depth, 'e') + "4:info");
    };
    EXPECT_EQ(refusal_of(nested(15)), std::nullopt);
    EXPECT_EQ(refusal_of(nested(16)), Refusal::too_deep);
    EXPECT_EQ(refusal_of(std::string(1U << 20U, 'l')), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of("d1:a" + std::string(1U << 20U, 'd')), Refusal::bad_bencode);
}

TEST(TorrentCheckTest, RefusesATorrentOverFourMebibytes)
{
    EXPECT_EQ(refusal_of(std::string(largest_torrent + 1, 'd')), Refusal::too_large);
    EXPECT_EQ(refusal_of_info(std::string(largest_torrent + 1, 'd')), Refusal::too_large);
}

TEST(TorrentCheckTest, RefusesEveryKeyInsideInfoThatWeDoNotWrite)
{
    auto const info = Draft{}.info();
    EXPECT_EQ(refusal_of_info(info), std::nullopt);
    for (auto const* const extra : {"5:filesle9:file tree", "4:attr1:x9:file tree"}) {
        EXPECT_EQ(refusal_of_info(replaced(info, "9:file tree", extra)), Refusal::bad_torrent) << extra;
    }
    EXPECT_EQ(refusal_of_info(info.substr(0, info.size() - 1) + "6:pieces0:e"), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(info.substr(0, info.size() - 1) + "7:privatei1ee"), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(info.substr(0, info.size() - 1) + "7:similarlee"), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(replaced(info, "12:meta versioni2e", "12:meta versioni1e")), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(replaced(info, "12:meta versioni2e", "")), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(replaced(info, "12:meta versioni2e", "12:meta version1:2")), Refusal::bad_torrent);
}

TEST(TorrentCheckTest, RefusesALeafWithMoreThanLengthAndRoot)
{
    auto const info = Draft{}.info();
    EXPECT_EQ(refusal_of_info(replaced(info, "d0:d6:length", "d0:d4:attr1:x6:length")), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(replaced(info, "11:pieces root32:", "11:pieces root33:x")), Refusal::bad_torrent);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:lengthi", "6:lengthi-")), Refusal::bad_torrent);
}

TEST(TorrentCheckTest, RefusesAFileThatIsADirectoryToo)
{
    auto const leaf = "0:d6:lengthi1e11:pieces root32:" + std::string(32, 'r') + "e";
    EXPECT_EQ(refusal_of_info(replaced(Draft{}.info(), "5:mediad", "5:mediad" + leaf)), Refusal::paths_collide);
}

TEST(TorrentCheckTest, RefusesAnEmptyDirectory)
{
    EXPECT_EQ(refusal_of_info(replaced(Draft{}.info(), "4:datad", "4:datad1:ade")), Refusal::bad_torrent);
}

TEST(TorrentCheckTest, RefusesNamesThatNoBundleMayHave)
{
    auto const info = Draft{}.info();
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "2:..")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "6:A.opus")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "8:a/b.opus")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "8:aux.opus")), Refusal::device_name);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "6:a.html")), Refusal::no_tier);
    EXPECT_EQ(refusal_of_info(replaced(info, "6:a.opus", "105:" + std::string(100, 'a') + ".opus")),
              Refusal::path_too_long);
    EXPECT_EQ(refusal_of_info(replaced(info, "14:some-interview", "14:some/interview")), Refusal::path_not_allowed);
    EXPECT_EQ(refusal_of_info(replaced(info, "9:bagit.txt", "9:bagxt.txt")), Refusal::path_not_allowed);
    auto const deep = replaced(info, "5:mediad6:a.opusd", "5:mediad1:ad1:ad1:ad1:ad6:a.opusd");
    EXPECT_EQ(refusal_of_info(deep), Refusal::path_too_deep);
}

TEST(TorrentCheckTest, RefusesAZeroByteFile)
{
    EXPECT_EQ(refusal_of_info(Draft{}.with_size("data/media/a.opus", 0).info()), Refusal::zero_byte_file);
}

TEST(TorrentCheckTest, RefusesAFileOverItsLimit)
{
    EXPECT_EQ(refusal_of_info(Draft{}.with_size("data/metadata.json", limit::metadata).info()), std::nullopt);
    for (auto const& [path, size] :
         std::vector<std::pair<std::string, std::uint64_t>>{{"data/metadata.json", limit::metadata},
                                                            {"manifest-sha256.txt", limit::manifest},
                                                            {"publisher/root.1", limit::root},
                                                            {"publisher/root.1.minisig", limit::signature_set},
                                                            {"tagmanifest-sha256.txt.minisig", limit::signature_set},
                                                            {"bag-info.txt", limit::bag_info},
                                                            {"bagit.txt", limit::bag_info}}) {
        EXPECT_EQ(refusal_of_info(Draft{}.with_size(path, size + 1).info()), Refusal::too_large) << path;
    }
    auto const big = Draft{}.with_size("data/media/a.opus", 1U << 20U).info();
    EXPECT_EQ(refusal_of_info(big), std::nullopt);
    auto const checked = check_info(as_bytes(big), {std::nullopt, 1U << 20U});
    EXPECT_EQ(checked.error(), Refusal::too_large);
}

TEST(TorrentCheckTest, RefusesATorrentWithoutTheFilesOfABag)
{
    for (auto const* const path :
         {"bagit.txt", "tagmanifest-sha256.txt.minisig", "publisher/root.1", "data/metadata.json"}) {
        EXPECT_EQ(refusal_of_info(Draft{}.without(path).info()), Refusal::missing_file) << path;
    }
}

TEST(TorrentCheckTest, RefusesAnotherPieceLength)
{
    auto const info = Draft{}.info();
    EXPECT_EQ(refusal_of_info(replaced(info, "i16384e", "i32768e")), Refusal::wrong_piece_length);
    EXPECT_EQ(refusal_of_info(replaced(info, "i16384e", "i0e")), Refusal::wrong_piece_length);
    EXPECT_EQ(refusal_of_info(replaced(info, "i16384e", "i16385e")), Refusal::wrong_piece_length);
}

TEST(TorrentCheckTest, RefusesMorePiecesThanItMayCount)
{
    auto const huge = std::uint64_t{2} << 40U;
    auto const info = Draft{}.with_size("data/media/a.opus", huge).info();
    EXPECT_EQ(check_info(as_bytes(info), {std::nullopt, 2 * huge}).error(), Refusal::too_many_pieces);
}

TEST(TorrentCheckTest, RefusesMoreFilesThanABagMayHave)
{
    Draft draft;
    auto const digest = digest_bytes(as_bytes("x"));
    for (std::size_t i = 0; i < limit::payload_files; ++i)
        draft.files.push_back({known_path("data/x" + std::to_string(i) + ".txt"), digest});
    EXPECT_EQ(refusal_of_info(draft.info()), Refusal::too_many_files);
}

TEST(TorrentCheckTest, RefusesALayerThatDoesNotLeadToItsRoot)
{
    auto const text = Draft{}.text();
    auto changed = text;
    changed[changed.size() - 10] = static_cast<char>(changed[changed.size() - 10] ^ 1);
    EXPECT_EQ(refusal_of(changed), Refusal::wrong_piece_layer);
    auto const extra =
        text.substr(0, text.size() - 2) + "32:" + std::string(32, '\xff') + "32:" + std::string(32, 'x') + "ee";
    EXPECT_EQ(refusal_of(extra), Refusal::wrong_piece_layer);
}

TEST(BencodeReaderTest, StepsOverWholeValues)
{
    for (std::string const text : {"i-5e", "0:", "le", "de", "lli1eed1:ad1:bleee3:abce", "d0:0:1:a1:be"}) {
        BencodeReader reader{as_bytes(text)};
        auto const value = reader.skip();
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(as_text(*value), text);
        EXPECT_TRUE(reader.is_at_end());
    }
}

TEST(BencodeReaderTest, StopsAtWhatIsNotCanonical)
{
    for (std::string const text : {"",
                                   "e",
                                   "i",
                                   "ie",
                                   "i-e",
                                   "i-0e",
                                   "i01e",
                                   "i+1e",
                                   "i1",
                                   "1",
                                   "1:",
                                   "01:a",
                                   "-1:a",
                                   "l",
                                   "lie",
                                   "d",
                                   "d1:ae",
                                   "d1:bi1e1:ai1ee",
                                   "d1:ai1e1:ai1ee",
                                   "di1ei1ee",
                                   "dlei1ee",
                                   "i18446744073709551616e",
                                   "x"}) {
        BencodeReader reader{as_bytes(text)};
        EXPECT_FALSE(reader.skip().has_value() && reader.is_at_end()) << text;
        EXPECT_EQ(reader.fault(), Refusal::bad_bencode) << text;
    }
}

}  // namespace
}  // namespace nightletter::bundles
