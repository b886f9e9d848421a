#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/durable_file.hpp"
#include "base/text.hpp"
#include "bundles/import_text.hpp"
#include "bundles/language_tag.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/inspection.hpp"
#include "signer/publisher_folder.hpp"
#include "signer/single_file.hpp"
#include "signer/staging.hpp"
#include "signer/terminal.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_source = std::size_t{16} << 20U;  // bytes; a transcript itself has at most 8 MiB

struct Options {
    std::string source;
    std::string folder;
    std::string slug;
    std::string language = "en";
    std::vector<std::string> speakers;
    bool no_input = false;
};

// Declared in the folder that the text goes into, if it is there already.
std::vector<std::string> declared_speakers(fs::path const& folder)
{
    auto const existing = read_publisher_folder(folder);
    if (!existing) return {};
    std::vector<std::string> names;
    for (auto const& speaker : existing->toml.metadata.speakers) {
        for (auto const& [language, name] : speaker.name) names.push_back(name);
    }
    return names;
}

// The names a person confirms. Nobody becomes a speaker without being named by a person.
std::vector<std::string> confirmed_speakers(Options const& options, fs::path const& folder, ByteView source)
{
    if (!options.speakers.empty()) return options.speakers;
    auto declared = declared_speakers(folder);
    if (!declared.empty() || options.no_input) return declared;
    auto const terminal = Terminal::open();
    if (!terminal) return {};
    std::vector<std::string> confirmed;
    for (auto const& candidate : bundles::speaker_candidates(source)) {
        auto const answer = terminal->ask("Is '" + candidate.name + "' a speaker? It starts " +
                                          counted(candidate.times, "paragraph") + ". [y/n] ");
        if (!answer) break;
        if (*answer == "y" || *answer == "yes") confirmed.push_back(candidate.name);
    }
    return confirmed;
}

// Into a folder that is there already: one more language. Its bundle.toml is a person's and is not touched.
Expected<void, Failure> add_language(fs::path const& folder, bundles::Imported const& imported,
                                     std::string const& language)
{
    auto const existing = read_publisher_folder(folder);
    if (!existing) return fail(existing.error());
    if (existing->toml.slug.empty()) {
        return fail(refused(folder.string() + " cannot take the text", "bad-bundle-toml",
                            "its bundle.toml has mistakes", "nightletter-sign check " + folder.string()));
    }
    auto const path = existing->bag() / bundles::transcript_path({language, imported.kind});
    std::error_code ignored;
    if (fs::exists(path, ignored)) {
        return fail(refused(path.string() + " exists already", "exists", "an import never replaces a text",
                            "give --language, or move the file away first"));
    }
    if (auto made = make_directories(path.parent_path()); !made) return fail(could_not_write(made.error()));
    if (auto written = write_single(path, as_bytes(imported.transcript)); !written)
        return fail(could_not_write(written.error()));
    return {};
}

Expected<void, Failure> make_new(Options const& options, fs::path const& folder, bundles::Imported const& imported)
{
    auto const slug = options.slug.empty() ? slug_from(folder.filename().string()) : options.slug;
    if (!bundles::Slug::parse(slug)) {
        return fail(refused("no name for the bundle's folder", "path-not-allowed",
                            "none can be made of '" + folder.string() + "'", "give --slug some-interview"));
    }
    return make_publisher_folder(folder,
                                 {bundles::bundle_toml_text(slug, imported.draft), slug,
                                  bundles::transcript_path({options.language, imported.kind}), imported.transcript});
}

// What the source left open. A folder that was there has its own bundle.toml, which answers for itself.
std::vector<bundles::Remark> open_questions(bundles::Imported const& imported, std::string const& source, bool is_new)
{
    std::vector<bundles::Remark> questions;
    for (auto question : imported.questions) {
        bool const about_the_text = question.file.empty();
        if (!is_new && !about_the_text) continue;
        if (about_the_text) question.file = source;
        questions.push_back(std::move(question));
    }
    return questions;
}

ExitCode tell(Options const& options, fs::path const& folder, bundles::Imported const& imported, bool is_new)
{
    Answer answer{"import"};
    answer.fact("folder", folder.string()).fact("language", options.language);
    std::vector<std::string> speakers;
    for (auto const& speaker : imported.draft.speakers) speakers.push_back(speaker.name.begin()->second);
    if (is_new) {
        answer.fact("speakers", speakers);
        answer.line("Imported into " + folder.string() + ": " + counted(speakers.size(), "speaker") + " declared.");
        for (auto const& name : speakers) answer.line("  " + name);
    } else {
        answer.line("Added to " + folder.string() + ": " + bundles::transcript_path({options.language, imported.kind}));
    }
    auto const questions = open_questions(imported, options.source, is_new);
    std::vector<std::string> sentences;
    sentences.reserve(questions.size());
    for (auto const& question : questions) sentences.push_back(question.sentence());
    answer.fact("questions", sentences);
    if (!questions.empty()) answer.line("Open questions:");
    for (auto const& question : questions) answer.line("  " + remark_text(question));
    return answer.advice("Next:  nightletter-sign check " + folder.string()).give();
}

ExitCode import(Options const& options)
{
    if (!bundles::is_language_tag(options.language)) {
        return report(refused("'" + options.language + "' is no language tag", "bad-member",
                              "languages are written as BCP 47 tags in lower case",
                              "use one such as " + bundles::suggested_tag(options.language).value_or("en, fa or my")));
    }
    auto const source = read_file(options.source, largest_source);
    if (!source) return report(could_not_read(source.error()));
    auto const folder = options.folder.empty() ? fs::path{slug_from(fs::path{options.source}.stem().string())}
                                               : fs::path{options.folder}.lexically_normal();
    auto const imported =
        bundles::import_text(*source, {options.language, confirmed_speakers(options, folder, *source)});
    if (!imported) {
        auto const remark = bundles::remark(options.source, imported.error());
        return report(refused(options.source + " could not be imported", remark.word, remark.sentence(),
                              "save it as plain UTF-8 text and try again"));
    }
    std::error_code ignored;
    bool const is_new = !fs::exists(folder / bundles::bundle_toml_name, ignored);
    auto const stored =
        is_new ? make_new(options, folder, *imported) : add_language(folder, *imported, options.language);
    if (!stored) return report(stored.error());
    return tell(options, folder, *imported, is_new);
}

}  // namespace

Command import_command()
{
    return {"import", "Turn pasted web text, SRT or WebVTT into a transcript",
            "nightletter-sign import page.txt --into my-interview --speaker 'Shirin'",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("FILE", options->source, "The text as you have it")->required();
                app.add_option("--into", options->folder, "A folder to make, or one to add a language to");
                app.add_option("--speaker", options->speakers,
                               "A speaker's name as the text spells it; may be repeated")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                app.add_option("--language", options->language, "BCP 47 tag of the text's language");
                app.add_option("--slug", options->slug, "The bundle's own name, when the folder's does not serve");
                app.add_flag("--no-input", options->no_input, "Ask nothing; open questions are printed");
                return [options] { return import(*options); };
            }};
}

}  // namespace nightletter::signer
