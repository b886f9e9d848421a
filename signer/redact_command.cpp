#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "base/line_document.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/redaction.hpp"
#include "signer/replacement.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;
using Meant = std::map<std::string, PassageNumbers>;

constexpr std::size_t shown_characters = 60;

struct Options {
    std::string folder;
    std::vector<std::string> turns;
    std::string language;
    std::string into;
    std::vector<std::string> left_out;
};

Failure wrong(std::string what, std::string because, std::string next)
{
    return {ExitCode::wrong_usage,
            {std::move(what), "wrong-usage", std::move(because), "nothing was changed", std::move(next)}};
}

// `12`, or `my:14` for a language that counts otherwise.
Expected<RedactionOrder, Failure> order_from(Options const& options, bundles::Metadata const& metadata)
{
    RedactionOrder order{options.language.empty() ? metadata.language : options.language, {}, {}};
    for (auto const& turn : options.turns) {
        auto const colon = turn.find(':');
        auto const number = parse_count(colon == std::string::npos ? turn : turn.substr(colon + 1));
        if (!number) {
            return fail(wrong("that is no passage's number", "'" + turn + "' is neither 12 nor my:12",
                              "nightletter-sign redact " + options.folder + "  lists the passages"));
        }
        auto& into = colon == std::string::npos ? order.numbers : order.elsewhere[turn.substr(0, colon)];
        into.insert(static_cast<std::size_t>(*number));
    }
    return order;
}

Failure explained(RedactionFault const& fault, RedactionOrder const& order, std::string const& folder)
{
    auto const languages = fmt::format("{}", fmt::join(fault.languages, ", "));
    auto const list = "nightletter-sign redact " + folder + "  lists the passages";
    switch (fault.kind) {
        case RedactionFault::Kind::no_such_language:
            return wrong("there is no text in " + languages, "the bundle does not have that language", list);
        case RedactionFault::Kind::no_such_passage:
            return wrong("there is no such passage in " + languages, "passages are counted from 1 in each text", list);
        case RedactionFault::Kind::turns_differ:
            break;
    }
    return refused("nobody can say which passage is the same one in " + languages, "turns-differ",
                   "its speakers do not follow one another as in " + order.language,
                   "say it for each:  --turn " + fault.languages.front() + ":NUMBER; " + list);
}

std::string beginning(std::string const& text)
{
    std::string shown;
    std::size_t characters = 0;
    for (char const c : text) {
        bool const begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins && ++characters > shown_characters) return shown + "…";
        shown += c == '\n' ? ' ' : c;
    }
    return shown;
}

ExitCode list(Options const& options, EarlierBundle const& earlier)
{
    Answer answer{"redact"};
    answer.fact("bundle", bundle_text(earlier.bundle.id()));
    for (auto const& [language, transcript] : earlier.content.transcripts) {
        answer.line("In " + language + ":");
        std::size_t number = 0;
        for (auto const& passage : passages_of(transcript))
            answer.line(fmt::format("  {}:{}  {}: {}", language, ++number, passage.speaker, beginning(passage.text)));
    }
    return answer.advice("Next:  nightletter-sign redact " + options.folder + " --turn NUMBER").give();
}

// What the words may also be in: everything that a person has to look at or listen to.
std::vector<std::string> other_files(Replacement const& replacement)
{
    std::vector<std::string> paths;
    for (auto const& file : replacement.kept) {
        if (!bundles::parse_transcript_path(file.path.text())) paths.push_back(file.path.text());
    }
    return paths;
}

ExitCode tell(std::string const& folder, Replacement const& made, Meant const& meant)
{
    Answer answer{"redact"};
    auto const others = other_files(made);
    answer.fact("folder", folder)
        .fact("replaces", bundle_text(*made.metadata.replaces))
        .fact("languages", made.metadata.languages())
        .fact("may_hold_the_words", others);
    answer.line(folder + "   is the interview without the passage; it replaces " +
                bundle_text(*made.metadata.replaces));
    for (auto const& [language, numbers] : meant)
        answer.line(fmt::format("  withheld in {}: {}", language, fmt::join(numbers, ", ")));
    if (!others.empty()) answer.line("These files are as before, and may hold the same words or the same voice:");
    for (auto const& path : others) answer.line("  " + path + "     (--leave-out " + path + ")");
    return answer.advice("Titles, names, introductions and notes are as before: read the page before you sign.")
        .advice("Nothing is signed yet, and the old bundle is still published. Other copies of it may exist,")
        .advice("with readers, on sticks, on computers that are off: nobody can call those back.")
        .advice("Next:  nightletter-sign check " + folder + " --preview page.html")
        .advice("Then, the new bundle with the withdrawal of the old one:  nightletter-sign sign " + folder +
                " --replaced error")
        .give();
}

Expected<void, Failure> leave_out_all(Replacement& replacement, std::vector<std::string> const& paths)
{
    for (auto const& path : paths) {
        auto const others = other_files(replacement);
        if (std::ranges::find(others, path) == others.end())
            return fail(wrong("there is no such file to leave out",
                              path + " is no recording, picture or document of it",
                              "names are as in data/media/talk.opus"));
        leave_out(replacement, path);
    }
    return {};
}

void put_texts(Replacement& replacement, bundles::Content const& content)
{
    using Kind = bundles::TranscriptName::Kind;
    for (auto const& [language, transcript] : content.transcripts) {
        auto const& speakers = content.metadata.speakers;
        if (auto const* const timed = std::get_if<bundles::TimedTranscript>(&transcript)) {
            set_text(replacement, {language, Kind::timed}, bundles::webvtt_text(*timed, speakers, language));
        } else {
            set_text(replacement, {language, Kind::untimed},
                     bundles::transcript_text(std::get<bundles::Transcript>(transcript), speakers, language));
        }
    }
}

ExitCode redact(Options const& options)
{
    auto const earlier = find_earlier_bundle(options.folder, std::nullopt);
    if (!earlier) return report(earlier.error());
    if (options.turns.empty()) return list(options, *earlier);
    auto const order = order_from(options, earlier->content.metadata);
    if (!order) return report(order.error());
    auto const meant = passages_meant(earlier->content, *order);
    if (!meant) return report(explained(meant.error(), *order, options.folder));

    auto content = earlier->content;
    withhold(content, *meant);
    auto replacement = replacement_of(*earlier);
    replacement.metadata.speakers = content.metadata.speakers;
    put_texts(replacement, content);
    if (auto const done = leave_out_all(replacement, options.left_out); !done) return report(done.error());
    auto old = fs::path{options.folder}.lexically_normal();
    if (!old.has_filename()) old = old.parent_path();
    auto const folder = options.into.empty() ? old.string() + "-redacted" : options.into;
    if (auto const made = make_replacement(folder, *earlier, replacement); !made) return report(made.error());
    return tell(folder, replacement, *meant);
}

}  // namespace

Command redact_command()
{
    return {"redact", "Prepare a bundle's replacement in which a passage is withheld",
            "nightletter-sign redact my-interview --turn 12", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("DIR", options->folder, "The folder in which the bundle was signed")->required();
                app.add_option("--turn", options->turns,
                               "The passage's number, as in the page; my:14 where a language counts otherwise; may be "
                               "repeated; left out, passages are listed")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                app.add_option("--lang", options->language, "The language in which a plain number counts");
                app.add_option("--into", options->into, "The folder to make; DIR-redacted when left out");
                app.add_option("--leave-out", options->left_out, "A recording or another file that shall not be in it")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                return [options] { return redact(*options); };
            }};
}

}  // namespace nightletter::signer
