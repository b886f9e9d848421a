// docs/formats.md 8.3: words heard on the telephone are those of one publisher, or the places to ask for again are
// named.
#include "reader/telephone.hpp"

#include <gmock/gmock.h>

#include "base/sha256.hpp"
#include "pages/spoken_words.hpp"

namespace nightletter::reader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PublisherId publisher(std::string_view name)
{
    return *PublisherId::from(sha256(as_bytes(name)).bytes());
}

class TelephoneTest : public ::testing::Test {
protected:
    void mishear(std::size_t place)
    {
        auto& number = words.numbers[place];
        number = static_cast<std::uint16_t>((*number + 77) % pages::spoken_word_count);
        words.words[place] = pages::spoken_words()[*number];
    }
    Heard answer(std::vector<PublisherId> const& publishers) const { return whose_words(words, publishers); }

    PublisherId const ours = publisher("ours");
    PublisherId const theirs = publisher("theirs");
    PublisherId const thirds = publisher("a third");
    pages::HeardWords words = pages::heard(pages::text_of(pages::comparison_words(ours)));
};

TEST_F(TelephoneTest, FindsWhoseWordsTheyAre)
{
    auto const found = answer({theirs, ours});
    EXPECT_EQ(found.what, Hearing::equal);
    EXPECT_EQ(found.publisher, ours);
}

TEST_F(TelephoneTest, TellsAnotherPublisherFromAMisheardWord)
{
    EXPECT_EQ(answer({theirs}).what, Hearing::other);
    EXPECT_EQ(answer({theirs, thirds}).what, Hearing::other);
    EXPECT_EQ(answer({}).what, Hearing::other);
}

TEST_F(TelephoneTest, NamesTheMisheardWordWithoutAnythingToCompareWith)
{
    mishear(4);
    EXPECT_EQ(answer({}).what, Hearing::misheard);
    EXPECT_THAT(answer({}).places, ElementsAre(4));
    EXPECT_THAT(answer({theirs, thirds}).places, ElementsAre(4));
    EXPECT_THAT(answer({theirs}).places, ElementsAre(4));
}

TEST_F(TelephoneTest, NamesSeveralWhenTheIdIsAtHand)
{
    for (auto const place : {0, 3, 11}) mishear(static_cast<std::size_t>(place));
    EXPECT_THAT(answer({ours}).places, ElementsAre(0, 3, 11));
    EXPECT_EQ(answer({ours}).what, Hearing::misheard);
}

TEST_F(TelephoneTest, SaysThatSeveralAreWrongWhenItCannotTellWhich)
{
    mishear(0);
    mishear(11);
    EXPECT_EQ(answer({}).what, Hearing::misheard);
    EXPECT_THAT(answer({}).places, IsEmpty());
}

TEST_F(TelephoneTest, NamesEachWordThatIsNotOnTheList)
{
    words = pages::heard("banjo " + pages::text_of(pages::comparison_words(ours)).substr(words.words[0].size() + 1));
    EXPECT_THAT(answer({ours}).places, ElementsAre(0));
}

TEST_F(TelephoneTest, ComparesTwelveAndNoOtherNumber)
{
    words = pages::heard("acorn adult");
    EXPECT_EQ(answer({ours}).what, Hearing::not_twelve);
}

}  // namespace
}  // namespace nightletter::reader
