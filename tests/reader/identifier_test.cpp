// docs/formats.md section 1: whatever form of an identifier a person has, `nightletter id` gives all the others.
#include "reader/identifier.hpp"

#include <gmock/gmock.h>

#include "base/names.hpp"
#include "base/sha256.hpp"

namespace nightletter::reader {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;

PublisherId const some_publisher{*PublisherId::from(sha256(as_bytes("root 1")).bytes())};

std::string value(Identifier const& identifier, std::string_view name)
{
    for (auto const& form : identifier.forms) {
        if (form.name == name) return form.value;
    }
    return "(none)";
}

TEST(IdentifierTest, GivesEachFormOfAPublisher)
{
    auto const made = identify(publisher_text(some_publisher));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->kind, "publisher");
    EXPECT_EQ(value(*made, "hex"), some_publisher.hex());
    EXPECT_EQ(value(*made, "link"), "nightletter:" + publisher_text(some_publisher));
}

TEST(IdentifierTest, ComputesTheRendezvousAsTheFormatSays)
{
    auto const made = identify(publisher_text(some_publisher));
    ASSERT_TRUE(made);
    Bytes hashed = copy_of(as_bytes("nightletter rendezvous 1\n"));
    hashed.insert(hashed.end(), some_publisher.bytes().begin(), some_publisher.bytes().end());
    EXPECT_EQ(value(*made, "rendezvous"), sha256(hashed).hex());
    EXPECT_EQ(value(*made, "rendezvous in the DHT"), sha256(hashed).hex().substr(0, 40));
}

TEST(IdentifierTest, GivesEachReadingOfAHashThatCouldBeAnything)
{
    auto const made = identify(some_publisher.hex());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->kind, "hash");
    EXPECT_EQ(value(*made, "as a publisher id"), publisher_text(some_publisher));
    EXPECT_THAT(value(*made, "as a bundle id"), ::testing::StartsWith("nlb1"));
}

TEST(IdentifierTest, TakesAMinisignKeyApart)
{
    auto const made = identify("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->kind, "key");
    EXPECT_EQ(value(*made, "key id"), "1fe8b442180f62e7");
}

TEST(IdentifierTest, SaysNoToAnIdWithOneWrongLetter)
{
    auto text = publisher_text(some_publisher);
    text[20] = text[20] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(identify(text));
    EXPECT_FALSE(identify(""));
    EXPECT_FALSE(identify("nlp1"));
}

TEST(IdentifierTest, ADrawnCodeIsSquareInModules)
{
    auto const drawing = qr_drawing("NIGHTLETTER:X", false);
    std::vector<std::size_t> widths;
    std::size_t width = 0;
    for (char const c : drawing) {
        if (c == '\n') {
            widths.push_back(width);
            width = 0;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++width;  // one character, however many bytes
        }
    }
    ASSERT_THAT(widths, Not(IsEmpty()));
    EXPECT_THAT(widths, Each(widths.front()));
    EXPECT_EQ((widths.front() + 1) / 2, widths.size());
}

}  // namespace
}  // namespace nightletter::reader
