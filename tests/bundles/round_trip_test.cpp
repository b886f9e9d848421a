// docs/formats.md section 2: what is written reads back equal, for thousands of made-up texts full of what parsers trip
// on.
#include <gtest/gtest.h>

#include <random>

#include "bundles/bundle_toml.hpp"
#include "bundles/import_text.hpp"
#include "bundles/transcript.hpp"
#include "bundles/webvtt.hpp"
#include "tests/bundles/speakers.hpp"

namespace nightletter::bundles {
namespace {

constexpr int rounds = 2000;

// The same texts in every run: the seed is the round.
class Chance {
public:
    explicit Chance(unsigned seed) : engine_{seed} {}

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>{0, bound - 1}(engine_); }
    bool once_in(std::size_t times) { return below(times) == 0; }

    template <class List>
    auto const& one_of(List const& list)
    {
        return list[below(list.size())];
    }

    // Words that a line may hold, joined by single spaces: nothing at the ends that trimming would take.
    std::string line()
    {
        static std::vector<std::string> const words{"lamp",
                                                    "***",
                                                    "\\",
                                                    "\\***",
                                                    "Thandar:",
                                                    "Nadia Rahimi:",
                                                    "\\Thandar:",
                                                    "تاندار:",
                                                    "သန္တာ：",
                                                    "می‌خواهم",
                                                    "စာအုပ်။",
                                                    "-->",
                                                    "<v",
                                                    "&amp;",
                                                    "&",
                                                    "<i>",
                                                    "WEBVTT",
                                                    "NOTE",
                                                    "\u2068x\u2069",
                                                    "\u200f",
                                                    "Note:",
                                                    "\"",
                                                    "#",
                                                    "'''",
                                                    "=",
                                                    "é"};
        std::string made = one_of(words);
        for (auto more = below(4); more > 0; --more) made += ' ' + one_of(words);
        return made;
    }

    std::string paragraph()
    {
        auto made = line();
        while (once_in(4)) made += '\n' + line();
        return made;
    }

