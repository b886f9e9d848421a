// docs/formats.md section 6 C: how root keys may change hands, as a table that a publisher can read.
//
// People are letters. A root names its people and how many must agree; the next root is believed when enough people of
// the old root *and* enough people of the new one have signed it, and nobody else has.
#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

struct Rotation {
    char const* what;
    char const* old_people;
    std::size_t old_threshold;
    char const* new_people;
    std::size_t new_threshold;
    char const* signers;
    char const* verdict;
};

constexpr Rotation rotations[] = {
    {"one person goes on alone", "a", 1, "a", 1, "a", "accepted"},
    {"one person hands over to another", "a", 1, "b", 1, "ab", "accepted"},
    {"the old holder alone cannot appoint somebody unasked", "a", 1, "b", 1, "a", "below-own-threshold"},
    {"the new holder cannot appoint itself", "a", 1, "b", 1, "b", "below-threshold"},
    {"one person becomes three", "a", 1, "abc", 2, "ab", "accepted"},
    {"one person becomes three, but the first signs alone", "a", 1, "abc", 2, "a", "below-own-threshold"},
    {"three stay three", "abc", 2, "abc", 2, "ac", "accepted"},
    {"three stay three, one signs", "abc", 2, "abc", 2, "b", "below-threshold"},
    {"one of three is lost and replaced", "abc", 2, "abd", 2, "ab", "accepted"},
    {"one of three is stolen, and the thief does not sign", "abc", 2, "bcd", 2, "bc", "accepted"},
    {"the stolen key alone puts in a friend", "abc", 2, "axy", 2, "axy", "below-threshold"},
    {"two of three are lost: the one left cannot go on", "abc", 2, "cde", 2, "cde", "below-threshold"},
    {"two of three are replaced at once", "abc", 2, "ade", 2, "abd", "accepted"},
    {"two of three are replaced at once, and no new one signs", "abc", 2, "ade", 2, "ab", "below-own-threshold"},
    {"all three hand over to three others", "abc", 2, "def", 2, "abde", "accepted"},
    {"all three hand over, one of the new ones agrees", "abc", 2, "def", 2, "abd", "below-own-threshold"},
    {"the threshold is raised", "abc", 2, "abc", 3, "abc", "accepted"},
    {"the threshold is raised by those who reach only the old one", "abc", 2, "abc", 3, "ab", "below-own-threshold"},
    {"the threshold is lowered", "abc", 3, "abc", 2, "abc", "accepted"},
    {"the threshold is lowered by those who reach only the new one", "abc", 3, "abc", 2, "ab", "below-threshold"},
    {"a leaver signs his own leaving", "abc", 2, "ab", 2, "abc", "accepted"},
    {"a leaver and one who stays are not enough for the two who stay", "abc", 2, "ab", 2, "ac", "below-own-threshold"},
    {"two of two, one is replaced, both old ones and the new one sign", "ab", 2, "ac", 2, "abc", "accepted"},
    {"a bystander signs too", "abc", 2, "abc", 2, "abz", "not-in-role"},
    {"five people, three agree", "abcde", 3, "abcde", 3, "bde", "accepted"},
    {"five people, three agree to replace two", "abcde", 3, "abcfg", 3, "abc", "accepted"},
    {"five people, two agree", "abcde", 3, "abcde", 3, "bd", "below-threshold"},
};

test::Pens people(std::string_view letters)
{
    test::Pens pens;
    for (auto const letter : letters) pens.emplace_back(std::string{"person "} + letter);
    return pens;
}

TEST(RotationsTest, FollowTheTable)
{
    for (auto const& row : rotations) {
        test::Newsroom newsroom;
        auto first = newsroom.newest_root();
        first.root = test::role_of(people(row.old_people), row.old_threshold, std::nullopt);
        auto const root_1 = signed_by(people(row.old_people), first);
        Scene scene{*PublisherId::from(test::hash_of(root_1).bytes())};
        scene.given("root", root_1);

        auto next = first;
        next.publisher = *PublisherId::from(test::hash_of(root_1).bytes());
        next.version = 2;
        next.prev = test::hash_of(root_1);
        next.root = test::role_of(people(row.new_people), row.new_threshold, std::nullopt);
        EXPECT_EQ(scene.judge("root", signed_by(people(row.signers), next)), row.verdict) << row.what;
    }
}

}  // namespace
}  // namespace nightletter::trust
