#include "signer/asking_others.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "signer/failures.hpp"
#include "signer/single_file.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_folder_name = 4096;  // bytes, PATH_MAX

fs::path waiting_folder(PublisherId const& id)
{
    return fs::path{"waiting"} / publisher_text(id);
}

fs::path record_name(PublisherId const& id)
{
    return fs::path{"signed"} / publisher_text(id);
}

bool is_there(fs::path const& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

Failure damaged(fs::path const& file, std::string word)
{
    return refused(file.string() + " is damaged", std::move(word), "it does not hold what was written there",
                   "put back your backup of it; without one, delete it only if you are certain that you signed "
                   "nothing that is still on its way");
}

Expected<SignedRecord, Failure> record_of(Home const& home, PublisherId const& id)
{
    auto const path = home.path() / record_name(id);
    if (!is_there(path)) return SignedRecord{id, std::nullopt, std::nullopt};
    auto const bytes = read_file(path, largest_signed_record);
    if (!bytes) return fail(could_not_read(bytes.error()));
    auto record = SignedRecord::parse(*bytes);
    if (!record) return fail(damaged(path, std::string{trust::word(record.error())}));
    return std::move(*record);
}

// The roots and the feed are what a proposal builds on; a withdrawal that came by itself voids nothing.
bool builds_on(Documents const& held, OwnPublisher const& own)
{
    auto const is_same = [&](std::string const& name) {
        auto const one = held.find(name);
        auto const other = own.documents.find(name);
        if (one == held.end() || other == own.documents.end())
            return (one == held.end()) == (other == own.documents.end());
        return one->second == other->second;
    };
    return is_same("feed") && is_same(root_name(own.root.version)) && is_same(root_name(own.root.version + 1));
}

bool is_published(Proposal const& proposal, OwnPublisher const& own)
{
    auto const is_held = [&](std::string const& name, std::string const& text) {
        auto const held = own.documents.find(name);
        return held != own.documents.end() && as_text(held->second) == text;
    };
    if (proposal.bundle) return own.release(proposal.bundle->id()) != nullptr;
    if (proposal.root) return is_held(root_name(proposal.root->version), proposal.root->text());
    if (proposal.withdrawals.empty()) return proposal.feed && is_held("feed", proposal.feed->text());
    return std::ranges::all_of(proposal.withdrawals, [&](trust::Withdrawal const& withdrawal) {
        auto const text = withdrawal.text();
        return is_held(withdrawal_name(sha256(as_bytes(text))), text);
    });
}

Outcome outcome_of(Request const& request, OwnPublisher const& own)
{
    if (is_published(request.proposal, own)) return Outcome::is_published;
    return builds_on(request.held, own) ? Outcome::is_open : Outcome::is_void;
}

Failure never_written_over(fs::path const& path)
{
    return refused(path.string() + " exists already", "exists", "a file of yours is never written over",
                   "choose another name");
}

Failure one_waits_already()
{
    return refused("a request of yours waits for an answer", "request-waits",
                   "another signature now would take the number that it has",
                   "nightletter-sign combine RESPONSE  finishes it; nightletter-sign request  shows it; "
                   "nightletter-sign request --abandon  gives it up");
}

}  // namespace

void add_asking_options(CLI::App& app, AskingOptions& options)
{
    app.add_option("--request", options.request,
                   "When others must sign too: write this file for them, to cosign on their own computers");
    add_second_history_option(app, options);
}

void add_second_history_option(CLI::App& app, AskingOptions& options)
{
    app.add_flag(
        "--second-history", options.second_history,
        "Sign although another statement with this number was signed here; only when that one is lost for certain");
}

bool propose_the_same(Request const& one, Request const& other)
{
    auto const bare = [](Request const& request) {
        return Request{Passing::request, request.publisher, {}, request.proposal, {}, std::nullopt}.file();
    };
    return bare(one) == bare(other);
}

Expected<std::optional<Waiting>, Failure> waiting_request(Home const& home, OwnPublisher const& own)
{
    auto const folder = home.path() / waiting_folder(own.id);
    if (!is_there(folder / "request")) return std::nullopt;
    auto file = read_file(folder / "request", largest_envelope);
    if (!file) return fail(could_not_read(file.error()));
    auto const about = read_file(folder / "folder", longest_folder_name);
    if (!about) return fail(could_not_read(about.error()));
    auto request = read_request(*file);
    if (!request) return fail(damaged(folder / "request", request.error().word));
    std::string bundle_folder{as_text(*about)};
    if (bundle_folder == "-") bundle_folder.clear();
    auto const outcome = outcome_of(*request, own);
    return Waiting{std::move(*request), std::move(*file), std::move(bundle_folder), outcome};
}

