#include "trust/withdrawal.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "trust/candidate.hpp"
#include "trust/root.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

using enum Reason;
constexpr std::array<std::pair<Reason, std::string_view>, 5> reasons{
    {{source_danger, "source-danger"}, {error, "error"}, {law, "law"}, {hide, "hide"}, {superseded, "superseded"}}};

bool has_right_dates(Withdrawal const& withdrawal)
{
    if (withdrawal.reason != hide) return !withdrawal.until;
    auto const longest = withdrawal.issued.seconds + longest_hide_days * 86400;
    return withdrawal.until && *withdrawal.until > withdrawal.issued && withdrawal.until->seconds <= longest;
}

}  // namespace

std::string_view word(Reason reason)
{
    return std::ranges::find(reasons, reason, &std::pair<Reason, std::string_view>::first)->second;
}

std::optional<Reason> parse_reason(std::string_view text)
{
    auto const found = std::ranges::find(reasons, text, &std::pair<Reason, std::string_view>::second);
    return found == reasons.end() ? std::nullopt : std::optional{found->first};
}

bool is_final(Reason reason)
{
    return reason == source_danger || reason == error || reason == law;
}

Expected<Withdrawal, Refusal> Withdrawal::parse(ByteView document)
{
    StatementReader reader{document, "withdrawal", largest_withdrawal};
    Withdrawal made;
    made.publisher = reader.publisher(reader.field("publisher"));
    made.root = reader.positive_below(version_bound, reader.field("root"));
    made.bundle = reader.hex<BundleId>(reader.field("bundle"));
    made.reason = reader.need(parse_reason(reader.field("reason")));
    made.issued = reader.need(parse_time(reader.field("issued")));
    if (auto const until = reader.field("until"); until != "-") made.until = reader.need(parse_time(until));
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (!has_right_dates(made)) return fail(Refusal::bad_dates);
    if (auto const same = reader.finish(made.text()); !same) return fail(same.error());
    return made;
}

std::string Withdrawal::text() const
{
    return "nightletter withdrawal 1\npublisher " + publisher_text(publisher) + "\nroot " + std::to_string(root) +
           "\nbundle " + bundle.hex() + "\nreason " + std::string{word(reason)} + "\nissued " + time_text(issued) +
           "\nuntil " + (until ? time_text(*until) : "-") + "\nend\n";
}

}  // namespace nightletter::trust
