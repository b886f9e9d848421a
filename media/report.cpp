#include "media/report.hpp"

#include <algorithm>

#include "media/octets_at.hpp"

namespace nightletter::media {
namespace {

bool is_printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Bytes report_bytes(Report const& report)
{
    Bytes bytes;
    for (auto const& tag : report.tags) {
        bytes.push_back('t');
        bytes.push_back(static_cast<std::uint8_t>(tag.kind));
        bytes.push_back(static_cast<std::uint8_t>(tag.where.size()));
        append(bytes, as_bytes(tag.where));
    }
    if (report.unreadable) {
        bytes.push_back('u');
        bytes.push_back(static_cast<std::uint8_t>(*report.unreadable));
    }
    bytes.push_back('e');
    return bytes;
}

std::optional<Report> parse_report(ByteView bytes)
{
    Report report;
    std::uint64_t at = 0;
    while (matches(bytes, at, "t")) {
        auto const kind = big_endian(bytes, at + 1, 1);
        auto const size = big_endian(bytes, at + 2, 1);
        if (!has(bytes, at, 3 + size) || kind >= all_kinds.size() || size > longest_where) return std::nullopt;
        auto const where = as_text(part(bytes, at + 3, size));
        if (!is_printable(where) || report.tags.size() == most_tags) return std::nullopt;
        report.tags.push_back({static_cast<Kind>(kind), std::string{where}});
        at += 3 + size;
    }
    if (matches(bytes, at, "u")) {
        auto const fault = big_endian(bytes, at + 1, 1);
        if (fault > static_cast<std::uint8_t>(Unreadable::too_slow)) return std::nullopt;
        report.unreadable = static_cast<Unreadable>(fault);
        at += 2;
    }
    if (!matches(bytes, at, "e") || at + 1 != bytes.size()) return std::nullopt;
    return report;
}

}  // namespace nightletter::media
