#include <CLI/CLI.hpp>
#include <memory>

#include "signer/answer.hpp"
#include "signer/change_words.hpp"
#include "signer/co_signing.hpp"
#include "signer/commands.hpp"
#include "signer/confirmation.hpp"
#include "signer/failures.hpp"
#include "signer/publication.hpp"

namespace nightletter::signer {
namespace {

struct Options {
    KeyOptions keys;
    bool yes = false;
    bool no_input = false;
    std::string copy;
    bool abandon = false;
};

ExitCode show(Home const& home, OwnPublisher const& own, Waiting const& waiting, std::string const& copy)
{
    auto const reviewed = review(waiting.request, own.id, own.documents, SystemClock{}.now());
    if (!reviewed) return report(reviewed.error());
    auto const& agreement = reviewed->agreement;
    auto const changes = change_words(own, agreement.proposal(), past_feeds(home, own));
    auto const missing = missing_words(agreement);
    Answer answer{"request"};
    answer.fact("publisher", publisher_text(own.id)).fact("changes", changes).fact("missing", missing);
    answer.line("Waiting for the signatures of others, for " + isolated(own.root.name) + ":");
    for (auto const& line : changes) answer.line("  " + line);
    for (auto const& line : missing) answer.line("  " + line);
    if (!copy.empty()) answer.fact("copy", copy).line("Written again:  " + copy);
    return answer.advice("With what comes back:  nightletter-sign combine FILE").give();
}

ExitCode abandon(Options const& options, Home const& home, OwnPublisher const& own)
{
    auto const question = "Whoever has a copy of this request can still sign it. Have all copies been destroyed?";
    if (auto const agreed = confirm(question, {options.yes, options.no_input}); !agreed) return report(agreed.error());
    if (auto const forgotten = forget_waiting(home, own.id); !forgotten)
        return report(could_not_write(forgotten.error()));
    return Answer{"request"}
        .fact("publisher", publisher_text(own.id))
        .claim("abandoned", true)
        .line("The request is given up. Nothing waits.")
        .advice("What you signed in it stays on record, so that nothing else is signed with the same number unasked.")
        .give();
}

ExitCode request(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    auto const waiting = waiting_request(*home, *own);
    if (!waiting) return report(waiting.error());
    if (!*waiting || (*waiting)->outcome != Outcome::is_open) return report(nothing_waits());
    if (options.abandon) return abandon(options, *home, *own);
    if (!options.copy.empty()) {
        if (auto const copied = write_for_carrying(options.copy, (*waiting)->file); !copied)
            return report(copied.error());
    }
    return show(*home, *own, **waiting, options.copy);
}

}  // namespace

Command request_command()
{
    return {"request", "Show, copy or give up the request that waits for others", "nightletter-sign request",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                auto* const copy = app.add_option("--copy", options->copy, "Write the request again, into this file");
                app.add_flag("--abandon", options->abandon, "Give it up")->excludes(copy);
                app.add_flag("--yes", options->yes, "Do not ask; for scripts");
                app.add_flag("--no-input", options->no_input, "Never ask at the terminal");
                add_home_options(app, options->keys);
                return [options] { return request(*options); };
            }};
}

}  // namespace nightletter::signer
