#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "signer/answer.hpp"
#include "signer/change_words.hpp"
#include "signer/co_signing.hpp"
#include "signer/commands.hpp"
#include "signer/confirmation.hpp"
#include "signer/failures.hpp"
#include "signer/process.hpp"
#include "signer/publication.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    AskingOptions asking;
    bool yes = false;
    std::string file;
    std::string response;
    std::string folder;
};

// request.txt → request-agreed.txt
fs::path response_name(Options const& options)
{
    if (!options.response.empty()) return options.response;
    fs::path const file{options.file};
    return file.parent_path() / (file.stem().string() + "-agreed" + file.extension().string());
}

// The id that this person knows: typed, or kept here since an earlier time. The one in the file may be anybody's.
Expected<PublisherId, Failure> pinned(Options const& options, Home const& home, Request const& request)
{
    auto const known = home.publishers();
    auto const typed = parse_publisher(options.keys.publisher);
    if (typed) return *typed;
    bool const is_known = std::ranges::find(known, request.publisher) != known.end();
    if (options.keys.publisher.empty() && is_known) return request.publisher;
    return fail(Failure{ExitCode::wrong_usage,
                        {"which publisher?", "wrong-usage",
                         "this computer does not know the publisher of this request yet, and what a file says of "
                         "itself proves nothing",
                         "nothing was changed", "add --publisher with the nlp1… id that you know"}});
}

std::vector<std::string> what_is_asked(Home const& home, Agreement const& agreement)
{
    auto const& own = agreement.own();
    std::vector<std::string> lines{"You are asked to sign for " + isolated(own.root.name) + ", " +
                                   publisher_text(own.id)};
    for (auto const& line : change_words(own, agreement.proposal(), past_feeds(home, own)))
        lines.push_back("  " + line);
    lines.emplace_back("So far:");
    for (auto const& line : missing_words(agreement)) lines.push_back("  " + line);
    return lines;
}

// The texts are not in a request. Whoever has the folder can see that it is the one.
Expected<void, Failure> compare_with_folder(std::string const& folder, Proposal const& proposal)
{
    if (folder.empty()) return {};
    if (!proposal.bundle) {
        return fail(Failure{ExitCode::wrong_usage,
                            {"there is no bundle in this request", "wrong-usage", "it is about something else",
                             "nothing was changed", "leave --folder out"}});
    }
    auto const there =
        bundles::survey_payload_with(proposal.bundle->metadata, fs::path{folder} / proposal.bundle->slug.text());
    bool const is_same = there && std::ranges::equal(
                                      there->files, proposal.bundle->payload.files, {},
                                      [](auto const& file) {
                                          return std::pair{file.path, file.digest.flat};
                                      },
                                      [](auto const& file) {
                                          return std::pair{file.path, file.digest.flat};
                                      });
    if (is_same) return {};
    return fail(Failure{ExitCode::content_mismatch,
                        {"this is not the folder of the request", "content-mismatch",
                         folder + " has other files than those that would be signed", "nothing was signed",
                         "ask whoever sent the request for the folder as it is now"}});
}

// What this person's keys can add; without them there is nothing to ask.
Expected<void, Failure> sign_with(People& people, Agreement& agreement)
{
    auto const before = request_of(agreement, Passing::response).file();
    auto const keys = open_keys(people, agreement.signatories());
    if (!keys) return fail(keys.error());
    agreement.sign(*keys);
    if (request_of(agreement, Passing::response).file() != before) return {};
    return fail(refused("your signature adds nothing", "nothing-to-sign",
                        people.count() == 0 ? "no keys were found on this computer"
                                            : "your keys have signed this already, or it needs keys of another role",
                        people.count() == 0 ? "add --key with your folder of keys"
                                            : "pass the file on to somebody who has not signed"));
}

Expected<void, Failure> write(Home const& home, Reviewed const& reviewed, fs::path const& response)
{
    auto const& agreement = reviewed.agreement;
    auto staging = Staging::begin(home.path());
    if (!staging) return fail(could_not_write(staging.error()));
    if (auto const staged = stage_at_home(*staging, agreement.own().id, reviewed.newer); !staged)
        return fail(could_not_write(staged.error()));
    if (auto staged = stage_record(*staging, home, agreement); !staged) return staged;
    auto written = staging->decide();
    if (written) written = home.settle();
    if (!written) return fail(could_not_write(written.error()));
    return write_for_carrying(response, request_of(agreement, Passing::response).file());
}

ExitCode tell(Agreement const& agreement, fs::path const& response)
{
    auto const missing = missing_words(agreement);
    Answer answer{"cosign"};
    answer.fact("publisher", publisher_text(agreement.own().id))
        .fact("response", response.string())
        .fact("missing", missing)
        .claim("complete", agreement.is_complete());
    answer.line("You have agreed. Send back  " + response.string() + "  as an attached file.");
    for (auto const& line : missing) answer.advice("  " + line);
    return answer.advice("Where the request was made:  nightletter-sign combine FILE").give();
}

ExitCode cosign(Options const& options)
{
    auto const bytes = read_file(options.file, largest_envelope);
    if (!bytes) return report(could_not_read(bytes.error()));
    auto const request = read_request(*bytes);
    if (!request) return report(cannot_be_used(options.file, request.error()));
    auto const response = response_name(options);
    if (auto const free = may_be_written(response); !free) return report(free.error());

    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_made);
    if (!home) return report(home.error());
    auto const publisher = pinned(options, *home, *request);
    if (!publisher) return report(publisher.error());
    auto const known = home->documents_of(*publisher);
    if (!known) return report(known.error());
    auto reviewed = review(*request, *publisher, *known, SystemClock{}.now());
    if (!reviewed) return report(reviewed.error());
    auto& agreement = reviewed->agreement;
    if (auto const same = compare_with_folder(options.folder, agreement.proposal()); !same) return report(same.error());
    if (auto const one = is_one_history(*home, agreement, options.asking); !one) return report(one.error());
    show_lines(what_is_asked(*home, agreement));
    if (auto const agreed = confirm("Do you agree?", {options.yes, options.keys.no_input}); !agreed)
        return report(agreed.error());

    auto people = options.keys.people(*home, *publisher);
    if (auto const signed_here = sign_with(people, agreement); !signed_here) return report(signed_here.error());
    if (auto const one = is_one_history(*home, agreement, options.asking); !one) return report(one.error());
    if (interrupted()) return report(stopped());
    if (auto const written = write(*home, *reviewed, response); !written) return report(written.error());
    return tell(agreement, response);
}

}  // namespace

Command cosign_command()
{
    return {
        "cosign", "Look at a request of the others, and sign it", "nightletter-sign cosign request.txt",
        [](CLI::App& app) -> std::function<ExitCode()> {
            auto const options = std::make_shared<Options>();
            app.add_option("FILE", options->file, "The request, or the response of somebody before you")->required();
            app.add_option("--response", options->response, "The file to write (default: FILE with -agreed)");
            app.add_option("--folder", options->folder, "Compare with this folder of the bundle, when you have it");
            app.add_flag("--yes", options->yes, "Do not ask; for scripts");
            add_second_history_option(app, options->asking);
            add_key_options(app, options->keys);
            return [options] { return cosign(*options); };
        }};
}

}  // namespace nightletter::signer
