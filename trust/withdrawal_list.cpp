#include "trust/withdrawal_list.hpp"

#include <iterator>

#include "trust/feed.hpp"
#include "trust/statement_reader.hpp"
#include "trust/withdrawals.hpp"

namespace nightletter::trust {

Expected<WithdrawalList, Refusal> WithdrawalList::parse(ByteView file)
{
    StatementReader reader{file, withdrawal_list_name, largest_withdrawal_list};
    WithdrawalList list;
    while (reader.next_is("withdrawal")) list.withdrawals.insert(reader.hex<Sha256>(reader.field("withdrawal")));
    if (list.withdrawals.size() > most_withdrawals) reader.refuse(Refusal::too_many_lines);
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (auto const same = reader.finish(list.text()); !same) return fail(same.error());
    return list;
}

WithdrawalList WithdrawalList::beside(std::optional<Candidate> const& feed, std::span<Candidate const> withdrawals)
{
    WithdrawalList list;
    for (auto const& withdrawal : withdrawals) list.withdrawals.insert(sha256(withdrawal.document));
    if (feed) {
        if (auto const parsed = Feed::parse(feed->document)) {
            for (auto const& line : parsed->withdrawals) list.withdrawals.erase(line.withdrawal);
        }
    }
    while (list.withdrawals.size() > most_withdrawals) list.withdrawals.erase(std::prev(list.withdrawals.end()));
    return list;
}

std::string WithdrawalList::text() const
{
    auto text = "nightletter " + std::string{withdrawal_list_name} + " 1\n";
    for (auto const& withdrawal : withdrawals) text += "withdrawal " + withdrawal.hex() + '\n';
    return text + "end\n";
}

}  // namespace nightletter::trust
