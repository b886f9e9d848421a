#include <CLI/CLI.hpp>
#include <memory>

#include "bundles/content.hpp"
#include "bundles/language_tag.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/publisher_folder.hpp"
#include "signer/replacement.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder;
    std::string slug;
    std::string language = "en";
    std::string replaces;
    std::string from;
    std::vector<std::string> added;
};

constexpr std::string_view sample_transcript =
    "Paragraphs before the first speaker are the introduction. Replace all of this by your own text.\n"
    "\n"
    "Interviewer: A paragraph that starts with a declared speaker's name and a colon begins a turn.\n"
    "\n"
    "Guest: The answer.\n"
    "\n"
    "It may run over several paragraphs. A blank line separates them.\n"
    "\n"
    "***\n"
    "\n"
    "What follows the three stars is the closing note, in nobody's mouth. Leave it out if there is none.\n";

bundles::Metadata sample_metadata(std::string const& language)
{
    bundles::Metadata metadata;
    metadata.language = language;
    metadata.speakers = {{"interviewer", {{language, "Interviewer"}}, false, bundles::Role::interviewer},
                         {"guest", {{language, "Guest"}}, true, bundles::Role::interviewee}};
    return metadata;
}

Failure no_slug(Options const& options, std::string const& base)
{
    return refused("no name for the bundle's folder", "path-not-allowed",
                   "it travels under a name of a-z, 0-9, '.', '_' and '-', and none can be made of '" + base + "'",
                   "nightletter-sign new " + options.folder + " --slug some-interview");
}

ExitCode make(Options const& options)
{
    auto const named = fs::path{options.folder}.lexically_normal();
    auto const base = (named.has_filename() ? named : named.parent_path()).filename().string();
    auto const slug = options.slug.empty() ? slug_from(base) : options.slug;
    if (!bundles::Slug::parse(slug)) {
        return report(no_slug(options, base));
    }
    if (!bundles::is_language_tag(options.language)) {
        auto const suggestion = bundles::suggested_tag(options.language);
        return report(refused("'" + options.language + "' is no language tag", "bad-member",
                              "languages are written as BCP 47 tags in lower case",
                              "use one such as " + suggestion.value_or("en, fa or my")));
    }
    auto const transcript = bundles::transcript_path({options.language, bundles::TranscriptName::Kind::untimed});
    auto const made = make_publisher_folder(named, {bundles::bundle_toml_text(slug, sample_metadata(options.language)),
                                                    slug, transcript, std::string{sample_transcript}});
    if (!made) return report(made.error());
    auto const toml = (named / bundles::bundle_toml_name).string();
    auto const text = (named / slug / transcript).string();
    return Answer{"new"}
        .fact("folder", named.string())
        .fact("slug", slug)
        .fact("files", std::vector{toml, text})
        .line(toml + "   edit this one first: title, date, rights, speakers")
        .line(text + "   then put the interview here")
        .advice("Pictures and recordings go into " + (named / slug / "data" / "media").string())
        .advice("Next:  nightletter-sign check " + named.string())
        .give();
}

ExitCode tell_of_replacement(fs::path const& folder, Replacement const& made)
{
    auto const toml = (folder / bundles::bundle_toml_name).string();
    return Answer{"new"}
        .fact("folder", folder.string())
        .fact("slug", made.slug)
        .fact("replaces", bundle_text(*made.metadata.replaces))
        .fact("languages", made.metadata.languages())
        .line(folder.string() + "   holds everything of " + bundle_text(*made.metadata.replaces))
        .line(toml + "   says that it replaces that one; change here and in the texts what has to change")
        .advice("The earlier bundle and its folder are as they were.")
        .advice("Next:  nightletter-sign check " + folder.string())
        .give();
}

// A correction begins with what the bundle said that it replaces.
ExitCode make_correction(Options const& options)
{
    auto const id = parse_bundle(options.replaces);
    if (!id || options.from.empty()) {
        return report({ExitCode::wrong_usage,
                       {id ? "the earlier bundle was not given" : "that is no bundle's id", "wrong-usage",
                        id ? "its texts and recordings are taken from the folder in which it was signed"
                           : "'" + options.replaces + "' is not nlb1…",
                        "nothing was changed",
                        "nightletter-sign new " + options.folder + " --replaces nlb1… --from OLD-FOLDER"}});
    }
    auto const earlier = find_earlier_bundle(options.from, *id);
    if (!earlier) return report(earlier.error());
    auto replacement = replacement_of(*earlier);
    if (!options.slug.empty()) {
        if (!bundles::Slug::parse(options.slug)) return report(no_slug(options, options.slug));
        replacement.slug = options.slug;
    }
    for (auto const& file : options.added) {
        if (auto const brought = bring(replacement, file); !brought) return report(brought.error());
    }
    auto const folder = fs::path{options.folder}.lexically_normal();
    if (auto const made = make_replacement(folder, *earlier, replacement); !made) return report(made.error());
    return tell_of_replacement(folder, replacement);
}

}  // namespace

Command new_command()
{
    return {"new", "Make a folder for a new interview, with comments that explain it",
            "nightletter-sign new my-interview", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("DIR", options->folder, "The folder to make; it must not exist yet")->required();
                app.add_option("--slug", options->slug, "The bundle's own name, when the folder's does not serve");
                app.add_option("--language", options->language, "BCP 47 tag of the language the interview was held in");
                auto* const replaces =
                    app.add_option("--replaces", options->replaces, "Begin with what this bundle says: nlb1…");
                app.add_option("--from", options->from, "The folder in which that bundle was signed, or its bag")
                    ->needs(replaces);
                app.add_option("--add", options->added,
                               "A file for the new one: transcript.my.txt, a recording, a picture; may be repeated")
                    ->needs(replaces)
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                return [options] { return options->replaces.empty() ? make(*options) : make_correction(*options); };
            }};
}

}  // namespace nightletter::signer
