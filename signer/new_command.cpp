#include <CLI/CLI.hpp>
#include <memory>

#include "bundles/content.hpp"
#include "bundles/language_tag.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/publisher_folder.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder;
    std::string slug;
    std::string language = "en";
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

ExitCode make(Options const& options)
{
    auto const named = fs::path{options.folder}.lexically_normal();
    auto const base = (named.has_filename() ? named : named.parent_path()).filename().string();
    auto const slug = options.slug.empty() ? slug_from(base) : options.slug;
    if (!bundles::Slug::parse(slug)) {
        return report(
            refused("no name for the bundle's folder", "path-not-allowed",
                    "it travels under a name of a-z, 0-9, '.', '_' and '-', and none can be made of '" + base + "'",
                    "nightletter-sign new " + options.folder + " --slug some-interview"));
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

}  // namespace

Command new_command()
{
    return {"new", "Make a folder for a new interview, with comments that explain it",
            "nightletter-sign new my-interview", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("DIR", options->folder, "The folder to make; it must not exist yet")->required();
                app.add_option("--slug", options->slug, "The bundle's own name, when the folder's does not serve");
                app.add_option("--language", options->language, "BCP 47 tag of the language the interview was held in");
                return [options] { return make(*options); };
            }};
}

}  // namespace nightletter::signer
