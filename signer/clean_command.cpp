#include <CLI/CLI.hpp>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/file_cleaning.hpp"
#include "signer/media_remarks.hpp"

namespace nightletter::signer {
namespace {

struct Options {
    std::vector<std::string> files;
};

// What was done before the one that failed stays done, and is said.
Failure some_are_done(Failure failure, std::size_t done)
{
    if (done == 0) return failure;
    failure.message.still = counted(done, "file") + " before it: clean and in place; this one as it was";
    if (failure.exit == ExitCode::failed) failure.exit = ExitCode::partial;
    return failure;
}

ExitCode clean(Options const& options)
{
    Answer answer{"clean"};
    std::vector<std::string> changed;
    std::vector<std::string> removed;
    for (std::size_t i = 0; i < options.files.size(); ++i) {
        auto const& file = options.files[i];
        auto const cleaned = clean_file(file);
        if (!cleaned) {
            if (!wants_json() && i > 0) answer.give();
            return report(some_are_done(cleaned.error(), i));
        }
        if (cleaned->removed.empty()) {
            answer.line(file + ": nothing to remove, not touched");
            continue;
        }
        changed.push_back(file);
        answer.line(file + ": removed, and looked at again (" + size_text(cleaned->bytes_before) + " → " +
                    size_text(cleaned->bytes_after) + ")");
        for (auto const& told : what_is_told(cleaned->removed)) {
            removed.push_back(file + ": " + told.text);
            answer.line("  " + told.text);
        }
    }
    if (!changed.empty()) answer.advice("Pictures, sound and text are the same bytes as before.");
    return answer.fact("changed", changed).fact("removed", removed).give();
}

}  // namespace

Command clean_command()
{
    return {"clean", "Remove what pictures, recordings and documents tell beside what they show",
            "nightletter-sign clean my-interview/my-interview/data/media/poster.jpg",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("FILE", options->files, "A picture, recording, PDF or EPUB file")->required();
                return [options] { return clean(*options); };
            }};
}

}  // namespace nightletter::signer
