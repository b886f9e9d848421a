// The questions of `root` at the terminal. Each answer fills what an option would have filled.
#include <algorithm>

#include "base/line_document.hpp"
#include "signer/failures.hpp"
#include "signer/root_options.hpp"

namespace nightletter::signer {
namespace {

using Asked = Expected<void, TerminalFault>;

// A number from 1 to `most`, 0 for an empty line; asked again until it is one.
Expected<std::size_t, TerminalFault> ask_number(Terminal const& terminal, std::string const& prompt, std::size_t most)
{
    while (true) {
        auto const answer = terminal.ask(prompt);
        if (!answer) return fail(answer.error());
        if (answer->empty()) return std::size_t{0};
        auto const number = parse_count(*answer);
        if (number && *number >= 1 && *number <= most) return static_cast<std::size_t>(*number);
        terminal.say("Please type a number from 1 to " + std::to_string(most) + ", or nothing.\n");
    }
}

Asked ask_path(Terminal const& terminal, std::string const& prompt, std::string& into)
{
    auto const answer = terminal.ask(prompt);
    if (!answer) return fail(answer.error());
    into = *answer;
    return {};
}

// The keys of all roles, numbered; the text of the one that was chosen, empty for none.
Expected<std::string, TerminalFault> ask_key(Terminal const& terminal, trust::Root const& root)
{
    std::vector<std::string> texts;
    auto const list = [&](std::string const& role, trust::MinisignKey const& key) {
        texts.push_back(key.text());
        terminal.say("  " + std::to_string(texts.size()) + "  " + role + "  " + texts.back() + "\n");
    };
    for (auto const& line : root.root.keys) list("root    ", line.key);
    for (auto const& line : root.release.keys) list("release ", line.key);
    for (auto const& line : root.withdraw.keys) list("withdraw", line.key);
    list("announce", root.announce);
    terminal.say("When the folder of that person's keys is here (--key), all of their keys are meant.\n");
    auto const number = ask_number(terminal, "Which key? ", texts.size());
    if (!number) return fail(number.error());
    return *number == 0 ? std::string{} : texts[*number - 1];
}

Asked ask_to_add(Terminal const& terminal, RootOptions& options)
{
    std::string file;
    if (auto asked = ask_path(terminal, "The file with that person's public keys: ", file); !asked) return asked;
    if (!file.empty()) options.add.push_back(file);
    return {};
}

Asked ask_to_retire(Terminal const& terminal, trust::Root const& root, RootOptions& options)
{
    auto const key = ask_key(terminal, root);
    if (!key) return fail(key.error());
    if (!key->empty()) options.retire.push_back(*key);
    return {};
}

Asked ask_to_replace(Terminal const& terminal, trust::Root const& root, RootOptions& options)
{
    auto const key = ask_key(terminal, root);
    if (!key) return fail(key.error());
    if (key->empty()) return {};
    std::string file;
    if (auto asked = ask_path(terminal, "The file with the new public keys: ", file); !asked) return asked;
    if (!file.empty()) options.replace.emplace_back(*key, file);
    return {};
}

Asked ask_thresholds(Terminal const& terminal, RootOptions& options)
{
    auto const ask = [&](std::string const& what, std::optional<std::uint64_t>& into) -> Asked {
        auto const number =
            ask_number(terminal, "How many must sign to " + what + "? (empty: as now) ", trust::most_role_keys);
        if (!number) return fail(number.error());
        if (*number != 0) into = *number;
        return {};
    };
    auto asked = ask("change keys", options.simple.root_threshold);
    if (asked) asked = ask("publish", options.simple.release_threshold);
    if (asked) asked = ask("take a bundle back", options.simple.withdraw_threshold);
    return asked;
}

Asked ask_name(Terminal const& terminal, RootOptions& options)
{
    auto const answer = terminal.ask("The new name: ");
    if (!answer) return fail(answer.error());
    if (!answer->empty()) options.simple.name = *answer;
    return {};
}

}  // namespace

Asked ask_for_floor(Terminal const& terminal, std::span<PastFeed const> past, RootOptions& options)
{
    terminal.say("Which is the last feed that you published yourselves and stand by?\n");
    auto const shown = past.first(std::min<std::size_t>(past.size(), 20));
    for (std::size_t at = 0; at < shown.size(); ++at) {
        terminal.say("  " + std::to_string(at + 1) + "  feed " + shown[at].number() + " of " +
                     time_text(shown[at].feed.issued) + ", " + counted(shown[at].feed.releases.size(), "bundle") +
                     "\n");
    }
    terminal.say("  " + std::to_string(shown.size() + 1) + "  none: nothing that was published so far stands\n");
    terminal.say("Everything after it is disowned: mirrors stop giving it out, whoever signed it.\n");
    auto const number = ask_number(terminal, "Number: ", shown.size() + 1);
    if (!number) return fail(number.error());
    options.simple.ends_epoch = *number != 0;
    if (*number != 0) options.floor = *number > shown.size() ? "none" : shown[*number - 1].number();
    return {};
}

Asked ask_for_changes(Terminal const& terminal, OwnPublisher const& own, std::span<PastFeed const> past,
                      RootOptions& options)
{
    while (true) {
        terminal.say("What shall change for " + own.root.name +
                     "?\n"
                     "  1  add a person\n"
                     "  2  retire keys: a person leaves, or a key was lost\n"
                     "  3  put new keys in the place of old ones\n"
                     "  4  how many must sign\n"
                     "  5  end an epoch: somebody else published with your keys\n"
                     "  6  new last days for all keys\n"
                     "  7  the name\n");
        auto const number = ask_number(terminal, "Number, or nothing when that is all: ", 7);
        if (!number) return fail(number.error());
        Asked asked;
        switch (*number) {
            case 0:
                return {};
            case 1:
                asked = ask_to_add(terminal, options);
                break;
            case 2:
                asked = ask_to_retire(terminal, own.root, options);
                break;
            case 3:
                asked = ask_to_replace(terminal, own.root, options);
                break;
            case 4:
                asked = ask_thresholds(terminal, options);
                break;
            case 5:
                asked = ask_for_floor(terminal, past, options);
                break;
            case 6:
                options.simple.renews_dates = true;
                break;
            default:
                asked = ask_name(terminal, options);
        }
        if (!asked) return asked;
    }
}

}  // namespace nightletter::signer
