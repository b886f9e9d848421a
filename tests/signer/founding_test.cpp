// docs/formats.md sections 1 and 3: root 1, its id, its roles, one person or several.
#include "signer/founding.hpp"

#include <gtest/gtest.h>

#include "signer/signing.hpp"

namespace nightletter::signer {
namespace {

UtcTime const now = *parse_time("2026-05-01T12:00:00Z");

TEST(FoundingTest, ThePublisherIdIsTheHashOfRootOne)
{
    auto const founded = found("Example", keys_for(1), {}, now);
    ASSERT_TRUE(founded);
    EXPECT_EQ(founded->id, *PublisherId::from(sha256(founded->files.document).bytes()));
    EXPECT_TRUE(as_text(founded->files.document)
                    .starts_with("nightletter root 1\npublisher self\nversion 1\nepoch 0\nname Example\n"));
}

TEST(FoundingTest, OnePersonHasOneKeyInEachRole)
{
    auto const keys = keys_for(1);
    auto const founded = found("Example", keys, {}, now);
    ASSERT_TRUE(founded);
    EXPECT_EQ(founded->root.root.keys.size(), 1U);
    EXPECT_EQ(founded->root.release.keys.front().key, keys.front().release.key());
    EXPECT_EQ(founded->root.withdraw.keys.front().key, keys.front().withdraw.key());
    EXPECT_EQ(founded->root.announce, keys.front().announce->key());
}

TEST(FoundingTest, KeysSignForFiveYearsAndTheRootIsReviewedAfterTwo)
{
    auto const founded = found("Example", keys_for(1), {}, now);
    ASSERT_TRUE(founded);
    EXPECT_EQ(day_text(*founded->root.release.keys.front().not_after), "2031-04-30");
    EXPECT_EQ(day_text(founded->root.review_by), "2028-04-30");
    EXPECT_FALSE(founded->root.root.keys.front().not_after);
}

TEST(FoundingTest, ThreePeopleOfWhomTwoDecideAllSignTheirRoot)
{
    auto const founded = found("Example", keys_for(3), {2, 2, 2}, now);
    ASSERT_TRUE(founded);
    EXPECT_EQ(founded->root.release.threshold, 2U);
    EXPECT_EQ(founded->root.release.keys.size(), 3U);
    Signing signing{founded->files.document,
                    trust::TrustedComment::of_root(founded->root, sha256(founded->files.document)), founded->root.root};
    EXPECT_EQ(signing.take(founded->files.signatures), 3U);
}

TEST(FoundingTest, ANameThatCouldDeceiveIsRefused)
{
    EXPECT_EQ(found("a\xe2\x80\xae"
                    "b",
                    keys_for(1), {}, now)
                  .error(),
              trust::Refusal::bad_name);
    EXPECT_FALSE(found("", keys_for(1), {}, now));
    EXPECT_FALSE(found("two\nlines", keys_for(1), {}, now));
}

TEST(FoundingTest, AThresholdThatNobodyCanReachIsRefused)
{
    EXPECT_EQ(found("Example", keys_for(2), {3, 3, 3}, now).error(), trust::Refusal::bad_policy);
    EXPECT_EQ(found("Example", keys_for(2), {1, 2, 1}, now).error(), trust::Refusal::bad_policy);
}

}  // namespace
}  // namespace nightletter::signer
