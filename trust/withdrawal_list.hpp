// trust/withdrawal_list.hpp: which withdrawals lie in a publisher's folder that its feed does not name.
//
// docs/formats.md 5.11. For whoever asks a web server, which lists nothing. Nobody signs it and nothing is believed
// because of it: what it names is judged like any other withdrawal. Any thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/sha256.hpp"
#include "trust/candidate.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

inline constexpr std::size_t largest_withdrawal_list = 80 * 1024;  // bytes: what 1 024 lines need
inline constexpr std::string_view withdrawal_list_name = "withdrawals";

struct WithdrawalList {
    std::set<Sha256> withdrawals;

    // The grammar, then byte-for-byte equality with text().
    [[nodiscard]] static Expected<WithdrawalList, Refusal> parse(ByteView file);
    // For a folder that holds these; the lowest hashes when there are more than a list has room for.
    [[nodiscard]] static WithdrawalList beside(std::optional<Candidate> const& feed,
                                               std::span<Candidate const> withdrawals);
    [[nodiscard]] std::string text() const;
};

}  // namespace nightletter::trust
