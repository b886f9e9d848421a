#include "reader/asking.hpp"

#include <CLI/CLI.hpp>

#include "reader/library.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

Failure unplaced(std::string const& path, Unplaced const& fault)
{
    auto const said = safe_for_terminal(path);
    auto const no = [](std::string what, std::string word, std::string because, std::string next,
                       ExitCode exit = ExitCode::wrong_usage) {
        return Failure{exit,
                       {std::move(what), std::move(word), std::move(because), "nothing was changed", std::move(next)}};
    };
    switch (fault.why) {
        case NoPlace::nothing_there:
            return no("there is nothing at " + said, "not-found", {}, "check the path", ExitCode::not_found);
        case NoPlace::not_a_directory:
            return no(said + " is a file", "not-a-folder", "a bundle is a folder",
                      "name the folder that holds data/ and bagit.txt");
        case NoPlace::not_signed:
            return no(said + " is not signed yet", "not-signed", "it has a bundle.toml, and no manifest or signature",
                      "nightletter-sign sign " + said);
        case NoPlace::several: {
            std::string names;
            for (auto const& choice : fault.choices) names += (names.empty() ? "" : ", ") + safe_for_terminal(choice);
            return no(said + " holds several bundles", "several-bundles", names, "name one of them");
        }
        case NoPlace::not_in_library:
            return no(said + " is not in your library", "not-found", "nothing of that name was fetched",
                      "nightletter get " + said + " --peer ADDRESS:PORT", ExitCode::not_found);
        case NoPlace::no_bundle:
            break;
    }
    return no("there is no bundle in " + said, "not-found", "a bundle's folder holds bagit.txt and data/",
              "check the path", ExitCode::not_found);
}

}  // namespace

Expected<Followed, Failure> whom_one_follows()
{
    auto const file = followed_file();
    auto followed = read_followed(file);
    if (followed) return std::move(*followed);
    if (auto const* const bad = std::get_if<BadLine>(&followed.error())) {
        return fail(
            Failure{ExitCode::wrong_usage,
                    {file.string() + ", line " + std::to_string(bad->line) + ": not a publisher", "bad-line",
                     "a line is nlp1…, a space, and a name", "nothing was changed", "correct or remove that line"}});
    }
    return fail(Failure{ExitCode::failed,
                        {std::get<Trouble>(followed.error()).sentence(),
                         "unreadable",
                         {},
                         "nothing was changed",
                         "look at the file's permissions"}});
}

Expected<PublisherId, Failure> typed_publisher(std::string const& text)
{
    if (auto const publisher = parse_publisher(text)) return *publisher;
    return fail(Failure{
        ExitCode::wrong_usage,
        {"that is no publisher id", "not-an-identifier", "a publisher id begins with nlp1 and has 62 characters",
         "nothing was changed", "copy it again, whole; a single wrong letter is noticed"}});
}

void add_bundle_arguments(CLI::App& app, BundleArguments& arguments)
{
    app.add_option("BUNDLE", arguments.bundle,
                   "A bundle's folder or the one above it; or nlb1…, nlp1…, a link: from your library")
        ->required();
    app.add_option("--publisher", arguments.publisher, "The publisher it has to be by, nlp1…");
}

Expected<Question, Failure> question_of(BundleArguments const& arguments, UtcTime now)
{
    Question question;
    question.now = now;
    if (!arguments.publisher.empty()) {
        auto const named = typed_publisher(arguments.publisher);
        if (!named) return fail(named.error());
        question.named = *named;
    }
    auto followed = whom_one_follows();
    if (!followed) return fail(followed.error());
    question.followed = std::move(*followed);
    return question;
}

Expected<Judgement, Failure> judge_arguments(BundleArguments const& arguments, UtcTime now)
{
    auto question = question_of(arguments, now);
    if (!question) return fail(question.error());
    auto const meant = find_meant(arguments.bundle, library_folder());
    if (!meant) return fail(unplaced(arguments.bundle, meant.error()));
    if (!question->named) question->named = meant->named;
    return judge(meant->place, *question);
}

}  // namespace nightletter::reader
