#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "signer/answer.hpp"
#include "signer/bundle_publication.hpp"
#include "signer/co_signing.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/publication.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    AskingOptions asking;
    std::vector<std::string> files;
    std::string into;
};

// What somebody sent back, reviewed like any request.
Expected<Request, Failure> read_response(std::string const& file, OwnPublisher const& own, Request const& asked)
{
    auto const bytes = read_file(file, largest_envelope);
    if (!bytes) return fail(could_not_read(bytes.error()));
    auto response = read_request(*bytes);
    if (!response) return fail(cannot_be_used(file, response.error()));
    if (response->publisher != own.id || !propose_the_same(*response, asked)) {
        return fail(refused(file + " answers another request", "another-request",
                            "what its signers agreed to is not what waits here",
                            "nightletter-sign request  shows what waits; ask for the response to that"));
    }
    if (auto const reviewed = review(*response, own.id, own.documents, SystemClock{}.now()); !reviewed)
        return fail(reviewed.error());
    return std::move(*response);
}

// The bundle as the folder has it now, with all that its torrent needs.
Expected<void, Failure> prepare_again(Proposal& proposal, std::string const& folder, OwnPublisher const& own)
{
    if (auto settled = settle_folder(folder, own); !settled) return settled;
    auto const inspection = inspect(folder, day_of(SystemClock{}.now()), {MediaTags::kept, {}});
    if (!inspection) return fail(inspection.error());
    if (!inspection->may_be_signed()) return fail(cannot_be_signed(*inspection));
    auto prepared = prepare(*inspection, own);
    if (!prepared) return fail(std::move(prepared.error()));
    if (prepared->id() != proposal.bundle->id()) {
        return fail(Failure{ExitCode::content_mismatch,
                            {folder + " has changed since the request was made", "content-mismatch",
                             "the others agreed to what it held then", "nothing was changed",
                             "put the files back as they were; or nightletter-sign request --abandon  and sign anew"}});
    }
    proposal.bundle = std::move(*prepared);
    return {};
}

// Bundle signatures first, those of the first response before all others: the feed that its signers signed names them.
void take_all(Agreement& agreement, std::vector<Request> const& responses)
{
    for (auto const& response : responses) {
        auto const bundle = response.signatures.find(bundles::name::tag_manifest);
        if (bundle != response.signatures.end()) (void)agreement.take(bundle->first, bundle->second);
    }
    for (auto const& response : responses) {
        for (auto const& [paper, file] : response.signatures) (void)agreement.take(paper, file);
        if (response.heads) (void)agreement.take_heads(*response.heads);
    }
}

Expected<void, Failure> add_own(Options const& options, Home const& home, Agreement& agreement)
{
    auto people = options.keys.people(home, agreement.own().id);
    auto const keys = open_keys(people, agreement.signatories());
    if (!keys) return fail(keys.error());
    agreement.sign(*keys);
    return is_one_history(home, agreement, options.asking);
}

ExitCode tell_of_documents(Options const& options, Home const& home, OwnPublisher const& own, Change change)
{
    auto const folder = (home.path() / publisher_folder_name(own.id)).string();
    Answer answer{"combine"};
    answer.fact("publisher", publisher_text(own.id)).fact("folder", folder).claim("changed", change == Change::now);
    answer.line(change == Change::now ? "Enough people have agreed: published."
                                      : "Published before. Nothing was changed.");
    return answer.advice("Copy to the online computer:  " + (options.into.empty() ? folder : options.into)).give();
}

// An earlier combine was interrupted after the decision.
ExitCode finish_earlier(Options const& options, Home const& home, OwnPublisher const& own, Waiting const& waiting)
{
    if (!waiting.folder.empty()) {
        if (auto const settled = settle_folder(waiting.folder, own); !settled) return report(settled.error());
    }
    auto written =
        options.into.empty() ? Expected<void, Trouble>{} : copy_documents(options.into, own.id, own.documents);
    if (written) written = forget_waiting(home, own.id);
    if (!written) return report(could_not_write(written.error()));
    return tell_of_documents(options, home, own, Change::earlier);
}

ExitCode publish_all(Options const& options, Home const& home, Agreement const& agreement, std::string const& folder)
{
    auto const& own = agreement.own();
    auto const& bundle = agreement.proposal().bundle;
    auto const published = bundle ? publish_bundle(home, agreement, folder) : publish(home, agreement, options.into);
    if (!published) return report(published.error());
    if (auto const forgotten = forget_waiting(home, own.id); !forgotten)
        return report(could_not_write(forgotten.error()));
    if (bundle) return tell_of_bundle("combine", folder, *bundle, agreement.torrent(), own, Change::now);
    return tell_of_documents(options, home, own, Change::now);
}

// response.txt → response-next.txt
std::string next_request(Options const& options)
{
    if (!options.asking.request.empty()) return options.asking.request;
    fs::path const file{options.files.back()};
    return (file.parent_path() / (file.stem().string() + "-next" + file.extension().string())).string();
}

ExitCode ask_again(Options const& options, Home const& home, Agreement const& agreement, Waiting const& waiting)
{
    if (request_of(agreement, Passing::request).file() == waiting.file) {
        return report(refused("nobody else has signed", "nothing-new", "the file has no signature that was not here",
                              "give the request to others:  nightletter-sign request --copy FILE"));
    }
    auto asking = options.asking;
    asking.request = next_request(options);
    if (auto const free = may_be_written(asking.request); !free) return report(free.error());
    return hand_on(home, agreement, asking, waiting.folder);
}

ExitCode combine(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    auto const found = waiting_request(*home, *own);
    if (!found) return report(found.error());
    if (!*found || (*found)->outcome == Outcome::is_void) return report(nothing_waits());
    auto const& waiting = **found;
    if (waiting.outcome == Outcome::is_published) return finish_earlier(options, *home, *own, waiting);

    std::vector<Request> responses;
    for (auto const& file : options.files) {
        auto response = read_response(file, *own, waiting.request);
        if (!response) return report(response.error());
        responses.push_back(std::move(*response));
    }
    responses.push_back(waiting.request);
    auto proposal = waiting.request.proposal;
    if (proposal.bundle) {
        if (auto const prepared = prepare_again(proposal, waiting.folder, *own); !prepared)
            return report(prepared.error());
    }
    Agreement agreement{*own, std::move(proposal)};
    take_all(agreement, responses);
    if (auto const one = is_one_history(*home, agreement, options.asking); !one) return report(one.error());
    if (!agreement.is_complete()) {
        if (auto const added = add_own(options, *home, agreement); !added) return report(added.error());
    }
    return agreement.is_complete() ? publish_all(options, *home, agreement, waiting.folder)
                                   : ask_again(options, *home, agreement, waiting);
}

}  // namespace

Command combine_command()
{
    return {"combine", "Add the signatures that came back, and publish when they are enough",
            "nightletter-sign combine request-agreed.txt", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("FILE", options->files, "What the others sent back")->required();
                app.add_option("--request", options->asking.request,
                               "The file to write when still others must sign (default: FILE with -next)");
                app.add_option("--into", options->into, "Put the publisher's documents into this folder as well");
                add_second_history_option(app, options->asking);
                add_key_options(app, options->keys);
                return [options] { return combine(*options); };
            }};
}

}  // namespace nightletter::signer
