// docs/formats.md section 7, "one outstanding want per peer; total checked against section 6 before allocation", and
// section 6 A: what a neighbour can send us instead of an answer, and what that costs.
#include "mirror/conversation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightletter::mirror {
namespace {

class ConversationTest : public ::testing::Test {
protected:
    Conversation conversation;

    static Bytes document(std::size_t size) { return Bytes(size, 0x61); }

    Wanted want(Bytes const& bytes, DocumentKind kind = DocumentKind::feed)
    {
        Wanted const wanted{sha256(bytes), kind};
        (void)conversation.put(wanted, Moment{0});
        return wanted;
    }

    static Part part_of(Bytes const& bytes, std::uint32_t offset)
    {
        auto const size = std::min<std::size_t>(part_bytes, bytes.size() - offset);
        auto const from = bytes.begin() + offset;
        return {sha256(bytes), static_cast<std::uint32_t>(bytes.size()), offset,
                Bytes(from, from + static_cast<std::ptrdiff_t>(size))};
    }

    Expected<Progress, Refusal> hear(Part part) { return conversation.hear(std::move(part), Moment{1}); }
    Refusal refusal(Part part)
    {
        auto const progress = hear(std::move(part));
        EXPECT_FALSE(progress);
        return progress ? Refusal{} : progress.error();
    }
};

TEST_F(ConversationTest, PutsADocumentTogetherPartByPart)
{
    auto const bytes = document(70'000);
    auto const wanted = want(bytes);
    auto first = hear(part_of(bytes, 0));
    ASSERT_TRUE(first);
    EXPECT_EQ(std::get<Want>(first->send.value()), (Want{wanted.document, 32'768}));
    ASSERT_TRUE(hear(part_of(bytes, 32'768)));
    auto last = hear(part_of(bytes, 65'536));
    ASSERT_TRUE(last);
    EXPECT_FALSE(last->send);
    EXPECT_EQ(std::get<WholeDocument>(last->answer.value()).bytes, bytes);
    EXPECT_TRUE(conversation.is_idle());
}

TEST_F(ConversationTest, RefusesATotalOverTheLimitOfWhatWasAskedFor)
{
    auto const bytes = document(40'000);
    want(bytes, DocumentKind::root);
    EXPECT_EQ(refusal(part_of(bytes, 0)), Refusal::too_large);
}

TEST_F(ConversationTest, RefusesBytesThatDoNotHashToWhatWasAskedFor)
{
    auto const bytes = document(100);
    want(bytes);
    auto part = part_of(bytes, 0);
    part.bytes[50] ^= 1;
    EXPECT_EQ(refusal(part), Refusal::hash_mismatch);
}

TEST_F(ConversationTest, RefusesAPartThatNobodyAskedFor)
{
    auto const bytes = document(100);
    EXPECT_EQ(refusal(part_of(bytes, 0)), Refusal::unasked);
    want(document(200));
    EXPECT_EQ(refusal(part_of(bytes, 0)), Refusal::unasked);
}

TEST_F(ConversationTest, RefusesThePartsOutOfTheirOrder)
{
    auto const bytes = document(100'000);
    want(bytes);
    EXPECT_EQ(refusal(part_of(bytes, 32'768)), Refusal::unasked);
    ASSERT_TRUE(hear(part_of(bytes, 0)));
    EXPECT_EQ(refusal(part_of(bytes, 0)), Refusal::unasked);
}

TEST_F(ConversationTest, RefusesATotalThatChangesUnderWay)
{
    auto const bytes = document(100'000);
    want(bytes);
    ASSERT_TRUE(hear(part_of(bytes, 0)));
    auto second = part_of(bytes, 32'768);
    second.total += 32'768;
    EXPECT_EQ(refusal(second), Refusal::wrong_value);
}

TEST_F(ConversationTest, HearsThatADocumentIsNotHeld)
{
    auto const wanted = want(document(100));
    auto const progress = hear(Part{wanted.document, 0, 0, {}});
    ASSERT_TRUE(progress);
    EXPECT_TRUE(std::holds_alternative<NotHeld>(progress->answer.value()));
    EXPECT_TRUE(conversation.is_idle());
}

TEST_F(ConversationTest, RefusesNotHeldInTheMiddleOfADocument)
{
    auto const bytes = document(100'000);
    auto const wanted = want(bytes);
    ASSERT_TRUE(hear(part_of(bytes, 0)));
    EXPECT_EQ(refusal(Part{wanted.document, 0, 0, {}}), Refusal::unasked);
}

TEST_F(ConversationTest, TakesAnIndexOnlyForTheShelfItAskedAbout)
{
    (void)conversation.put(Ask{Shelf::roots, 3}, Moment{0});
    EXPECT_FALSE(conversation.hear(Index{Shelf::roots, 1, 0, {}}));
    EXPECT_FALSE(conversation.hear(Index{Shelf::feed, 0, 0, {}}));
    auto const progress = conversation.hear(Index{Shelf::roots, 3, 2, {}});
    ASSERT_TRUE(progress);
    EXPECT_EQ(std::get<Index>(progress->answer.value()).total, 2U);
    EXPECT_FALSE(conversation.hear(Index{Shelf::roots, 3, 2, {}}));
}

TEST_F(ConversationTest, LosesItsPatienceWithSilenceAndNotWithEverySlowPart)
{
    auto const bytes = document(100'000);
    want(bytes);
    EXPECT_FALSE(conversation.is_overdue(patience - Moment{1}));
    EXPECT_TRUE(conversation.is_overdue(patience));
    ASSERT_TRUE(conversation.hear(part_of(bytes, 0), patience - Moment{1}));
    EXPECT_FALSE(conversation.is_overdue(patience + Moment{1}));
    EXPECT_TRUE(conversation.is_overdue(patience * 2));
}

TEST_F(ConversationTest, HasNoDeadlineWhileNothingIsAsked)
{
    EXPECT_FALSE(conversation.is_overdue(Moment::max()));
}

}  // namespace
}  // namespace nightletter::mirror
