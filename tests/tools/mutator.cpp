#include "tests/tools/mutator.hpp"

#include <algorithm>
#include <array>

namespace nightletter::test {
namespace {

constexpr std::size_t lines_per_signature = 4;

// Edges of the ranges that docs/formats.md names, with a spelling or two that no writer uses.
constexpr std::array edges{"0",
                           "1",
                           "2",
                           "-",
                           "00",
                           "01",
                           "-1",
                           "+1",
                           "16",
                           "17",
                           "2097151",
                           "2097152",
                           "4294967295",
                           "4294967296",
                           "",
                           "1099511627775",
                           "1099511627776",
                           "9223372036854775808",
                           "18446744073709551615",
                           "18446744073709551616"};
constexpr std::array times{"1970-01-01T00:00:00Z",
                           "9999-12-31T23:59:59Z",
                           "2026-02-29T00:00:00Z",
                           "2026-05-03T24:00:00Z",
                           "1970-01-01",
                           "2028-05-01",
                           "2026-5-03",
                           "2026-05-03T10:00:00z"};

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::string join(std::vector<std::string> const& lines)
{
    std::string text;
    for (auto const& line : lines) text += line;
    return text;
}

}  // namespace

Mutator::Mutator(std::uint64_t seed, std::vector<std::string> const& donors) : random_{seed}
{
    for (auto const& donor : donors) donors_.push_back(split(donor));
}

std::string Mutator::change(std::string_view text)
{
    std::string changed{text};
    for (auto rounds = 1 + below(3); rounds > 0; --rounds) changed = change_once(std::move(changed));
    return changed;
}

std::string Mutator::change_once(std::string text)
{
    if (text.empty()) return "\n";
    if (below(4) == 0) return change_bytes(std::move(text));
    auto lines = split(text);
    switch (below(4)) {
        case 0:
            change_blocks(lines);
            break;
        case 1:
            change_lines(lines);
            break;
        default:
            change_field(lines[below(lines.size())]);
    }
    return join(lines);
}

std::string Mutator::change_bytes(std::string text)
{
    constexpr std::string_view likely = "0123456789abcdefAZ -./\n\r\t\x80";
    auto const at = below(text.size());
    switch (below(6)) {
        case 0:
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1:
            text.erase(at, 1 + below(4));
            break;
        case 2:
            text.insert(at, 1, likely[below(likely.size())]);
            break;
        case 3:
            text[at] = likely[below(likely.size())];
            break;
        case 4:
            text.resize(at);
            break;
        default:
            text.append(text.substr(at, below(80)));
    }
    return text;
}

void Mutator::change_lines(Lines& lines)
{
    auto const at = below(lines.size());
    auto const other = below(lines.size());
    auto const place = lines.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(5)) {
        case 0:
            lines.erase(place);
            break;
        case 1:
            lines.insert(place, std::string{lines[other]});
            break;
        case 2:
            std::swap(lines[at], lines[other]);
            break;
        case 3:
            std::sort(lines.begin() + static_cast<std::ptrdiff_t>(std::min(at, other)), lines.end());
            break;
        default:
            if (donors_.empty()) break;
            auto const& donor = donors_[below(donors_.size())];
            if (!donor.empty()) *place = donor[std::min(at, donor.size() - 1)];
    }
}

// Runs of lines, as long as a signature or shorter: turned round, doubled, taken out.
void Mutator::change_blocks(Lines& lines)
{
    auto const size = std::min(1 + below(lines_per_signature), lines.size());
    auto at = below(lines.size() - size + 1);
    if (below(2) == 0) at -= at % lines_per_signature;
    auto const begin = lines.begin() + static_cast<std::ptrdiff_t>(at);
    auto const end = begin + static_cast<std::ptrdiff_t>(size);
    switch (below(4)) {
        case 0:
            lines.erase(begin, end);
            break;
        case 1:
            std::rotate(lines.begin(), begin, lines.end());
            break;
        case 2:
            std::reverse(begin, end);
            break;
        default:
            Lines const copy(begin, end);
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(below(lines.size())), copy.begin(), copy.end());
    }
}

void Mutator::change_field(std::string& line)
{
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        if (line[i] == ' ') starts.push_back(i + 1);
    }
    auto const begin = starts[below(starts.size())];
    auto const end = std::min(line.find_first_of(" \n", begin), line.size());
    line.replace(begin, end - begin, replacement_for(line.substr(begin, end - begin)));
}

std::string Mutator::replacement_for(std::string const& field)
{
    auto changed = field;
    switch (below(6)) {
        case 0:
            return edges[below(edges.size())];
        case 1:
            return times[below(times.size())];
        case 2:
            for (auto& c : changed) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            return changed;
        case 3:
            return changed + ' ' + field;
        case 4:
            if (!changed.empty()) changed[below(changed.size())] = "0123456789abcdef"[below(16)];
            return changed;
        default:
            if (donors_.empty()) return changed;
            auto const& donor = donors_[below(donors_.size())];
            if (donor.empty()) return changed;
            auto const& line = donor[below(donor.size())];
            auto const start = line.find(' ') == std::string::npos ? 0 : line.find(' ') + 1;
            return line.substr(start, std::min(line.find_first_of(" \n", start), line.size()) - start);
    }
}

}  // namespace nightletter::test
