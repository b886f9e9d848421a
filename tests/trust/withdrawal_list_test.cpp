// docs/formats.md 5.11: the list of withdrawals that no feed names.
#include "trust/withdrawal_list.hpp"

#include <gtest/gtest.h>

#include "tests/support/newsroom.hpp"

namespace nightletter::trust {
namespace {

Sha256 hash_named(std::string_view text)
{
    return sha256(as_bytes(text));
}

Candidate document(std::string_view text)
{
    return {copy_of(as_bytes(text)), copy_of(as_bytes("set"))};
}

WithdrawalList list_of(std::size_t count)
{
    WithdrawalList list;
    for (std::size_t i = 0; i < count; ++i) list.withdrawals.insert(hash_named(std::to_string(i)));
    return list;
}

Expected<WithdrawalList, Refusal> parse(std::string const& text)
{
    return WithdrawalList::parse(as_bytes(text));
}

TEST(WithdrawalListTest, IsReadAsItWasWrittenUpToItsLargest)
{
    for (std::size_t const count : {0U, 1U, 1024U}) {
        auto const text = list_of(count).text();
        EXPECT_LE(text.size(), largest_withdrawal_list);
        auto const read = parse(text);
        ASSERT_TRUE(read) << word(read.error());
        EXPECT_EQ(read->withdrawals, list_of(count).withdrawals);
    }
}

TEST(WithdrawalListTest, HasOneSpelling)
{
    auto const a = std::string(64, 'a');
    auto const b = std::string(64, 'b');
    std::string const first = "nightletter withdrawals 1\n";
    auto const refusal = [](std::string const& text) { return parse(text).error(); };
    EXPECT_EQ(refusal(first + "withdrawal " + b + "\nwithdrawal " + a + "\nend\n"), Refusal::not_canonical);
    EXPECT_EQ(refusal(first + "withdrawal " + a + "\nwithdrawal " + a + "\nend\n"), Refusal::not_canonical);
    EXPECT_EQ(refusal(first + "withdrawal ../../feed\nend\n"), Refusal::malformed);
    EXPECT_EQ(refusal(first + "withdrawal " + a + " " + b + "\nend\n"), Refusal::malformed);
    EXPECT_EQ(refusal(first + "root.1\nend\n"), Refusal::malformed);
    EXPECT_EQ(refusal(first), Refusal::malformed);
    EXPECT_EQ(refusal(first + "end\r\n"), Refusal::line_ends);
    EXPECT_EQ(refusal("nightletter heads 1\nend\n"), Refusal::wrong_type);
    EXPECT_EQ(refusal("nightletter withdrawals 2\nend\n"), Refusal::unknown_format);
}

TEST(WithdrawalListTest, IsRefusedWhenItHasTooManyLinesOrBytes)
{
    EXPECT_EQ(parse(list_of(1025).text()).error(), Refusal::too_many_lines);
    EXPECT_EQ(parse(list_of(10'000).text()).error(), Refusal::too_large);
}

TEST(WithdrawalListTest, NamesWhatLiesInAFolderAndItsFeedDoesNotName)
{
    test::Newsroom publisher;
    auto feed = publisher.next_feed();
    feed.withdrawals = {{BundleId{}, hash_named("named")}};
    std::vector const held{document("named"), document("hide")};
    EXPECT_EQ(WithdrawalList::beside(publisher.publish(feed), held).withdrawals, std::set{hash_named("hide")});
    EXPECT_EQ(WithdrawalList::beside(std::nullopt, held).withdrawals.size(), 2U);
    EXPECT_EQ(WithdrawalList::beside(document("no feed"), held).withdrawals.size(), 2U);
}

TEST(WithdrawalListTest, HasAtMost1024Lines)
{
    std::vector<Candidate> held;
    for (int i = 0; i < 1030; ++i) held.push_back(document(std::to_string(i)));
    auto const list = WithdrawalList::beside(std::nullopt, held);
    EXPECT_EQ(list.withdrawals.size(), 1024U);
    EXPECT_TRUE(parse(list.text()));
}

}  // namespace
}  // namespace nightletter::trust
