// The promise of reader/library.hpp: a path, an id or a link finds the bundle it means, and one that was not fetched is
// said not to be there.
#include "reader/library.hpp"

#include <gtest/gtest.h>

#include "reader/link.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::reader {
namespace {

class LibraryTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;
    test::Newsroom publisher{"Example Collective"};
    std::filesystem::path const library = directory / "library";

    // A bundle where a store keeps it.
    BundleId keep(std::string const& slug)
    {
        auto const printed = test::Press{publisher}.print(directory / "desk", slug);
        auto const home = library / "bundles" / bundle_text(printed.id);
        std::filesystem::create_directories(home);
        std::filesystem::rename(printed.directory, home / slug);
        return printed.id;
    }
    auto find(std::string const& text) { return find_meant(text, library); }
};

TEST_F(LibraryTest, FindsABundleByItsId)
{
    auto const id = keep("shirin");
    auto const meant = find(bundle_text(id));
    ASSERT_TRUE(meant);
    EXPECT_EQ(meant->place.bag, library / "bundles" / bundle_text(id) / "shirin");
    EXPECT_FALSE(meant->named);
}

TEST_F(LibraryTest, FindsTheOneBundleOfAPublisherWhoIsThenNamed)
{
    keep("shirin");
    auto const meant = find(publisher_text(publisher.id()));
    ASSERT_TRUE(meant);
    EXPECT_EQ(meant->named, publisher.id());
}

TEST_F(LibraryTest, AsksWhichOfSeveralOfAPublisher)
{
    auto const one = bundle_text(keep("one"));
    auto const two = bundle_text(keep("two"));
    auto const meant = find(publisher_text(publisher.id()));
    ASSERT_FALSE(meant);
    EXPECT_EQ(meant.error().why, NoPlace::several);
    EXPECT_EQ(meant.error().choices, (std::vector<std::string>{std::min(one, two), std::max(one, two)}));
}

TEST_F(LibraryTest, FindsByALinkWithItsHintsLeftAside)
{
    auto const id = keep("shirin");
    keep("other");
    auto const meant = find(Link{publisher.id(), id, {}, {"192.0.2.7:6881"}}.text());
    ASSERT_TRUE(meant);
    EXPECT_EQ(meant->named, publisher.id());
    EXPECT_EQ(meant->place.bag.filename(), "shirin");
}

TEST_F(LibraryTest, SaysThatWhatWasNotFetchedIsNotThere)
{
    keep("shirin");
    EXPECT_EQ(find(bundle_text(BundleId{})).error().why, NoPlace::not_in_library);
    EXPECT_EQ(find(publisher_text(test::Newsroom{"Somebody Else"}.id())).error().why, NoPlace::not_in_library);
    EXPECT_EQ(find("shirin").error().why, NoPlace::nothing_there);
}

TEST_F(LibraryTest, TakesAFolderThatIsThereForWhatIsMeant)
{
    auto const printed = test::Press{publisher}.print(directory / "desk");
    auto const meant = find((directory / "desk").string());
    ASSERT_TRUE(meant);
    EXPECT_EQ(meant->place.bag, printed.directory);
}

}  // namespace
}  // namespace nightletter::reader
