#include "signer/proposal.hpp"

namespace nightletter::signer {

trust::Root const& root_after(OwnPublisher const& own, Proposal const& proposal)
{
    return proposal.root ? *proposal.root : own.root;
}

std::string withdrawal_name(Sha256 const& withdrawal)
{
    return "withdrawal." + withdrawal.hex();
}

std::string root_name(std::uint64_t version)
{
    return "root." + std::to_string(version);
}

bool is_withdrawal_name(std::string_view name)
{
    return name.starts_with("withdrawal.") && !name.ends_with(".minisig");
}

std::vector<trust::Withdrawal> withdrawals_of(OwnPublisher const& own)
{
    std::vector<trust::Withdrawal> found;
    for (auto const& [name, contents] : own.documents) {
        if (!is_withdrawal_name(name)) continue;
        if (auto parsed = trust::Withdrawal::parse(contents)) found.push_back(std::move(*parsed));
    }
    return found;
}

}  // namespace nightletter::signer