Expected<void, Failure> may_begin(Home const& home, OwnPublisher const& own, AskingOptions const& options)
{
    if (auto free = may_be_written(options.request); !free) return free;
    auto const waiting = waiting_request(home, own);
    if (!waiting) return fail(waiting.error());
    if (*waiting && (*waiting)->outcome == Outcome::is_open) return fail(one_waits_already());
    return {};
}

Expected<void, Trouble> forget_waiting(Home const& home, PublisherId const& id)
{
    auto const folder = home.path() / waiting_folder(id);
    // Without `request` nothing waits, however far the removal comes.
    for (auto const* const name : {"request", "folder"}) {
        auto const path = folder / name;
        if (::unlink(path.c_str()) != 0 && errno != ENOENT) return fail(trouble_from_errno("remove", path.string()));
    }
    return is_there(folder) ? sync_path(folder) : Expected<void, Trouble>{};
}

Expected<void, Failure> is_one_history(Home const& home, Agreement const& agreement, AskingOptions const& options)
{
    auto const record = record_of(home, agreement.own().id);
    if (!record) return fail(record.error());
    auto const contradiction = record->contradiction_of(agreement);
    if (!contradiction || options.second_history) return {};
    return fail(Failure{ExitCode::refused_by_policy,
                        {"another " + contradiction->what + " was signed here before", "second-history",
                         "if both come out, every mirror shows that your publisher has said two things and stops "
                         "following",
                         "nothing was signed, nothing was changed",
                         "finish the first one (nightletter-sign request  shows what waits here); when you are "
                         "certain that every copy of it is destroyed, add --second-history"}});
}

Expected<void, Failure> stage_record(Staging& staging, Home const& home, Agreement const& agreement)
{
    auto record = record_of(home, agreement.own().id);
    if (!record) return fail(record.error());
    record->add(agreement);
    auto const staged = staging.add(record_name(agreement.own().id), as_bytes(record->text()));
    if (!staged) return fail(could_not_write(staged.error()));
    return {};
}

Failure cannot_be_used(std::string const& file, NotARequest const& why)
{
    bool const is_mangled = why.word == "mangled";
    return refused(file + (is_mangled ? " did not arrive as it was written" : " cannot be used"), why.word, why.because,
                   is_mangled
                       ? "ask for it again as an attached file, inside a zip file if the mail program changes it "
                         "even so; do not paste it into a message"
                       : "ask whoever sent it for another, made with this version of nightletter-sign");
}

Failure nothing_waits()
{
    return Failure{ExitCode::not_found,
                   {"no request of yours waits", "not-found", "none was made here, or what it builds on has changed",
                    "nothing was changed", "nightletter-sign sign DIR --request FILE  makes one"}};
}

Expected<void, Failure> may_be_written(fs::path const& path)
{
    if (is_there(path)) return fail(never_written_over(path));
    return {};
}

Expected<void, Failure> write_for_carrying(fs::path const& path, ByteView contents)
{
    if (auto free = may_be_written(path); !free) return free;
    if (auto const written = write_single(path, contents); !written) return fail(could_not_write(written.error()));
    return {};
}

Expected<void, Failure> ask_others(Home const& home, Agreement const& agreement, AskingOptions const& options,
                                   std::string const& folder)
{
    auto const file = request_of(agreement, Passing::request).file();
    auto const place = waiting_folder(agreement.own().id);
    auto staging = Staging::begin(home.path());
    if (!staging) return fail(could_not_write(staging.error()));
    if (auto staged = stage_record(*staging, home, agreement); !staged) return staged;
    auto const about = folder.empty() ? std::string{"-"} : fs::absolute(folder).lexically_normal().string();
    auto written = staging->add(place / "folder", as_bytes(about));
    if (written) written = staging->add(place / "request", file, Turn::late);
    if (written) written = staging->decide();
    if (written) written = home.settle();
    if (!written) return fail(could_not_write(written.error()));
    auto carried = write_for_carrying(options.request, file);
    if (carried) return {};
    auto failure = carried.error();
    failure.message.still = "the request is kept here and waits for answers";
    failure.message.next = "nightletter-sign request --copy FILE  writes it where there is room";
    return fail(std::move(failure));
}

}  // namespace nightletter::signer
