#include <CLI/CLI.hpp>
#include <memory>

#include "base/durable_file.hpp"
#include "pages/transcript_page.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/inspection.hpp"
#include "signer/single_file.hpp"

namespace nightletter::signer {
namespace {

struct Options {
    std::string folder;
    std::string preview;
    std::string watch_words;
};

std::vector<std::string> sentences(Inspection const& inspection, bundles::Weight weight)
{
    std::vector<std::string> list;
    for (auto const& remark : inspection.remarks) {
        if (remark.weight == weight) list.push_back(remark.sentence());
    }
    return list;
}

Expected<void, Failure> write_preview(Inspection const& inspection, std::string const& path)
{
    auto const page = pages::preview_page(*inspection.content);
    auto const written = write_single(path, as_bytes(page));
    if (!written) return fail(could_not_write(written.error()));
    return {};
}

ExitCode check(Options const& options)
{
    auto const inspection = inspect(options.folder, day_of(SystemClock{}.now()), {.watch_words = options.watch_words});
    if (!inspection) return report(inspection.error());
    if (!inspection->may_be_signed()) {
        if (wants_json() || inspection->remarks.size() == 1) return report(cannot_be_signed(*inspection));
        Answer answer{"check"};
        for (auto const& remark : inspection->remarks) answer.line(remark_text(remark));
        answer.give();
        auto failure = cannot_be_signed(*inspection);
        failure.message.because = "the list above says where and what to do";
        failure.message.next = "change the files, then: nightletter-sign check " + options.folder;
        return report(failure);
    }
    if (!options.preview.empty()) {
        if (auto const written = write_preview(*inspection, options.preview); !written) return report(written.error());
    }
    auto const warnings = sentences(*inspection, bundles::Weight::advice);
    Answer answer{"check"};
    answer.fact("languages", inspection->folder.toml.metadata.languages())
        .fact("warnings", warnings)
        .fact("summary", inspection->summary());
    answer.line("Checked: " + inspection->summary() + ". " +
                (warnings.empty() ? "No warnings." : counted(warnings.size(), "warning") + ":"));
    for (auto const& remark : inspection->remarks) answer.line("  " + remark_text(remark));
    if (!options.preview.empty()) answer.advice("What readers will see is in " + options.preview);
    answer.advice("Next:  nightletter-sign sign " + options.folder);
    return answer.give();
}

}  // namespace

Command check_command()
{
    return {"check", "Say what is wrong with a folder before it is signed; needs no key",
            "nightletter-sign check my-interview --preview page.html", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("DIR", options->folder, "The publisher's folder: the one with bundle.toml")->required();
                app.add_option("--preview", options->preview, "Write the page that readers will see to this HTML file");
                app.add_option("--watch-words", options->watch_words,
                               "Names that must not stand in it, one on a line; the list is read and goes nowhere");
                return [options] { return check(*options); };
            }};
}

}  // namespace nightletter::signer
