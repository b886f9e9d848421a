// docs/formats.md section 2, "Metadata": every member's rule, and one spelling for one statement.
#include "bundles/metadata.hpp"

#include <gtest/gtest.h>

#include "bundles/bag.hpp"
#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

Metadata interview()
{
    Metadata made;
    made.title = {{"en", "One lamp"}, {"fa", "یک چراغ"}, {"my", "မီးအိမ်"}};
    made.abstract = {{"en", "Two lines,\nin \"quotes\"."}};
    made.language = "fa";
    made.translations = {"en", "my"};
    made.date = "2022-11";
    made.speakers = test::speakers();
    made.rights = "https://creativecommons.org/licenses/by/4.0/";
    made.content_warnings = {{{"en", "Prison."}, {"fa", "زندان."}}};
    made.consent = {"given", "not-before 2023-01-01"};
    made.source = {"https://example.org/a", "urn:isbn:9780000000000"};
    made.replaces = BundleId{};
    return made;
}

// What is wrong with the interview after this change: "member word" for each fault.
template <class Change>
std::string faults_after(Change change)
{
    auto metadata = interview();
    change(metadata);
    std::string found;
    for (auto const& fault : faults_in(metadata)) {
        found += (found.empty() ? "" : ", ") + fault.member + ' ' + std::string{word(fault.refusal)};
    }
    return found;
}

// The canonical bytes with one thing replaced by another, read back.
Expected<Metadata, TextFault> read_changed(std::string_view from, std::string_view to)
{
    auto text = metadata_text(interview());
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return parse_metadata(as_bytes(text));
}

void expect_refused(std::string_view from, std::string_view to, Refusal refusal)
{
    auto const read = read_changed(from, to);
    ASSERT_FALSE(read) << to;
    EXPECT_EQ(word(read.error().refusal), word(refusal)) << to << ": " << read.error().what;
}

TEST(MetadataTest, WritesMembersInTheTablesOrderWithTwoSpacesOfIndent)
{
    Metadata small;
    small.title = {{"my", "မီးအိမ်"}};
    small.language = "my";
    small.date = "2022";
    small.speakers = {{.id = "a", .name = {{"my", "သန္တာ"}}, .pseudonym = true, .role = Role::interviewee}};
    small.rights = "CC0";
    EXPECT_EQ(metadata_text(small), R"({
  "title": {
    "my": "မီးအိမ်"
  },
  "language": "my",
  "date": "2022",
  "speakers": [
    {
      "id": "a",
      "name": {
        "my": "သန္တာ"
      },
      "pseudonym": true,
      "role": "interviewee"
    }
  ],
  "rights": "CC0"
}
)");
}

TEST(MetadataTest, ReadsBackWhatItWrites)
{
    EXPECT_EQ(parse_metadata(as_bytes(metadata_text(interview()))), interview());
}

TEST(MetadataTest, FindsNothingWrongInAGoodInterview)
{
    EXPECT_EQ(faults_after([](Metadata&) {}), "");
}

TEST(MetadataTest, SaysEverythingThatIsMissing)
{
    EXPECT_EQ(faults_after([](Metadata& m) { m = {}; }),
              "title missing-member, language missing-member, date missing-member, speakers missing-member, "
              "rights missing-member");
}

TEST(MetadataTest, NeedsATitleInTheInterviewsOwnLanguage)
{
    EXPECT_EQ(faults_after([](Metadata& m) { m.title.erase("fa"); }), "title.fa missing-member");
}

TEST(MetadataTest, RefusesInvisibleCharactersThatReorderTitlesAndNames)
{
    for (auto const* hidden : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.title["en"] = std::string{"a"} + hidden + "b"; }),
                  "title.en bad-member");
        EXPECT_EQ(faults_after([&](Metadata& m) { m.speakers[1].name["en"] = std::string{"a"} + hidden + "b"; }),
                  "speakers[2].name.en bad-member");
    }
    EXPECT_EQ(faults_after([](Metadata& m) { m.title["fa"] = "می‌گوید \u2068x\u2069"; }), "");
}

TEST(MetadataTest, RefusesTextsThatAreNotPlainOneLineNfc)
{
    for (auto const* text : {"cafe\u0301", "two\nlines", " space", "space ", "bell\x07", "x\u2028y", "\xff"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.title["en"] = text; }), "title.en bad-member") << text;
    }
    EXPECT_EQ(faults_after([](Metadata& m) { m.title["en"] = std::string(501, 'x'); }), "title.en bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.abstract["en"] = "two\nlines"; }), "");
    EXPECT_EQ(faults_after([](Metadata& m) { m.abstract["en"] = "bell\x07"; }), "abstract.en bad-member");
}

