#include "packs/peers.hpp"

#include <algorithm>
#include <span>

#include "base/line_document.hpp"

namespace nightletter::packs {
namespace {

constexpr std::string_view first_line = "nightletter peers 1";

bool is_printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char letter) { return letter > ' ' && letter < '\x7f'; });
}

}  // namespace

Expected<Peers, std::string> Peers::parse(ByteView file)
{
    if (file.size() > largest_peers) return fail(std::string{"it is too large"});
    auto const lines = read_lines(file);
    if (!lines) return fail("line " + std::to_string(lines.error().line) + ": " + lines.error().what);
    if (lines->empty() || lines->front().text() != first_line) return fail(std::string{"it is no list of peers"});
    if (lines->size() > most_peers + 1) return fail(std::string{"it has too many lines"});
    Peers peers;
    for (auto const& line : std::span{*lines}.subspan(1)) {
        bool const is_peer = line.fields().size() == 2 && line.word() == "peer" && is_printable(line.rest());
        if (!is_peer) return fail("line " + std::to_string(line.number()) + " is not `peer` with an address");
        peers.addresses.emplace_back(line.rest());
    }
    return peers;
}

std::string Peers::text() const
{
    auto text = std::string{first_line} + '\n';
    for (auto const& address : addresses) text += "peer " + address + '\n';
    return text + "end\n";
}

}  // namespace nightletter::packs
