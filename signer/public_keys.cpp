#include "signer/public_keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "trust/statement_reader.hpp"

namespace nightletter::signer {
namespace {

using Line = std::pair<std::string_view, std::optional<trust::MinisignKey> PublicKeys::*>;

constexpr std::array<Line, 4> lines{Line{"root-key", &PublicKeys::root}, Line{"release-key", &PublicKeys::release},
                                    Line{"withdraw-key", &PublicKeys::withdraw},
                                    Line{"announce-key", &PublicKeys::announce}};

}  // namespace

Expected<PublicKeys, trust::Refusal> PublicKeys::parse(ByteView file)
{
    trust::StatementReader reader{file, "keys", largest_public_keys};
    PublicKeys keys;
    for (auto const& [word, key] : lines) {
        if (reader.next_is(word)) keys.*key = reader.need(trust::MinisignKey::parse(reader.field(word)));
    }
    if (auto const taken = reader.finish_lines(); !taken) return fail(taken.error());
    if (keys == PublicKeys{}) return fail(trust::Refusal::malformed);
    if (auto const same = reader.finish(keys.text()); !same) return fail(same.error());
    return keys;
}

std::string PublicKeys::text() const
{
    std::string text = "nightletter keys 1\n";
    for (auto const& [word, key] : lines) {
        if (this->*key) text.append(word).append(" ").append((this->*key)->text()).append("\n");
    }
    return text + "end\n";
}

bool PublicKeys::names(trust::MinisignKey const& key) const
{
    return std::ranges::any_of(lines, [&](Line const& line) { return this->*line.second == key; });
}

}  // namespace nightletter::signer
