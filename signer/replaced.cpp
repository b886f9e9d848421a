#include "signer/replaced.hpp"

#include <algorithm>

#include "signer/confirmation.hpp"
#include "signer/failures.hpp"
#include "signer/next_feed.hpp"
#include "signer/open_keys.hpp"
#include "signer/terminal.hpp"
#include "signer/withdrawal_words.hpp"

namespace nightletter::signer {
namespace {

constexpr auto stays_listed = "listed";

// The same was said before, or something graver.
bool was_said(BundleId const& bundle, trust::Reason reason, std::vector<trust::Withdrawal> const& held)
{
    return std::ranges::any_of(
        held, [&](trust::Withdrawal const& before) { return before.bundle == bundle && before.reason <= reason; });
}

// Only where everything else is there already, so that nobody is asked for what cannot be done.
bool can_be_asked(OwnPublisher const& own, People const& people, ReplacedOptions const& options)
{
    Signatories const withdrawing{{}, {}, {own.root.withdraw}, std::nullopt};
    return !options.no_input && are_enough(people, withdrawing) && Terminal::open();
}

Expected<std::string, Failure> ask_about(BundleId const& replaced)
{
    auto const terminal = Terminal::open();
    if (!terminal) return stays_listed;
    auto const typed = terminal->ask("Shall readers of " + bundle_text(replaced) +
                                     " be told that this one has taken its place? [yes/no] ");
    if (!typed && typed.error() == TerminalFault::interrupted) return fail(stopped());
    return std::string{typed && (*typed == "yes" || *typed == "y") ? "superseded" : stays_listed};
}

Failure still_shown(BundleId const& replaced)
{
    return refused("what becomes of the bundle that this one replaces?", "still-shown",
                   "a passage is withheld here, and " + bundle_text(replaced) + " still shows it to everybody",
                   "the same command with --replaced error  withdraws that one in the same signing; --replaced listed "
                   "leaves it as it is");
}

void add(trust::Withdrawal withdrawal, Proposal& proposal, std::vector<trust::Withdrawal> const& held)
{
    (void)list_withdrawal(*proposal.feed, withdrawal, held);
    proposal.withdrawals.push_back(std::move(withdrawal));
}

}  // namespace

Expected<void, Failure> settle_replaced(Proposal& proposal, OwnPublisher const& own, People const& people,
                                        ReplacedOptions const& options)
{
    NIGHTLETTER_INSIST(proposal.bundle && proposal.feed);
    auto const& replaced = proposal.bundle->replaces;
    auto const held = withdrawals_of(own);
    if (!replaced || own.release(*replaced) == nullptr) return {};
    if (options.fate.empty() && options.withholds) return fail(still_shown(*replaced));
    if (options.fate.empty() && was_said(*replaced, trust::Reason::superseded, held)) return {};
    auto const later = "nightletter-sign withdraw " + bundle_text(*replaced) + " --reason superseded";
    auto fate = options.fate;
    if (fate.empty() && can_be_asked(own, people, options)) {
        auto asked = ask_about(*replaced);
        if (!asked) return fail(asked.error());
        fate = *asked;
    }
    if (fate.empty() || fate == stays_listed) {
        show_lines(
            {"Your feed goes on naming the one that is replaced. To tell readers later that there is a newer one:",
             "  " + later});
        return {};
    }
    auto const reason = trust::parse_reason(fate);
    NIGHTLETTER_INSIST(reason && *reason != trust::Reason::hide);
    if (was_said(*replaced, *reason, held)) return {};
    trust::Withdrawal withdrawal{own.id, own.root.version, *replaced, *reason, proposal.feed->issued, std::nullopt};
    std::vector<std::string> lines{"In the same signing the one that is replaced is withdrawn (" + fate + "):"};
    for (auto const& word : words_of(withdrawal, own, held)) lines.push_back("  " + word);
    show_lines(lines);
    if (!options.fate.empty()) {
        if (auto const agreed = confirm("Do you want that?", {options.yes, options.no_input}); !agreed)
            return fail(agreed.error());
    }
    add(std::move(withdrawal), proposal, held);
    return {};
}

}  // namespace nightletter::signer