    std::vector<std::string> paragraphs(std::size_t fewest)
    {
        std::vector<std::string> made;
        for (auto count = fewest + below(3); count > 0; --count) made.push_back(paragraph());
        return made;
    }

private:
    std::mt19937 engine_;
};

Transcript made_up_transcript(Chance& chance)
{
    Transcript made;
    made.introduction = chance.paragraphs(0);
    for (auto turns = 1 + chance.below(4); turns > 0; --turns) {
        made.turns.push_back({chance.one_of(test::speakers()).id, chance.paragraphs(1)});
    }
    made.closing_note = chance.paragraphs(0);
    return made;
}

// White space at a run's start would belong to the run before it.
TimedTranscript made_up_timed(Chance& chance)
{
    TimedTranscript made;
    bool const with_ids = chance.once_in(2);
    std::int64_t begin = 0;
    for (auto cues = 1 + chance.below(5); cues > 0; --cues) {
        begin += static_cast<std::int64_t>(chance.below(4'000'000));
        Cue cue{with_ids ? "id-" + std::to_string(made.cues.size()) : std::string{},
                std::chrono::milliseconds{begin},
                std::chrono::milliseconds{begin + 1 + static_cast<std::int64_t>(chance.below(9000))},
                {}};
        for (auto runs = 1 + chance.below(4); runs > 0; --runs) {
            Run run{chance.line(), chance.once_in(3) ? std::string{} : chance.one_of(test::speakers()).id,
                    chance.once_in(5) ? "fa" : "", chance.once_in(3), chance.once_in(3)};
            if (!cue.runs.empty()) {
                auto const& last = cue.runs.back();
                bool const same = last.speaker == run.speaker && last.language == run.language &&
                                  last.italic == run.italic && last.bold == run.bold;
                if (same) run.bold = !run.bold;
                cue.runs.back().text += chance.once_in(2) ? "\n" : " ";
            }
            cue.runs.push_back(std::move(run));
        }
        made.cues.push_back(std::move(cue));
    }
    return made;
}

TEST(RoundTripTest, ATranscriptReadsBackEqualInEveryLanguage)
{
    auto const people = test::speakers();
    for (int round = 0; round < rounds; ++round) {
        Chance chance{static_cast<unsigned>(round)};
        auto const made = made_up_transcript(chance);
        auto const text =
            transcript_text(made, people, chance.one_of(std::vector<std::string>{"en", "fa", "my", "de"}));
        auto const read = parse_transcript(as_bytes(text), people);
        ASSERT_TRUE(read) << round << ": " << read.error().what << "\n" << text;
        ASSERT_EQ(*read, made) << round << "\n" << text;
    }
}

TEST(RoundTripTest, ATimedTranscriptReadsBackEqual)
{
    auto const people = test::speakers();
    for (int round = 0; round < rounds; ++round) {
        Chance chance{static_cast<unsigned>(round)};
        auto const made = made_up_timed(chance);
        auto const text = webvtt_text(made, people, "en");
        auto const read = parse_webvtt(as_bytes(text), people);
        ASSERT_TRUE(read) << round << ": " << read.error().what << "\n" << text;
        ASSERT_EQ(*read, made) << round << "\n" << text;
    }
}

TEST(RoundTripTest, BundleTomlReadsBackEqual)
{
    for (int round = 0; round < rounds; ++round) {
        Chance chance{static_cast<unsigned>(round)};
        Metadata made;
        made.language = "fa";
        for (std::string const tag : {"fa", "en", "zh-hant"}) {
            if (chance.once_in(2)) made.title[tag] = chance.line();
            if (chance.once_in(2)) made.abstract[tag] = chance.paragraph();
        }
        made.rights = chance.line();
        made.speakers = test::speakers();
        made.speakers[chance.below(3)].name["de"] = chance.line();
        if (chance.once_in(2)) made.content_warnings.push_back({{"en", chance.line()}});
        made.source = {chance.line(), chance.line()};
        auto const read = read_bundle_toml(bundle_toml_text("slug", made));
        ASSERT_TRUE(read) << round << ": " << read.error().front().sentence();
        ASSERT_EQ(read->metadata, made) << round;
    }
}

// Letters and signs only: no white space, no colon, no star, no direction mark.
std::string bare(std::string text)
{
    for (std::string const gone : {" ", "\n", ":", "：", "*", "\u200f"}) {
        for (auto at = text.find(gone); at != std::string::npos; at = text.find(gone, at)) text.erase(at, gone.size());
    }
    return text;
}

TEST(RoundTripTest, WhateverIsPastedKeepsEveryWordInItsOrder)
{
    for (int round = 0; round < rounds; ++round) {
        Chance chance{static_cast<unsigned>(round)};
        std::string source = "Thandar: a lamp\n\n";
        for (auto count = chance.below(8); count > 0; --count) source += chance.paragraph() + "\n\n \n";
        auto const imported = import_text(as_bytes(source), {"en", {"Thandar", "Nadia Rahimi", "تاندار", "သန္တာ"}});
        ASSERT_TRUE(imported) << round << ": " << imported.error().what << "\n" << source;
        auto const left_out = [](Remark const& remark) { return remark.word == "empty-turn"; };
        auto const& asked = imported->questions;
        bool const complete = std::none_of(asked.begin(), asked.end(), left_out);
        if (!complete || imported->kind == TranscriptName::Kind::timed) continue;
        auto const read = parse_transcript(as_bytes(imported->transcript), imported->draft.speakers);
        ASSERT_TRUE(read) << round << ": " << read.error().what << "\n" << source << "=>\n" << imported->transcript;
        std::string kept;
        for (auto const& text : read->introduction) kept += text;
        for (auto const& turn : read->turns) {
            for (auto const& speaker : imported->draft.speakers)
                kept += speaker.id == turn.speaker ? speaker.name.at("en") : "";
            for (auto const& text : turn.paragraphs) kept += text;
        }
        for (auto const& text : read->closing_note) kept += text;
        ASSERT_EQ(bare(kept), bare(source)) << round << "\n" << imported->transcript;
    }
}

}  // namespace
}  // namespace nightletter::bundles
