// signer/signed_record.hpp: nobody signs two statements with one number unasked.
#include "signer/signed_record.hpp"

#include <gtest/gtest.h>

#include "tests/signer/desk_table.hpp"

namespace nightletter::signer {
namespace {

using test::at;

class SignedRecordTest : public ::testing::Test {
protected:
    test::DeskTable desk{1, {}};
    SignedRecord record{desk.own.id, std::nullopt, std::nullopt};

    [[nodiscard]] Agreement on_a_feed(std::string_view issued) const
    {
        return {desk.own, {std::nullopt, {}, std::nullopt, desk.next_feed(at(issued))}};
    }
    [[nodiscard]] Agreement on_a_root(std::string_view issued) const
    {
        return {desk.own, {desk.next_root(at(issued)), {}, std::nullopt, std::nullopt}};
    }
};

TEST_F(SignedRecordTest, LetsTheSameStatementBeSignedAgain)
{
    record.add(on_a_feed("2026-05-03T10:00:00Z"));
    EXPECT_FALSE(record.contradiction_of(on_a_feed("2026-05-03T10:00:00Z")));
}

TEST_F(SignedRecordTest, HoldsAnotherFeedOfTheSameNumberAgainstThePerson)
{
    record.add(on_a_feed("2026-05-03T10:00:00Z"));
    auto const contradiction = record.contradiction_of(on_a_feed("2026-05-03T10:00:01Z"));
    ASSERT_TRUE(contradiction);
    EXPECT_EQ(contradiction->what, "feed 1");
}

TEST_F(SignedRecordTest, HoldsAnotherRootOfTheSameVersionAgainstThePerson)
{
    record.add(on_a_root("2026-05-03T10:00:00Z"));
    EXPECT_FALSE(record.contradiction_of(on_a_root("2026-05-03T10:00:00Z")));
    EXPECT_EQ(record.contradiction_of(on_a_root("2026-05-03T10:00:01Z"))->what, "root 2");
}

TEST_F(SignedRecordTest, HasNothingAgainstTheNextNumber)
{
    auto first = on_a_feed("2026-05-03T10:00:00Z");
    record.add(first);
    first.sign(desk.keys_of({0}));
    desk.hold(first);
    EXPECT_FALSE(record.contradiction_of(on_a_feed("2026-05-04T10:00:00Z")));
}

TEST_F(SignedRecordTest, IsReadBackAsItWasWritten)
{
    EXPECT_EQ(SignedRecord::parse(as_bytes(record.text())), record);
    record.add(on_a_feed("2026-05-03T10:00:00Z"));
    record.add(on_a_root("2026-05-03T10:00:00Z"));
    EXPECT_EQ(SignedRecord::parse(as_bytes(record.text())), record);
    EXPECT_FALSE(SignedRecord::parse(as_bytes("nightletter signed 1\nend\n")));
}

}  // namespace
}  // namespace nightletter::signer
