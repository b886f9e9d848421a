// docs/formats.md, "A worked example": what stands there is what this tree writes, to the octet. The example is made
// anew here and compared; with NIGHTLETTER_WRITE_EXAMPLE in the environment it is written into the document instead.
#include <gtest/gtest.h>

#include <cstdlib>

#include "mirror/wire.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"
#include "trust/heads.hpp"

namespace nightletter {
namespace {

constexpr std::string_view begins = "<!-- worked example: made by tests/docs/worked_example_test.cpp -->\n";
constexpr std::string_view ends = "<!-- end of the worked example -->\n";
std::filesystem::path const document = std::filesystem::path{NIGHTLETTER_SOURCE} / "docs/formats.md";

std::string file(std::string const& name, std::string_view bytes)
{
    return '`' + name + "`, " + std::to_string(bytes.size()) + " bytes, SHA-256 `" + sha256(as_bytes(bytes)).hex() +
           "`:\n\n```\n" + std::string{bytes} + "```\n\n";
}

std::string file(std::string const& name, trust::Candidate const& statement)
{
    return file(name, as_text(statement.document)) + file(name + ".minisig", as_text(statement.signatures));
}

// In lines of 32 bytes.
std::string hex_block(ByteView bytes)
{
    std::string text = "```\n";
    for (std::size_t at = 0; at < bytes.size(); at += 32)
        text += to_hex(bytes.subspan(at, std::min<std::size_t>(32, bytes.size() - at))) + '\n';
    return text + "```\n\n";
}

std::string keys()
{
    std::string text =
        "The secret seeds are not secret: the seed of a key is the SHA-256 of its name, its key id the first 8 bytes "
        "of the SHA-256\n"
        "of the seed.\n\n| name | key |\n|---|---|\n";
    for (auto const* role : {"root", "release", "withdraw", "announce"}) {
        auto const name = "Example Collective " + std::string{role} + " 1";
        text += "| `" + name + "` | `" + test::Pen{name}.key().text() + "` |\n";
    }
    return text + '\n';
}

std::string bundle(test::Printed const& printed)
{
    auto const read = [&](std::string const& path) { return test::read_text(printed.directory / path); };
    std::string text;
    for (auto const* path : {"bag-info.txt", "data/metadata.json", "data/transcript.en.txt", "manifest-sha256.txt",
                             "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"}) {
        text += file(path, read(path));
    }
    text += "The bundle id is `" + bundle_text(printed.id) + "`. The info dictionary of its torrent has " +
            std::to_string(printed.torrent.info().size()) + " bytes; its SHA-256, the info-hash, is\n`" +
            printed.torrent.info_hash().hex() + "`:\n\n";
    return text + hex_block(printed.torrent.info());
}

std::string head(test::Newsroom const& publisher, trust::FeedPoint const& point)
{
    auto const& feed = publisher.newest_feed();
    auto const heads = test::heads_by(publisher.announce_pens.front(), feed);
    auto const& item = heads.items.front();
    return "The head for the first of sixty weeks has the salt `" + item.salt + "`, the seq " +
           std::to_string(trust::head_item_seq(point)) + ", the value\n\n" + hex_block(trust::head_value(point)) +
           "and the signature\n\n" + hex_block(item.signature.bytes());
}

std::string messages(test::Newsroom const& publisher, trust::FeedPoint const& point)
{
    Bytes hashed = copy_of(as_bytes("nightletter rendezvous 1\n"));
    auto const id = publisher.id();
    hashed.insert(hashed.end(), id.bytes().begin(), id.bytes().end());
    auto const have = mirror::encode(mirror::Have{1, point.epoch, point.seq, point.feed});
    auto const want = mirror::encode(mirror::Want{point.feed, 0});
    return "Neighbours meet under the info-hash `" + sha256(hashed).hex() +
           "`. One that holds all of this says *have*\n\n" + hex_block(have) +
           "and is asked for the feed by *want*\n\n" + hex_block(want);
}

std::string example()
{
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    auto const printed = test::Press{publisher}.print(directory.path());
    auto const feed = publisher.publish({printed.release()});
    trust::FeedPoint const point{publisher.newest_feed().epoch, publisher.newest_feed().seq, test::hash_of(feed)};
    return keys() + file("root.1", publisher.roots().front()) + "The publisher id is therefore `" +
           publisher_text(publisher.id()) + "`.\n\n" + bundle(printed) + file("feed", feed) + head(publisher, point) +
           messages(publisher, point);
}

TEST(WorkedExampleTest, IsWhatThisTreeWrites)
{
    auto text = test::read_text(document);
    auto const from = text.find(begins);
    auto const to = text.find(ends);
    ASSERT_NE(from, std::string::npos);
    ASSERT_NE(to, std::string::npos);
    auto const start = from + begins.size();
    auto const made = '\n' + example();
    if (std::getenv("NIGHTLETTER_WRITE_EXAMPLE") != nullptr) {
        text.replace(start, to - start, made);
        test::write_text(document, text);
        GTEST_SKIP() << "written into docs/formats.md";
    }
    EXPECT_EQ(text.substr(start, to - start), made);
}

}  // namespace
}  // namespace nightletter
