#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/confirmation.hpp"
#include "signer/failures.hpp"
#include "signer/publication.hpp"
#include "signer/root_options.hpp"
#include "signer/root_words.hpp"

namespace nightletter::signer {
namespace {

Failure nothing_named()
{
    return {ExitCode::wrong_usage,
            {"nothing to change was named", "wrong-usage",
             "without a terminal to ask at, the options say what shall change", "nothing was changed",
             "nightletter-sign root --help"}};
}

Failure at_the_terminal(TerminalFault fault)
{
    return fault == TerminalFault::interrupted ? stopped() : nothing_named();
}

// What the options leave out is asked for, when there is somebody to ask.
Expected<void, Failure> ask(OwnPublisher const& own, std::vector<PastFeed> const& past, RootOptions& options)
{
    bool const is_whole = options.names_a_change() && (!options.simple.ends_epoch || !options.floor.empty());
    if (is_whole) return {};
    auto const terminal = options.keys.no_input ? fail(TerminalFault::no_terminal) : Terminal::open();
    if (!terminal) return options.names_a_change() ? Expected<void, Failure>{} : fail(nothing_named());
    auto const asked = options.names_a_change() ? ask_for_floor(*terminal, past, options)
                                                : ask_for_changes(*terminal, own, past, options);
    if (!asked) return fail(at_the_terminal(asked.error()));
    if (!options.names_a_change()) return fail(stopped());
    return {};
}

std::optional<trust::Feed> feed_at(trust::Root const& next, std::vector<PastFeed> const& past)
{
    if (!next.floor) return std::nullopt;
    auto const at = std::ranges::find(past, *next.floor, &PastFeed::point);
    return at == past.end() ? std::nullopt : std::optional{at->feed};
}

// The chain before decides as well as the new keys; too few of either is the end of this road, and another is named.
Expected<void, Failure> are_here(People const& people, Agreement const& agreement)
{
    auto enough = are_enough(people, agreement.signatories());
    if (enough || enough.error().message.word != "below-threshold") return enough;
    auto& message = enough.error().message;
    message.next += ", or ask them by file: the same command with --request request.txt";
    if (are_enough(people, {agreement.signatories().root, {}, {}, std::nullopt})) {
        message.because += "; a root document goes out together with a feed that names it";
        return enough;
    }
    message.because += "; root document " + std::to_string(agreement.own().root.version) + " asks for " +
                       std::to_string(agreement.own().root.root.threshold) + ", the new one for " +
                       std::to_string(agreement.proposal().root->root.threshold) + " of its own root keys";
    message.next +=
        "; if so many root keys are lost for good, no key can be changed any more: publish until the last day of the "
        "release keys, then under a new id";
    return enough;
}

std::vector<std::string> to_agree_to(OwnPublisher const& own, Proposal const& proposal,
                                     std::vector<std::string> const& words)
{
    std::vector<std::string> lines{"You are about to sign root document " + std::to_string(proposal.root->version) +
                                   " of " + own.root.name + ":"};
    for (auto const& word : words) lines.push_back("  " + word);
    lines.push_back("and with it feed " + std::to_string(proposal.feed->seq) + ", " +
                    counted(proposal.feed->releases.size(), "bundle") + ".");
    bool const retires = std::ranges::any_of(words, [](std::string const& word) { return word.starts_with("goes:"); });
    if (retires && !proposal.root->floor && proposal.root->epoch == own.root.epoch)
        lines.emplace_back("What a key signed before it goes stays published. If one was stolen: --end-epoch.");
    return lines;
}

// Keys here that nobody listens to any more would only puzzle the next signer.
void advise_on_old_keys(Answer& answer, Home const& home, Agreement const& agreement)
{
    auto const& root = *agreement.proposal().root;
    auto const folder = home.keys_of(root.publisher.value());
    People const here{{folder}, {}};
    auto const key = here.public_key(0, KeyRole::release);
    if (!key || root.release.find(key->key) != nullptr) return;
    answer.advice("The keys in " + folder.string() + " no longer count. Put the new ones there, or name their folder");
    answer.advice("with --key each time.");
}

ExitCode tell(RootOptions const& options, Home const& home, Agreement const& agreement,
              std::vector<std::string> const& words)
{
    auto const& root = *agreement.proposal().root;
    auto const& id = agreement.own().id;
    auto const folder = (home.path() / publisher_folder_name(id)).string();
    Answer answer{"root"};
    answer.fact("publisher", publisher_text(id))
        .fact("version", root.version)
        .fact("epoch", root.epoch)
        .fact("seq", agreement.feed()->seq)
        .fact("changes", words);
    answer.line("Signed  root document " + std::to_string(root.version) + " and feed " +
                std::to_string(agreement.feed()->seq) + " of " + root.name);
    answer.line(publisher_text(id) + "  stays your publishing id.");
    if (!agreement.documents().contains("heads"))
        answer.advice("Nobody here holds the announce key: have its holder run  nightletter-sign feed --renew");
    advise_on_old_keys(answer, home, agreement);
    return answer.advice("Copy to the online computer:  " + (options.into.empty() ? folder : options.into)).give();
}

ExitCode change(RootOptions options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    auto const past = past_feeds(*home, *own);
    if (auto const asked = ask(*own, past, options); !asked) return report(asked.error());

    auto people = options.keys.people(*home, own->id);
    auto const changes = changes_in(options, *own, past, people);
    if (!changes) return report(changes.error());
    auto const now = SystemClock{}.now();
    auto const root = next_root(*own, *changes, now);
    if (!root) return report(root.error());
    auto feed = feed_under(*own, *root, feed_at(*root, past), now, options.fresh_days);
    if (!feed) return report(feed.error());
    Proposal const proposal{*root, {}, std::nullopt, std::move(*feed)};

    auto const words = words_of(*root, own->root, past);
    show_lines(to_agree_to(*own, proposal, words));
    if (auto const here = are_here(people, Agreement{*own, proposal}); !here && options.asking.request.empty())
        return report(here.error());
    if (auto const agreed = confirm("Do you agree?", {options.yes, options.keys.no_input}); !agreed)
        return report(agreed.error());
    auto const agreement = agree(*home, *own, proposal, people, options.asking);
    if (!agreement) return report(agreement.error());
    if (!agreement->is_complete()) return hand_on(*home, *agreement, options.asking);
    if (auto const published = publish(*home, *agreement, options.into); !published) return report(published.error());
    return tell(options, *home, *agreement, words);
}

}  // namespace

Command root_command()
{
    return {"root", "Change who decides: add, retire or replace keys, end an epoch",
            "nightletter-sign root --add bo-public-keys.txt --threshold 2",
            [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<RootOptions>();
                add_root_options(app, *options);
                return [options] { return change(*options); };
            }};
}

}  // namespace nightletter::signer
