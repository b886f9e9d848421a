// docs/formats.md section 7: what two mirrors may say to each other, byte for byte. Every case is a file in
// tests/vectors/wire: two header lines, an empty line, then the payload.
#include "mirror/wire.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

struct Case {
    std::string expect;
    Bytes payload;
};

std::map<std::string, Case> cases()
{
    std::map<std::string, Case> found;
    for (auto const& entry : fs::directory_iterator{fs::path{NIGHTLETTER_VECTORS} / "wire"}) {
        auto const text = test::read_text(entry.path());
        auto const end_of_header = text.find("\n\n");
        auto const first_line = text.substr(0, text.find('\n'));
        if (!first_line.starts_with("expect: ") || end_of_header == std::string::npos) {
            throw std::runtime_error{"no header in " + entry.path().string()};
        }
        found[entry.path().filename()] = {first_line.substr(8), copy_of(as_bytes(text.substr(end_of_header + 2)))};
    }
    return found;
}

std::string outcome(ByteView payload)
{
    static char const* const names[] = {"ignored", "have", "want", "part", "index", "ask", "sealed", "ask-sealed"};
    auto const message = decode(payload);
    if (!message) return "refused " + std::string{word(message.error())};
    return names[message->index()];
}

TEST(WireTest, DecidesEveryVectorAsItsHeaderSays)
{
    auto const all = cases();
    EXPECT_GE(all.size(), 50U);
    for (auto const& [name, one] : all) EXPECT_EQ(outcome(one.payload), one.expect) << name;
}

TEST(WireTest, HasOneSpellingForEveryMessage)
{
    for (auto const& [name, one] : cases()) {
        auto const message = decode(one.payload);
        if (!message || std::holds_alternative<Unknown>(*message)) continue;
        EXPECT_EQ(encode(*message), one.payload) << name;
    }
}

TEST(WireTest, RefusesEveryMessageThatIsCutShort)
{
    for (auto const& [name, one] : cases()) {
        if (one.expect == "ignored" || one.expect.starts_with("refused") || name == "part-of-a-small-document")
            continue;
        for (std::size_t length = 0; length < one.payload.size(); ++length) {
            auto const cut = ByteView{one.payload}.first(length);
            auto const message = decode(cut);
            // An index may end between entries; it then names fewer, and says so in its own bytes.
            if (message && std::holds_alternative<Index>(*message)) {
                EXPECT_EQ((length - 10) % 64, 0U) << name;
            } else {
                EXPECT_FALSE(message) << name << " cut at " << length;
            }
        }
    }
}

TEST(WireTest, AFullPartCarriesThirtyTwoKibibytes)
{
    Part const part{sha256(as_bytes("x")), 100'000, 32'768, Bytes(part_bytes, 0x61)};
    auto const decoded = decode(encode(part));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Part>(*decoded), part);
}

TEST(WireTest, AFullIndexFitsInOneMessage)
{
    Index const index{Shelf::withdrawals, 1024, 8192, std::vector<IndexEntry>(index_entries)};
    auto const payload = encode(index);
    EXPECT_LE(payload.size(), largest_message);
    auto const decoded = decode(payload);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Index>(*decoded), index);
}

TEST(WireTest, AClaimSaysOfEachReleaseLineWhichTiersAreSealed)
{
    auto const message = decode(cases().at("sealed-whole-and-text").payload);
    ASSERT_TRUE(message);
    auto const& claim = std::get<SealedClaim>(*message);
    ASSERT_EQ(claim.lines.size(), 3U);
    EXPECT_EQ(claim.lines[0], bundles::TierSet::all());
    EXPECT_EQ(claim.lines[1], bundles::TierSet::up_to(bundles::Tier::text));
    EXPECT_TRUE(claim.lines[2].empty());
}

TEST(WireTest, AClaimAboutTheLongestFeedIsSmall)
{
    SealedClaim const claim{ClaimMark{}, sha256(as_bytes("a feed")),
                            std::vector<bundles::TierSet>(claim_lines, bundles::TierSet::all())};
    EXPECT_EQ(encode(claim).size(), 45 + claim_lines / 2);
}

TEST(WireTest, EveryRefusalHasAWordOfItsOwn)
{
    std::map<std::string_view, int> words;
    for (int each = 0; each <= static_cast<int>(Refusal::no_space); ++each) ++words[word(static_cast<Refusal>(each))];
    EXPECT_EQ(words.size(), static_cast<std::size_t>(Refusal::no_space) + 1);
    EXPECT_FALSE(words.contains("unknown"));
}

}  // namespace
}  // namespace nightletter::mirror