TEST(MetadataTest, TakesDatesAsVagueAsAWitnessNeedsThem)
{
    for (auto const* date :
         {"2022", "2022-11", "2022-11-03", "2022-11-03T10:00:00Z", "2022-11-03T10:00:00+06:30", "1988", "2024-02-29"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.date = date; }), "") << date;
    }
    for (auto const* date :
         {"22", "0000", "2022-1", "2022-13", "2022-00", "2022-11-31", "2023-02-29", "2022-11-03T10:00:00",
          "2022-11-03 10:00:00Z", "2022-11-03T24:00:00Z", "2022-11-03T10:60:00Z", "2022-11-03T10:00:00+24:00",
          "2022-11-03T10:00:00.5Z", "2022-", "2022/11", "November 2022", "2022-11-03T10:00:00Zx"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.date = date; }), "date bad-member") << date;
    }
}

TEST(MetadataTest, TakesLanguagesInLowerCaseAscendingAndOnce)
{
    EXPECT_EQ(faults_after([](Metadata& m) {
                  m.translations = {"en", "FA_IR"};
              }).substr(0, 23),
              "translations bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.translations = {"my", "en"}; }), "translations bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.translations = {"en", "en"}; }), "translations bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.translations = {"en", "fa"}; }), "translations bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.title["x"] = "y"; }), "title.x bad-member");
}

TEST(MetadataTest, SuggestsTheTagThatWasMeant)
{
    auto metadata = interview();
    metadata.language = "fa_IR";
    auto const faults = faults_in(metadata);
    auto const about = std::find_if(faults.begin(), faults.end(), [](auto const& f) { return f.member == "language"; });
    ASSERT_NE(about, faults.end());
    EXPECT_NE(about->what.find("did you mean \"fa-ir\""), std::string::npos) << about->what;
}

TEST(MetadataTest, TakesOnlyTheClosedWordsOfConsent)
{
    EXPECT_EQ(faults_after([](Metadata& m) {
                  m.consent = {"given", "withheld-details", "not-before 2030-01-01"};
              }),
              "");
    using List = std::vector<std::string>;
    for (auto const& consent : {List{"Shirin agreed by telephone"}, List{"not-before"}, List{"not-before 2023-02-30"},
                                List{"withheld-details", "given"}, List{"given", "given"},
                                List{"not-before 2023-01-01", "not-before 2024-01-01"}}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.consent = consent; }), "consent bad-member") << consent.front();
    }
}

TEST(MetadataTest, LetsNobodyShareANameOrAnId)
{
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[1].name["my"] = "Nadia Rahimi"; }),
              "speakers[2].name.my bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[1].id = "nadia"; }), "speakers[2].id bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[0].name = {{"en", "N"}, {"de", "N"}}; }), "");
}

TEST(MetadataTest, RefusesNamesThatATranscriptCouldNotHold)
{
    for (auto const* name : {"Dr: Who", "名前：", "\\Anna", "\u200fتاندار", "two\nlines"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.speakers[0].name["en"] = name; }), "speakers[1].name.en bad-member")
            << name;
    }
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[0].name.clear(); }), "speakers[1].name missing-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[0].id = "-n"; }), "speakers[1].id bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.speakers[0].id.clear(); }), "speakers[1].id missing-member");
}

TEST(MetadataTest, TakesSourcesThatAreAddressesOrBundles)
{
    auto const bundle = bundle_text(BundleId{});
    EXPECT_EQ(faults_after([&](Metadata& m) { m.source = {bundle, "http://example.org"}; }), "");
    for (auto const* source :
         {"a friend", "javascript:alert(1)", "https:", "https://a b", "https://a\"b", "file:///etc"}) {
        EXPECT_EQ(faults_after([&](Metadata& m) { m.source = {source}; }), "source bad-member") << source;
    }
    EXPECT_EQ(faults_after([](Metadata& m) { m.source = {"urn:a", "urn:a"}; }), "source bad-member");
}

