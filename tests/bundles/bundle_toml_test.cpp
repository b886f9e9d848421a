// bundle.toml: what a publisher writes becomes Metadata, or every mistake is named with its line.
#include "bundles/bundle_toml.hpp"

#include <gtest/gtest.h>

#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

// Each mistake as "line:column word".
std::string mistakes(std::string_view text)
{
    auto const read = read_bundle_toml(text);
    std::string found;
    if (read) return found;
    for (auto const& remark : read.error()) {
        found += (found.empty() ? "" : ", ") + std::to_string(remark.line) + ':' + std::to_string(remark.column) + ' ' +
                 remark.word;
    }
    return found;
}

TEST(BundleTomlTest, ReadsTheExample)
{
    auto const toml = read_bundle_toml(test::example("bundle.toml"));
    ASSERT_TRUE(toml) << toml.error().front().sentence();
    EXPECT_EQ(toml->slug, "night-school-2026");
    EXPECT_EQ(toml->metadata.speakers, test::speakers());
    EXPECT_EQ(toml->metadata.translations, (std::vector<std::string>{"fa", "my"}));
    EXPECT_TRUE(remarks_in(*toml).empty());
}

TEST(BundleTomlTest, NamesAnUnknownKeyWithItsLineAndTheNearestKnownOne)
{
    auto const toml = read_bundle_toml("language = \"fa\"\n\nrigths = \"CC0\"\n");
    ASSERT_FALSE(toml);
    EXPECT_EQ(toml.error().front().sentence(),
              "bundle.toml:3:1: unknown key \"rigths\", did you mean \"rights\"? [unknown-member]");
}

TEST(BundleTomlTest, NamesEveryMistakeAtOnce)
{
    EXPECT_EQ(mistakes("language = 3\nrights = []\n[[speakers]]\nid = \"a\"\nnam = \"b\"\nrole = \"witness\"\n"),
              "1:12 malformed-metadata, 2:10 malformed-metadata, 5:1 unknown-member, 6:8 bad-member");
}

TEST(BundleTomlTest, SaysWhatToWriteWhereAValueIsOfAnotherKind)
{
    struct Row {
        char const* written;
        char const* advice;
    };
    for (auto const& row : {
             Row{"title = \"One lamp\"", "title does not say its language"},
             Row{"title = 3", "title is not a text for each language"},
             Row{"translations = \"fa\"", "translations is not a list"},
             Row{"date = true", "date is not a date"},
             Row{"speakers = \"Sh.\"", "speakers is not a list of people"},
             Row{"speakers = [\"Sh.\"]", "a speaker is not a table"},
             Row{"content_warnings = \"violence\"", "content_warnings is not a list"},
             Row{"replaces = \"the old one\"", "replaces is not a bundle id"},
         }) {
        auto const read = read_bundle_toml(row.written);
        ASSERT_FALSE(read) << row.written;
        EXPECT_NE(read.error().front().sentence().find(row.advice), std::string::npos)
            << read.error().front().sentence();
    }
}

TEST(BundleTomlTest, NamesTheLineThatIsNotToml)
{
    EXPECT_EQ(mistakes("slug = \"a\"\ntitle = One lamp\n").substr(0, 2), "2:");
    EXPECT_EQ(mistakes("slug = \"a\"\nslug = \"b\"\n").substr(0, 2), "2:");
    EXPECT_EQ(mistakes("slug = \"\xff\"\n"), "0:0 not-plain-text");
    EXPECT_EQ(mistakes(std::string(largest_bundle_toml + 1, '#')), "0:0 text-too-large");
}

TEST(BundleTomlTest, TakesAPlainTextAsTheInterviewsOwnLanguage)
{
    auto const toml = read_bundle_toml("title = \"یک چراغ\"\nlanguage = \"fa\"\n[[speakers]]\nname = \"تاندار\"\n");
    ASSERT_TRUE(toml) << toml.error().front().sentence();
    EXPECT_EQ(toml->metadata.title, (LanguageMap{{"fa", "یک چراغ"}}));
    EXPECT_EQ(toml->metadata.speakers.front().name, (LanguageMap{{"fa", "تاندار"}}));
    EXPECT_EQ(mistakes("title = \"One lamp\"\n"), "1:9 malformed-metadata");
}

