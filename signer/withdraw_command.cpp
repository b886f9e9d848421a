#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/line_document.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/confirmation.hpp"
#include "signer/failures.hpp"
#include "signer/next_feed.hpp"
#include "signer/publication.hpp"
#include "signer/terminal.hpp"
#include "signer/withdrawal_words.hpp"

namespace nightletter::signer {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;

struct Options {
    KeyOptions keys;
    AskingOptions asking;
    std::string bundle;
    std::string reason;  // `hide` when the command is that
    std::int64_t hide_days = trust::longest_hide_days;
    std::int64_t fresh_days = ordinary_freshness_days;
    std::string into;
    bool yes = false;
};

struct Choice {
    std::string value;
    std::string shown;
};

std::vector<Choice> bundles_of(OwnPublisher const& own)
{
    std::vector<Choice> choices;
    if (!own.feed) return choices;
    for (auto const& release : own.feed->releases) {
        auto const id = bundle_text(release.bundle);
        choices.push_back({id, id + "  of " + day_text(release.day) + ", " + size_text(release.bytes)});
    }
    return choices;
}

std::vector<Choice> final_reasons()
{
    return {{"source-danger", "a person is in danger because of it: mirrors delete it"},
            {"error", "it should not have been published: mirrors delete it"},
            {"law", "a court or a law demands it: mirrors ask their operators"},
            {"superseded", "a newer bundle has taken its place: nothing is deleted"}};
}

Failure not_said(std::string const& what)
{
    return {ExitCode::wrong_usage,
            {what + " was not said", "wrong-usage", "there is no terminal to ask at", "nothing was changed",
             "nightletter-sign withdraw nlb1… --reason source-danger"}};
}

// Leaves what was said alone; else lets the person choose by number.
Expected<void, Failure> ask(std::string& answer, std::string const& what, std::vector<Choice> const& choices,
                            bool no_input)
{
    if (!answer.empty()) return {};
    auto const terminal = no_input || choices.empty() ? fail(TerminalFault::no_terminal) : Terminal::open();
    if (!terminal) return fail(not_said(what));
    for (std::size_t at = 0; at < choices.size(); ++at)
        terminal->say("  " + std::to_string(at + 1) + "  " + choices[at].shown + "\n");
    auto const typed = terminal->ask("Which? " + what + ", by number: ");
    if (!typed) return fail(typed.error() == TerminalFault::interrupted ? stopped() : not_said(what));
    auto const number = parse_count(*typed);
    if (!number || *number < 1 || *number > choices.size()) return fail(not_said(what));
    answer = choices[static_cast<std::size_t>(*number) - 1].value;
    return {};
}

Expected<trust::Withdrawal, Failure> withdrawal_meant(Options const& options, OwnPublisher const& own, UtcTime now)
{
    auto const bundle = parse_bundle(options.bundle);
    if (!bundle) {
        return fail(Failure{ExitCode::wrong_usage,
                            {"that is no bundle's id", "wrong-usage", "'" + options.bundle + "' is not nlb1…",
                             "nothing was changed", "nightletter-sign feed  lists your bundles"}});
    }
    auto const reason = trust::parse_reason(options.reason);
    NIGHTLETTER_INSIST(reason.has_value());
    trust::Withdrawal made{own.id, own.root.version, *bundle, *reason, now, std::nullopt};
    if (*reason == trust::Reason::hide) made.until = UtcTime{now.seconds + options.hide_days * seconds_per_day};
    return made;
}

// What was said already, or something graver, is not said again.
Expected<void, Failure> is_news(trust::Withdrawal const& withdrawal, std::vector<trust::Withdrawal> const& held)
{
    for (auto const& before : held) {
        bool const has_lapsed = before.until && *before.until < withdrawal.issued;
        if (before.bundle != withdrawal.bundle || has_lapsed || before.reason > withdrawal.reason) continue;
        if (before.reason == trust::Reason::hide) continue;  // another key may hide it longer; a mirror judges that
        return fail(refused("this bundle is withdrawn already", "exists",
                            "you withdrew it on " + day_text(day_of(before.issued)) + " (" +
                                std::string{trust::word(before.reason)} + ")",
                            "nothing: mirrors act on it; copy the publisher's folder to the online computer if that "
                            "has not been done"));
    }
    return {};
}

// With the next feed that lists it, when the people here can sign one or others are asked; else by itself. It does not
// wait for a request that waits.
Proposal proposal_for(trust::Withdrawal const& withdrawal, OwnPublisher const& own, trust::Feed next,
                      std::vector<trust::Withdrawal> const& held, People const& people, AskingOptions const& asking)
{
    Proposal alone{std::nullopt, {withdrawal}, std::nullopt, std::nullopt};
    if (!own.feed || !list_withdrawal(next, withdrawal, held)) return alone;
    Signatories const releasing{{}, {own.root.release}, {}, std::nullopt};
    if (!are_enough(people, releasing) && asking.request.empty()) return alone;
    alone.feed = std::move(next);
    return alone;
}

std::vector<std::string> to_agree_to(Proposal const& proposal, OwnPublisher const& own,
                                     std::vector<trust::Withdrawal> const& held)
{
    auto const& withdrawal = proposal.withdrawals.front();
    bool const hides = withdrawal.reason == trust::Reason::hide;
    std::vector<std::string> lines{"You are about to " + std::string{hides ? "hide" : "withdraw"} + ", for " +
                                   own.root.name +
                                   (hides ? ":" : " (" + std::string{trust::word(withdrawal.reason)} + "):")};
    for (auto const& word : words_of(withdrawal, own, held)) lines.push_back("  " + word);
    return lines;
}

bool keeps_an_earlier_line(OwnPublisher const& own, BundleId const& bundle)
{
    return own.feed && std::ranges::find(own.feed->withdrawals, bundle, &trust::WithdrawLine::bundle) !=
                           own.feed->withdrawals.end();
}

ExitCode tell(Options const& options, Home const& home, Agreement const& agreement, std::string const& command)
{
    auto const& own = agreement.own();
    auto const& withdrawal = agreement.proposal().withdrawals.front();
    auto const name = withdrawal_name(sha256(as_bytes(withdrawal.text())));
    auto const folder = options.into.empty() ? (home.path() / publisher_folder_name(own.id)).string() : options.into;
    Answer answer{command};
    answer.fact("publisher", publisher_text(own.id))
        .fact("bundle", bundle_text(withdrawal.bundle))
        .fact("reason", trust::word(withdrawal.reason))
        .fact("withdrawal", name)
        .fact("folder", folder)
        .claim("in_feed", agreement.feed().has_value());
    if (withdrawal.until) answer.fact("until", time_text(*withdrawal.until));
    answer.line(std::string{withdrawal.until ? "Hidden  " : "Withdrawn  "} + bundle_text(withdrawal.bundle) +
                (withdrawal.until ? "  until " + time_text(*withdrawal.until) : ""));
    if (agreement.feed()) {
        answer.fact("seq", agreement.feed()->seq);
        answer.advice("Feed " + std::to_string(agreement.feed()->seq) + " lists it.");
    } else if (keeps_an_earlier_line(own, withdrawal.bundle)) {
        answer.advice(
            "It goes out by itself and acts by itself; your feed keeps its line about the earlier withdrawal.");
    } else {
        answer.advice("It goes out by itself and acts by itself; the next feed that is signed will list it.");
    }
    return answer.advice("Copy to the online computer, now:  " + folder).give();
}

ExitCode withdraw(Options options, std::string const& command)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    if (auto asked = ask(options.bundle, "the bundle", bundles_of(*own), options.keys.no_input); !asked)
        return report(asked.error());
    if (auto asked = ask(options.reason, "the reason", final_reasons(), options.keys.no_input); !asked)
        return report(asked.error());