TEST(MetadataTest, BoundsEveryList)
{
    EXPECT_EQ(faults_after([](Metadata& m) {
                  m.content_warnings.assign(33, {{"en", "x"}});
              }),
              "content_warnings bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) { m.content_warnings = {{}}; }), "content_warnings[1] bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) {
                  for (int i = 0; i < 62; ++i) {
                      auto const n = std::to_string(i);
                      m.speakers.push_back({.id = "p" + n, .name = {{"en", "P" + n}}});
                  }
              }),
              "speakers bad-member");
    EXPECT_EQ(faults_after([](Metadata& m) {
                  for (int i = 0; i < 33; ++i) m.source.push_back("urn:" + std::to_string(i));
              }),
              "source bad-member");
}

TEST(MetadataTest, RefusesAnyOtherSpellingOfTheSameStatement)
{
    expect_refused("  \"date\"", "   \"date\"", Refusal::metadata_not_canonical);
    expect_refused("\"date\": ", "\"date\" : ", Refusal::metadata_not_canonical);
    expect_refused("\"2022-11\"", "\"\\u0032022-11\"", Refusal::metadata_not_canonical);
    expect_refused("https://creativecommons", "https:\\/\\/creativecommons", Refusal::metadata_not_canonical);
    expect_refused("  \"language\": \"fa\",\n", "", Refusal::missing_member);
    expect_refused("  \"date\": \"2022-11\",\n", "  \"date\": \"2022-11\",\n  \"abstract\": {},\n",
                   Refusal::malformed_metadata);
    expect_refused("{\n  \"title\"", "\xef\xbb\xbf{\n  \"title\"", Refusal::metadata_not_canonical);
    EXPECT_FALSE(parse_metadata(as_bytes(metadata_text(interview()) + "\n")));
    auto text = metadata_text(interview());
    text.pop_back();
    EXPECT_EQ(parse_metadata(as_bytes(text)).error().refusal, Refusal::metadata_not_canonical);
}

TEST(MetadataTest, NamesTheLineInWhichTheBytesDiffer)
{
    EXPECT_EQ(read_changed("  \"date\"", "   \"date\"").error().line, 15U);
}

TEST(MetadataTest, RefusesJsonOfAnotherKind)
{
    for (auto const* value : {"2022", "20.22", "null", "false", "[\"2022\"]", "{}", "-1", "1e400"}) {
        expect_refused("\"2022-11\"", value, Refusal::malformed_metadata);
    }
    expect_refused("\"2022-11\"", "\"2022-11\", \"date\": \"2023\"", Refusal::malformed_metadata);
    expect_refused("\"2022-11\"", "[[[[[\"x\"]]]]]", Refusal::malformed_metadata);
    for (auto const* text : {"", "{", "[]", "\"x\"", "{}{}", "{\"title\"}", "nul"}) {
        EXPECT_EQ(parse_metadata(as_bytes(text)).error().refusal, Refusal::malformed_metadata) << text;
    }
    EXPECT_EQ(parse_metadata(as_bytes("{\"title\": \"\xff\"}")).error().refusal, Refusal::not_plain_text);
}

TEST(MetadataTest, RefusesAMemberOutsideTheTable)
{
    expect_refused("\"date\"", "\"Date\"", Refusal::unknown_member);
    expect_refused("\"pseudonym\"", "\"real_name\"", Refusal::unknown_member);
}

TEST(MetadataTest, RefusesValuesOutsideTheirRule)
{
    expect_refused("\"interviewee\"", "\"witness\"", Refusal::bad_member);
    expect_refused(bundle_text(BundleId{}), "nlb1x", Refusal::bad_member);
    expect_refused("\"2022-11\"", "\"2022-14\"", Refusal::bad_member);
}

TEST(MetadataTest, LooksAtTheSizeBeforeAnythingElse)
{
    std::string const large(limit::metadata + 1, ' ');
    EXPECT_EQ(parse_metadata(as_bytes(large)).error().refusal, Refusal::text_too_large);
    std::string const deep(limit::metadata, '[');
    EXPECT_EQ(parse_metadata(as_bytes(deep)).error().refusal, Refusal::malformed_metadata);
}

TEST(MetadataTest, ChoosesTheReadersLanguageThenTheInterviews)
{
    auto const metadata = interview();
    EXPECT_EQ(in_language(metadata.title, "my", "fa"), "မီးအိမ်");
    EXPECT_EQ(in_language(metadata.title, "de", "fa"), "یک چراغ");
    EXPECT_EQ(in_language(metadata.title, "de", "nl"), "One lamp");
    EXPECT_EQ(in_language({}, "de", "nl"), "");
}

}  // namespace
}  // namespace nightletter::bundles