TEST(BundleTomlTest, TakesDatesWithOrWithoutQuotes)
{
    auto const date = [](std::string_view written) {
        auto const toml = read_bundle_toml("date = " + std::string{written} + "\n");
        return toml ? toml->metadata.date : toml.error().front().sentence();
    };
    EXPECT_EQ(date("\"2022-11\""), "2022-11");
    EXPECT_EQ(date("2022"), "2022");
    EXPECT_EQ(date("2022-11-03"), "2022-11-03");
    EXPECT_EQ(date("2022-11-03T10:00:00Z"), "2022-11-03T10:00:00Z");
    EXPECT_EQ(date("2022-11-03T10:00:00+06:30"), "2022-11-03T10:00:00+06:30");
    EXPECT_EQ(date("true"), "bundle.toml:1:8: date is not a date [bad-member]");
}

TEST(BundleTomlTest, ReadsAnEmptyFieldAsNotYetWritten)
{
    auto const toml =
        read_bundle_toml("slug = \"\"\nlanguage = \"fa\"\ndate = \"\"\nreplaces = \"\"\n[title]\nfa = \"\"\n");
    ASSERT_TRUE(toml) << toml.error().front().sentence();
    EXPECT_TRUE(toml->metadata.title.empty());
    std::string missing;
    for (auto const& remark : remarks_in(*toml)) missing += std::to_string(remark.line) + ' ' + remark.what + '\n';
    EXPECT_NE(missing.find("0 slug is missing"), std::string::npos) << missing;
    EXPECT_NE(missing.find("5 title is missing"), std::string::npos) << missing;
    EXPECT_NE(missing.find("3 date is missing"), std::string::npos) << missing;
    EXPECT_NE(missing.find("0 rights is missing"), std::string::npos) << missing;
}

TEST(BundleTomlTest, PointsAtTheLineOfWhatMayNotBeSigned)
{
    auto const toml = read_bundle_toml(
        "slug = \"a\"\nlanguage = \"en\"\ntitle = \"x\"\ndate = \"last May\"\nrights = \"CC0\"\n"
        "[[speakers]]\nid = \"a\"\nname = { en = \"A\" }\n[[speakers]]\nid = \"b\"\nname = { en = \"A\" }\n");
    ASSERT_TRUE(toml);
    auto const remarks = remarks_in(*toml);
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_EQ(remarks[0].line, 4U);
    EXPECT_EQ(remarks[1].line, 11U);
}

TEST(BundleTomlTest, WritesATemplateThatReadsBackEmpty)
{
    auto const text = bundle_toml_text("night-school", {});
    auto const toml = read_bundle_toml(text);
    ASSERT_TRUE(toml) << toml.error().front().sentence() << text;
    EXPECT_EQ(toml->slug, "night-school");
    EXPECT_EQ(toml->metadata, Metadata{});
    for (auto const* key :
         {"slug", "language", "translations", "date", "rights", "consent", "source", "content_warnings", "replaces",
          "[title]", "[abstract]", "[[speakers]]", "pseudonym", "role"}) {
        EXPECT_NE(text.find(key), std::string::npos) << key;
    }
}

TEST(BundleTomlTest, ReadsBackWhatItWrites)
{
    auto const example = read_bundle_toml(test::example("bundle.toml"));
    ASSERT_TRUE(example);
    auto metadata = example->metadata;
    metadata.title["zh-hant"] = "\"quotes\" \\ and\ttabs\x7f";
    metadata.abstract["en"] = "two\nlines";
    metadata.replaces = BundleId{};
    metadata.source = {"https://example.org/", "urn:x:y"};
    auto const read = read_bundle_toml(bundle_toml_text("a", metadata));
    ASSERT_TRUE(read) << read.error().front().sentence();
    EXPECT_EQ(read->metadata, metadata);
}

}  // namespace
}  // namespace nightletter::bundles
