#include "signer/redaction.hpp"

#include <algorithm>

namespace nightletter::signer {
namespace {

using bundles::AnyTranscript;
using bundles::Run;
using bundles::TimedTranscript;
using bundles::Transcript;

std::string note_in(std::string_view language)
{
    if (language == "fa") return "[این بند منتشر نمی‌شود]";
    if (language == "my") return "[ဤအပိုဒ်ကို ထုတ်ပြန်ခြင်း မပြုပါ]";
    return "[This passage is withheld]";
}

std::vector<Passage> passages(Transcript const& transcript)
{
    std::vector<Passage> found;
    for (auto const& turn : transcript.turns) found.push_back({turn.speaker, turn.paragraphs.front()});
    return found;
}

std::vector<Passage> passages(TimedTranscript const& transcript)
{
    std::vector<Passage> found;
    for (auto const& cue : transcript.cues) {
        for (auto const& run : cue.runs) {
            if (found.empty() || found.back().speaker != run.speaker) found.push_back({run.speaker, run.text});
        }
    }
    return found;
}

void replace(Transcript& transcript, PassageNumbers const& numbers, std::string const& editor, std::string const& note)
{
    for (auto const number : numbers) transcript.turns[number - 1] = {editor, {note}};
}

// A note once in each cue that lost words; the times stay, because the recording goes on.
void replace(TimedTranscript& transcript, PassageNumbers const& numbers, std::string const& editor,
             std::string const& note)
{
    std::size_t number = 0;
    std::string voice;
    for (auto& cue : transcript.cues) {
        std::vector<Run> kept;
        for (auto& run : cue.runs) {
            if (number == 0 || run.speaker != voice) ++number;
            voice = run.speaker;
            if (!numbers.contains(number)) {
                kept.push_back(std::move(run));
            } else if (kept.empty() || kept.back().text != note) {
                kept.push_back({note, editor, {}, false, false});
            }
        }
        cue.runs = std::move(kept);
    }
}

std::vector<std::string> voices_of(AnyTranscript const& transcript)
{
    std::vector<std::string> voices;
    for (auto const& passage : passages_of(transcript)) voices.push_back(passage.speaker);
    return voices;
}

bool exist(PassageNumbers const& numbers, AnyTranscript const& transcript)
{
    return !numbers.contains(0) && (numbers.empty() || *numbers.rbegin() <= passages_of(transcript).size());
}

std::string editor_of(bundles::Metadata& metadata)
{
    auto const found = std::ranges::find(metadata.speakers, bundles::Role::editor, &bundles::Speaker::role);
    if (found != metadata.speakers.end()) return found->id;
    std::string id = "editor";
    while (metadata.speaker(id) != nullptr) id += "-of-this";
    metadata.speakers.push_back(
        {id, {{"en", "Editor"}, {"fa", "ویراستار"}, {"my", "အယ်ဒီတာ"}}, false, bundles::Role::editor});
    return id;
}

}  // namespace

std::vector<Passage> passages_of(AnyTranscript const& transcript)
{
    return std::visit([](auto const& one) { return passages(one); }, transcript);
}

Expected<std::map<std::string, PassageNumbers>, RedactionFault> passages_meant(bundles::Content const& content,
                                                                               RedactionOrder const& order)
{
    using Kind = RedactionFault::Kind;
    for (auto const& [language, numbers] : order.elsewhere) {
        if (!content.transcripts.contains(language)) return fail(RedactionFault{Kind::no_such_language, {language}});
    }
    auto const counted = content.transcripts.find(order.language);
    if (counted == content.transcripts.end()) return fail(RedactionFault{Kind::no_such_language, {order.language}});
    std::map<std::string, PassageNumbers> meant;
    RedactionFault differ{Kind::turns_differ, {}};
    for (auto const& [language, transcript] : content.transcripts) {
        auto const own = order.elsewhere.find(language);
        if (own == order.elsewhere.end() && voices_of(transcript) != voices_of(counted->second)) {
            differ.languages.push_back(language);
            continue;
        }
        auto const& numbers = own == order.elsewhere.end() ? order.numbers : own->second;
        if (numbers.empty() || !exist(numbers, transcript))
            return fail(RedactionFault{Kind::no_such_passage, {language}});
        meant.emplace(language, numbers);
    }
    if (!differ.languages.empty()) return fail(std::move(differ));
    return meant;
}

void withhold(bundles::Content& content, std::map<std::string, PassageNumbers> const& passages)
{
    auto const editor = editor_of(content.metadata);
    for (auto const& [language, numbers] : passages) {
        auto const note = note_in(language);
        std::visit([&, &chosen = numbers](auto& transcript) { replace(transcript, chosen, editor, note); },
                   content.transcripts.find(language)->second);
    }
}

bool withholds_a_passage(bundles::Content const& content)
{
    return std::ranges::any_of(content.transcripts, [&](auto const& entry) {
        auto const& [language, transcript] = entry;
        return std::ranges::any_of(passages_of(transcript), [&, note = note_in(language)](Passage const& passage) {
            auto const* const speaker = content.metadata.speaker(passage.speaker);
            return passage.text == note && speaker != nullptr && speaker->role == bundles::Role::editor;
        });
    });
}

}  // namespace nightletter::signer
