#include "trust/record.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "trust/feed.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

constexpr std::string_view listed = "listed";
constexpr std::string_view unlisted = "unlisted";

using ForceWord = std::pair<Force, std::string_view>;
constexpr std::array<ForceWord, 6> forces{{{Force::acts, "acts"},
                                           {Force::waits, "waits"},
                                           {Force::confirmed, "confirmed"},
                                           {Force::dismissed, "dismissed"},
                                           {Force::suspended, "suspended"},
                                           {Force::lapsed, "lapsed"}}};

std::optional<Force> parse_force(std::string_view text)
{
    auto const found = std::ranges::find(forces, text, &ForceWord::second);
    return found == forces.end() ? std::nullopt : std::optional{found->first};
}

std::optional<FeedPoint> read_point(StatementReader& reader, std::string_view word)
{
    if (reader.next_is(word, "-")) return reader.skip();
    auto const fields = reader.fields(word, 3);
    return reader.feed_point(fields[0], fields[1], fields[2]);
}

std::optional<std::uint64_t> read_count(StatementReader& reader, std::string_view word)
{
    if (reader.next_is(word, "-")) return reader.skip();
    return reader.count_below(seq_bound, reader.field(word));
}

std::string optional_text(auto const& value, auto text_of)
{
    return value ? text_of(*value) : std::string{"-"};
}

std::string point_text(std::optional<FeedPoint> const& point)
{
    return optional_text(point, [](FeedPoint const& p) { return p.text(); });
}

std::string count_text(std::optional<std::uint64_t> const& count)
{
    return optional_text(count, [](std::uint64_t n) { return std::to_string(n); });
}

}  // namespace

std::string_view word(Force force)
{
    return std::ranges::find(forces, force, &ForceWord::first)->second;
}

Expected<Record, Refusal> Record::parse(ByteView document)
{
    StatementReader reader{document, "record", largest_record};
    Record record;
    record.publisher = reader.publisher(reader.field("publisher"));
    record.time_floor = reader.need(parse_time(reader.field("time-floor")));
    record.high_water = read_point(reader, "high-water");
    record.heard = read_point(reader, "heard");
    record.gap_since = read_count(reader, "gap-since");
    record.believed = read_count(reader, "believed");
    if (reader.next_is("rejected-root", "-")) {
        reader.skip();
    } else {
        record.rejected_root = reader.hex<Sha256>(reader.field("rejected-root"));
    }
    while (reader.next_is("accepted")) {
        auto const fields = reader.fields("accepted", 4);
        FeedMark mark{reader.feed_point(fields[0], fields[1], fields[2]), std::nullopt};
        if (fields[3] != "-") mark.last = reader.hex<BundleId>(fields[3]);
        record.marks.push_back(mark);
    }
    while (reader.next_is("withdrawal")) {
        auto const fields = reader.fields("withdrawal", 4);
        record.withdrawals.push_back({reader.hex<Sha256>(fields[0]), reader.need(parse_time(fields[1])),
                                      reader.need(parse_force(fields[2])),
                                      fields[3] == listed ? Took::a_listed_bundle : Took::nothing_listed});
    }
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (auto const same = reader.finish(record.text()); !same) return fail(same.error());
    return record;
}

std::string Record::text() const
{
    auto const rejected = optional_text(rejected_root, [](Sha256 const& hash) { return hash.hex(); });
    std::string text = "nightletter record 1\npublisher " + publisher_text(publisher) + "\ntime-floor " +
                       time_text(time_floor) + "\nhigh-water " + point_text(high_water) + "\nheard " +
                       point_text(heard) + "\ngap-since " + count_text(gap_since) + "\nbelieved " +
                       count_text(believed) + "\nrejected-root " + rejected + '\n';
    for (auto const& mark : marks) {
        text += "accepted " + mark.point.text() + ' ' + (mark.last ? mark.last->hex() : "-") + '\n';
    }
    for (auto const& mark : withdrawals) {
        text += "withdrawal " + mark.withdrawal.hex() + ' ' + time_text(mark.accepted) + ' ' +
                std::string{word(mark.force)} + ' ' +
                std::string{mark.took == Took::a_listed_bundle ? listed : unlisted} + '\n';
    }
    return text + "end\n";
}

}  // namespace nightletter::trust
