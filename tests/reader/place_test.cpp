// The promise of reader/place.hpp: whichever folder of a publisher's, a pack's or a mirror's a person names, the one
// bundle in it is found, and where there are several the person is asked.
#include "reader/place.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

class PlaceTest : public ::testing::Test {
protected:
    test::TemporaryDirectory directory;

    void bag(std::string const& where) { test::write_text(directory / where / "bagit.txt", "x"); }
    void publishers(std::string const& where) { fs::create_directories(directory / where / "publishers"); }
    auto find(std::string const& where) { return find_bundle(directory / where); }
};

TEST_F(PlaceTest, FindsABundleByItsOwnFolder)
{
    bag("shirin");
    auto const place = find("shirin");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->bag, directory / "shirin");
    EXPECT_FALSE(place->publishers);
}

TEST_F(PlaceTest, FindsTheBundleInASignersFolderWithTheDocumentsBesideIt)
{
    bag("out/shirin");
    publishers("out");
    test::write_text(directory / "out/bundle.toml", "x");
    for (auto const* named : {"out", "out/", "out/shirin", "out/shirin/"}) {
        auto const place = find(named);
        ASSERT_TRUE(place) << named;
        EXPECT_EQ(place->bag.lexically_normal().string().find((directory / "out/shirin").string()), 0U) << named;
        ASSERT_TRUE(place->publishers) << named;
        EXPECT_EQ(*place->publishers, directory / "out/publishers") << named;
    }
}

TEST_F(PlaceTest, FindsTheBundleOfAPackFromEachFolderOnTheWay)
{
    auto const id = bundle_text(BundleId{});
    bag("usb/bundles/" + id + "/shirin");
    publishers("usb");
    for (auto const& named :
         {std::string{"usb"}, std::string{"usb/bundles"}, "usb/bundles/" + id, "usb/bundles/" + id + "/shirin"}) {
        auto const place = find(named);
        ASSERT_TRUE(place) << named;
        EXPECT_TRUE(place->publishers) << named;
    }
}

TEST_F(PlaceTest, FindsADamagedBundleSoThatItsDamageCanBeNamed)
{
    test::write_text(directory / "shirin/tagmanifest-sha256.txt.minisig", "x");
    EXPECT_TRUE(find("shirin"));
}

TEST_F(PlaceTest, AsksWhichWhenThereAreSeveral)
{
    bag("out/b");
    bag("out/a");
    auto const place = find("out");
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().why, NoPlace::several);
    EXPECT_EQ(place.error().choices,
              (std::vector<std::string>{(directory / "out/a").string(), (directory / "out/b").string()}));
}

TEST_F(PlaceTest, TellsAFolderThatIsNotSignedYetFromOneWithoutABundle)
{
    test::write_text(directory / "draft/bundle.toml", "x");
    test::write_text(directory / "draft/shirin/data/transcript.en.txt", "x");
    test::write_text(directory / "other/notes.txt", "x");
    EXPECT_EQ(find("draft").error().why, NoPlace::not_signed);
    EXPECT_EQ(find("draft/shirin").error().why, NoPlace::not_signed);
    EXPECT_EQ(find("other").error().why, NoPlace::no_bundle);
    EXPECT_EQ(find("other/notes.txt").error().why, NoPlace::not_a_directory);
    EXPECT_EQ(find("gone").error().why, NoPlace::nothing_there);
}

TEST_F(PlaceTest, DoesNotFollowALinkToABundleOnItsOwn)
{
    bag("elsewhere/shirin");
    fs::create_directories(directory / "out");
    fs::create_directory_symlink(directory / "elsewhere/shirin", directory / "out/shirin");
    EXPECT_EQ(find("out").error().why, NoPlace::no_bundle);
}

}  // namespace
}  // namespace nightletter::reader
