#include "signer/withdrawal_words.hpp"

#include <algorithm>
#include <set>

#include "signer/failures.hpp"
#include "trust/withdrawals.hpp"

namespace nightletter::signer {
namespace {

using Lines = std::vector<std::string>;

constexpr std::int64_t seconds_per_day = 86'400;

void tell_deletion(Lines& lines)
{
    lines.emplace_back(
        "A mirror that gets it stops listing and giving out the bundle at once, and deletes its copy 72 "
        "hours later.");
    lines.emplace_back(
        "What a mirror keeps and shows for ever: the bundle's number and the reason. No title, no name, "
        "no text.");
    lines.emplace_back("It cannot be taken back: once deleted, the bundle is gone from the mirrors.");
}

void tell_hiding(Lines& lines, UtcTime until)
{
    lines.push_back("A mirror that gets it stops listing and giving out the bundle at once, until " + time_text(until) +
                    ".");
    lines.emplace_back("Nothing is deleted. Then it comes back by itself; the same key cannot hide it a second time.");
    lines.emplace_back("To take it back for good before then: nightletter-sign withdraw with the reason.");
}

void tell_reason(Lines& lines, trust::Withdrawal const& withdrawal)
{
    switch (withdrawal.reason) {
        case trust::Reason::source_danger:
        case trust::Reason::error:
            return tell_deletion(lines);
        case trust::Reason::law:
            lines.emplace_back(
                "A mirror asks its operator and hides the bundle once they have confirmed. Nothing is "
                "deleted.");
            return;
        case trust::Reason::superseded:
            lines.emplace_back("Nothing is hidden or deleted; readers are told that there is a newer one.");
            return;
        case trust::Reason::hide:
            return tell_hiding(lines, *withdrawal.until);
    }
}

// Bundles taken back within the days of the brake, this one included.
bool meets_the_brake(trust::Withdrawal const& withdrawal, OwnPublisher const& own,
                     std::span<trust::Withdrawal const> held)
{
    std::set<BundleId> taken{withdrawal.bundle};
    for (auto const& before : held) {
        bool const counts = before.reason != trust::Reason::superseded &&
                            before.issued.seconds + trust::brake_days * seconds_per_day > withdrawal.issued.seconds;
        if (counts) taken.insert(before.bundle);
    }
    auto const listed = own.feed ? own.feed->releases.size() : 0;
    return withdrawal.reason != trust::Reason::superseded &&
           taken.size() > std::max(trust::brake_least, listed * trust::brake_percent / 100);
}

}  // namespace

Lines words_of(trust::Withdrawal const& withdrawal, OwnPublisher const& own, std::span<trust::Withdrawal const> held)
{
    Lines lines;
    auto const* const release = own.release(withdrawal.bundle);
    lines.push_back(bundle_text(withdrawal.bundle) +
                    (release != nullptr ? ", published on " + day_text(release->day) : ""));
    if (release == nullptr)
        lines.emplace_back("Your feed does not name this bundle: check that the id is the one you mean.");
    tell_reason(lines, withdrawal);
    if (meets_the_brake(withdrawal, own, held))
        lines.emplace_back(
            "You have taken back so many within a week that mirrors ask their operators first: tell the "
            "operators you know, by a way they trust.");
    lines.emplace_back(
        "A mirror gets it from you or from another mirror when it next asks; the sooner this leaves "
        "the computer, the better.");
    lines.emplace_back(
        "Other copies may exist, with readers, on sticks, on computers that are off: nobody can call "
        "those back.");
    return lines;
}

}  // namespace nightletter::signer
