// docs/formats.md 8.4 to 8.6: keys come back from paper, and what is wrong with the paper is named by its place.
#include "signer/key_sheet.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "pages/comparison_words.hpp"
#include "signer/sheet_page.hpp"
#include "signer/sheet_text.hpp"

namespace nightletter::signer {
namespace {

Passphrase passphrase(std::string_view text)
{
    GuardedBytes kept{text.size()};
    std::ranges::copy(as_bytes(text), kept.writable().begin());
    return Passphrase{std::move(kept)};
}

class KeySheetTest : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        keys = new RoleKeys;
        for (auto const role : {KeyRole::root, KeyRole::release, KeyRole::withdraw})
            keys->emplace(role, SecretKey::generate());
        sheet = new Bytes{lock_sheet(*keys, passphrase("right"), SheetCost::insecure_low).value()};
    }
    static void TearDownTestSuite()
    {
        delete keys;
        delete sheet;
    }
    static std::string words()
    {
        std::string text;
        for (auto const& line : lines_of(*sheet)) text += pages::text_of(line) + "\n";
        return text;
    }
    static void expect_the_keys(ByteView read)
    {
        auto const back = unlock_sheet(read, passphrase("right"));
        ASSERT_TRUE(back);
        ASSERT_EQ(back->size(), keys->size());
        for (auto const& [role, key] : *keys) EXPECT_EQ(back->at(role).key(), key.key());
    }
    static inline RoleKeys* keys = nullptr;
    static inline Bytes* sheet = nullptr;
};

TEST_F(KeySheetTest, ComesBackFromWordsInAnyCaseWithNumbersBeforeTheLines)
{
    auto text = words();
    for (auto& c : text) c = c >= 'a' && c <= 'm' ? static_cast<char>(c - 0x20) : c;
    std::string numbered;
    for (std::size_t at = 0, line = 1; at < text.size(); ++line) {
        auto const end = text.find('\n', at);
        numbered += std::to_string(line) + ". " + text.substr(at, end - at) + "\r\n\n";
        at = end + 1;
    }
    auto const read = read_sheet(numbered);
    ASSERT_TRUE(read);
    expect_the_keys(*read);
}

TEST_F(KeySheetTest, ComesBackFromTheTextOfItsCodeAndFromThePage)
{
    auto const page = sheet_page(*sheet, {"Name <script>", PublisherId{}, {}, {}});
    EXPECT_EQ(page.find("<script"), std::string::npos);
    for (auto const& text : {qr_text_of(*sheet), page}) {
        auto const read = read_sheet(text);
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, *sheet);
    }
    expect_the_keys(*sheet);
}

TEST_F(KeySheetTest, HoldsNothingReadableAndOpensWithOnePassphrase)
{
    EXPECT_EQ(sheet->size(), sheet_overhead + 3 * sheet_bytes_per_key);
    auto const wrong = unlock_sheet(*sheet, passphrase("wrong"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error(), KeyFault::wrong_passphrase);
    GuardedBytes secret{secret_size};
    keys->at(KeyRole::root).copy_secret(secret.writable());
    EXPECT_EQ(as_text(*sheet).find(as_text(secret.bytes().first(seed_size))), std::string_view::npos);
}

TEST_F(KeySheetTest, EachWrongWordIsNamedByLineAndPlace)
{
    auto const lines = lines_of(*sheet);
    for (std::size_t line = 0; line < lines.size(); ++line) {
        for (std::size_t place = 0; place < lines[line].size(); ++place) {
            auto wrong = lines;
            wrong[line][place] = static_cast<std::uint16_t>((wrong[line][place] + 341) % 1024);
            std::string text;
            for (auto const& each : wrong) text += pages::text_of(each) + "\n";
            auto const read = read_sheet(text);
            ASSERT_FALSE(read);
            EXPECT_EQ(read.error().fault, SheetFault::one_wrong);
            EXPECT_EQ(read.error().line, line + 1);
            EXPECT_EQ(read.error().place, place + 1);
        }
    }
}

TEST_F(KeySheetTest, LinesThatAreMissingOrChangedPlacesAreNamed)
{
    auto const text = words();
    auto const first_end = text.find('\n') + 1;
    auto const second_end = text.find('\n', first_end) + 1;
    auto const first = text.substr(0, first_end);
    auto const second = text.substr(first_end, second_end - first_end);

    auto const swapped = read_sheet(second + first + text.substr(second_end));
    ASSERT_FALSE(swapped);
    EXPECT_EQ(swapped.error().fault, SheetFault::other_line);
    EXPECT_EQ(swapped.error().place, 2U);

    auto const cut = read_sheet(text.substr(0, text.size() - 20));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().fault, SheetFault::not_twelve_words);

    auto const one = read_sheet(first);
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().fault, SheetFault::lines_missing);
}

TEST_F(KeySheetTest, ALineOfAnotherSheetIsNoticedInTheEnd)
{
    auto const other = lock_sheet(*keys, passphrase("right"), SheetCost::insecure_low);
    ASSERT_TRUE(other);
    auto lines = lines_of(*sheet);
    lines[3] = lines_of(*other)[3];
    auto const read = sheet_of(lines);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, SheetFault::spoiled);
}

TEST_F(KeySheetTest, OtherTextIsNoSheet)
{
    for (auto const* text : {"", "NIGHTLETTER-KEYS:", "NIGHTLETTER-KEYS:07", "NIGHTLETTER-KEYS:FF00", "a letter"})
        EXPECT_FALSE(read_sheet(text)) << text;
    EXPECT_FALSE(read_sheet("NIGHTLETTER-KEYS:" + std::string(1'000'000, 'A')));
    EXPECT_FALSE(sheet_size(0));
    EXPECT_FALSE(sheet_size(16));
}

TEST_F(KeySheetTest, AnAbsurdCostIsRefusedBeforeMemoryIsTaken)
{
    auto costly = *sheet;
    costly[1] = 60;
    auto const sum = sha256(ByteView{costly}.first(costly.size() - 4));
    std::ranges::copy(sum.bytes().first(4), costly.end() - 4);
    ASSERT_TRUE(is_sheet(costly));
    auto const opened = unlock_sheet(costly, passphrase("right"));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), KeyFault::too_costly);
}

}  // namespace
}  // namespace nightletter::signer