    auto const now = SystemClock{}.now();
    auto const held = withdrawals_of(*own);
    auto const withdrawal = withdrawal_meant(options, *own, now);
    if (!withdrawal) return report(withdrawal.error());
    if (auto const news = is_news(*withdrawal, held); !news) return report(news.error());
    auto next = following_feed(*own, now, options.fresh_days);
    if (!next) return report(next.error());
    auto people = options.keys.people(*home, own->id);
    auto proposal = proposal_for(*withdrawal, *own, std::move(*next), held, people, options.asking);
    if (options.asking.request.empty() && !may_begin(*home, *own, options.asking)) proposal.feed.reset();

    show_lines(to_agree_to(proposal, *own, held));
    if (auto const here = are_enough(people, Agreement{*own, proposal}.signatories());
        !here && options.asking.request.empty())
        return report(or_by_file(here.error(), options.asking));
    if (auto const agreed = confirm("Do you want that?", {options.yes, options.keys.no_input}); !agreed)
        return report(agreed.error());
    auto const agreement = agree(*home, *own, proposal, people, options.asking);
    if (!agreement) return report(agreement.error());
    if (!agreement->is_complete()) return hand_on(*home, *agreement, options.asking);
    if (auto const published = publish(*home, *agreement, options.into); !published) return report(published.error());
    return tell(options, *home, *agreement, command);
}

void add_common_options(CLI::App& app, Options& options)
{
    app.add_option("ID", options.bundle, "The bundle: nlb1…");
    app.add_option("--into", options.into, "Put the publisher's documents into this folder as well");
    app.add_flag("--yes", options.yes, "Agree beforehand to what will be shown");
    add_key_options(app, options.keys);
}

}  // namespace

Command withdraw_command()
{
    return {"withdraw", "Take a bundle back, for good", "nightletter-sign withdraw nlb1… --reason source-danger",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("--reason", options->reason, "source-danger, error, law or superseded")
                    ->check(CLI::IsMember({"source-danger", "error", "law", "superseded"}));
                app.add_option("--days", options->fresh_days, "How long the feed that lists it counts as fresh")
                    ->check(CLI::Range(1, 400));
                add_asking_options(app, options->asking);
                add_common_options(app, *options);
                return [options] {
                    options->asking.command =
                        "nightletter-sign withdraw " + options->bundle + " --reason " + options->reason;
                    return withdraw(*options, "withdraw");
                };
            }};
}

Command hide_command()
{
    return {"hide", "Hide a bundle at once for some days; one person alone can", "nightletter-sign hide nlb1… --days 7",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                options->reason = "hide";
                app.add_option("--days", options->hide_days, "For how long")->check(CLI::Range(1, 14));
                add_common_options(app, *options);
                return [options] { return withdraw(*options, "hide"); };
            }};
}

}  // namespace nightletter::signer
