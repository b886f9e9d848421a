// docs/formats.md section 9: one text for one content; nothing is taken on trust before the whole has been read.
#include "signer/envelope.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"

namespace nightletter::signer {
namespace {

class EnvelopeTest : public ::testing::Test {
protected:
    Envelope envelope{Passing::request,
                      {"a note"},
                      PublisherId{},
                      {{Pile::held, "root.1", Bytes(100, 'a')}, {Pile::proposed, "feed", Bytes{'b'}}}};

    // The lines with a checksum that fits them.
    [[nodiscard]] static std::string closed(std::string const& lines)
    {
        return lines + "sha256 " + sha256(as_bytes(lines)).hex() + "\nend\n";
    }
    [[nodiscard]] std::string head() const { return "nightletter request 1\npublisher " + publisher_text({}) + "\n"; }
    [[nodiscard]] static bool is_read(std::string const& text) { return Envelope::parse(as_bytes(text)).has_value(); }
};

TEST_F(EnvelopeTest, IsReadBackAsItWasWritten)
{
    EXPECT_EQ(Envelope::parse(as_bytes(envelope.text())), envelope);
    envelope.passing = Passing::response;
    EXPECT_EQ(Envelope::parse(as_bytes(envelope.text())), envelope);
}

TEST_F(EnvelopeTest, HasShortLinesOfAscii)
{
    auto const text = envelope.text();
    std::size_t length = 0;
    for (char const c : text) {
        EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
        length = c == '\n' ? 0 : length + 1;
        EXPECT_LE(length, longest_envelope_line);
    }
}

TEST_F(EnvelopeTest, WithoutPartsIsStillOne)
{
    EXPECT_TRUE(is_read(closed(head())));
}

TEST_F(EnvelopeTest, IsRefusedWithAnyCharacterChanged)
{
    auto const text = envelope.text();
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(is_read(changed)) << at;
    }
}

TEST_F(EnvelopeTest, IsRefusedWhereverItIsCutOff)
{
    auto const text = envelope.text();
    for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(is_read(text.substr(0, size))) << size;
}

TEST_F(EnvelopeTest, HasOneSpellingOnlyEvenWithAChecksumThatFits)
{
    EXPECT_TRUE(is_read(closed(head() + "held feed 1\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "held feed 01\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "held feed 0\n")));
    EXPECT_FALSE(is_read(closed(head() + "held feed 1\nYh==\n"))) << "padding bits";
    EXPECT_FALSE(is_read(closed(head() + "held  feed 1\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "held Feed 1\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "held ../feed 1\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "new feed 1\nYg==\nheld feed 1\nYg==\n"))) << "held after new";
    EXPECT_FALSE(is_read(closed(head() + "held feed 4\nYm\nJi\nYg==\n"))) << "short lines";
    EXPECT_FALSE(is_read(closed(head() + "note late\n")));
    EXPECT_FALSE(is_read(closed("nightletter request 1\nnote  two\npublisher " + publisher_text({}) + "\n")));
}

TEST_F(EnvelopeTest, TakesNoMemoryForASizeThatIsOnlyPromised)
{
    EXPECT_FALSE(is_read(closed(head() + "held feed 18446744073709551615\nYg==\n")));
    EXPECT_FALSE(is_read(closed(head() + "held feed 16000000\nYg==\n")));
}

TEST_F(EnvelopeTest, IsRefusedWhenItIsLargerThanAnyRequest)
{
    Bytes const large(largest_envelope + 1, 'a');
    EXPECT_EQ(Envelope::parse(large).error().how, Mangling::too_large);
}

}  // namespace
}  // namespace nightletter::signer
