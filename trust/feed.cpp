#include "trust/feed.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/web_address.hpp"
#include "trust/candidate.hpp"
#include "trust/root.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

constexpr std::uint64_t any_count = std::uint64_t{1} << 63U;

Release read_release(StatementReader& reader)
{
    auto const fields = reader.fields("release", 6);
    Release release;
    release.bundle = reader.hex<BundleId>(fields[0]);
    release.info_hash = reader.hex<InfoHash>(fields[1]);
    release.bytes = reader.count_below(any_count, fields[2]);
    release.files = reader.count_below(any_count, fields[3]);
    release.day = reader.need(parse_day(fields[4]));
    if (fields[5] != "-") release.replaces = reader.hex<BundleId>(fields[5]);
    return release;
}

void write_release(std::string& text, Release const& release)
{
    text += "release ";
    text += release.bundle.hex();
    text += ' ';
    text += release.info_hash.hex();
    text += ' ';
    text += std::to_string(release.bytes);
    text += ' ';
    text += std::to_string(release.files);
    text += ' ';
    text += day_text(release.day);
    text += ' ';
    text += release.replaces ? release.replaces->hex() : "-";
    text += '\n';
}

template <class Line>
bool names_a_bundle_twice(std::vector<Line> const& lines)
{
    std::unordered_set<BundleId> seen;
    seen.reserve(lines.size());
    return !std::ranges::all_of(lines, [&](Line const& line) { return seen.insert(line.bundle).second; });
}

// What the numbers of one feed say about each other.
Expected<void, Refusal> check_numbers(Feed const& feed)
{
    auto const longest = feed.issued.seconds + longest_freshness_days * 86400;
    if (feed.fresh_until <= feed.issued || feed.fresh_until.seconds > longest) return fail(Refusal::bad_dates);
    if ((feed.seq == 1) != feed.prev.is_zero()) return fail(Refusal::broken_chain);
    if (!std::ranges::all_of(feed.mirrors, is_mirror_address)) return fail(Refusal::bad_mirror);
    if (names_a_bundle_twice(feed.releases) || names_a_bundle_twice(feed.withdrawals)) {
        return fail(Refusal::bundle_twice);
    }
    return {};
}

}  // namespace

bool is_mirror_address(std::string_view address)
{
    return is_web_address(address);
}

Expected<Feed, Refusal> Feed::parse(ByteView document)
{
    StatementReader reader{document, "feed", largest_feed};
    Feed feed;
    feed.publisher = reader.publisher(reader.field("publisher"));
    feed.root = reader.positive_below(version_bound, reader.field("root"));
    feed.epoch = reader.count_below(version_bound, reader.field("epoch"));
    feed.seq = reader.positive_below(seq_bound, reader.field("seq"));
    feed.issued = reader.need(parse_time(reader.field("issued")));
    feed.fresh_until = reader.need(parse_time(reader.field("fresh-until")));
    feed.prev = reader.hex<Sha256>(reader.field("prev"));
    while (reader.next_is("mirror")) feed.mirrors.emplace_back(reader.field("mirror"));
    while (reader.next_is("release")) feed.releases.push_back(read_release(reader));
    while (reader.next_is("withdraw")) {
        auto const fields = reader.fields("withdraw", 2);
        feed.withdrawals.push_back({reader.hex<BundleId>(fields[0]), reader.hex<Sha256>(fields[1])});
    }
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (feed.mirrors.size() > most_mirrors || feed.releases.size() > most_releases) {
        return fail(Refusal::too_many_lines);
    }
    if (auto const numbers = check_numbers(feed); !numbers) return fail(numbers.error());
    if (auto const same = reader.finish(feed.text()); !same) return fail(same.error());
    return feed;
}

std::string Feed::text() const
{
    std::string text = "nightletter feed 1\npublisher " + publisher_text(publisher) + "\nroot " + std::to_string(root) +
                       "\nepoch " + std::to_string(epoch) + "\nseq " + std::to_string(seq) + "\nissued " +
                       time_text(issued) + "\nfresh-until " + time_text(fresh_until) + "\nprev " + prev.hex() + '\n';
    text.reserve(text.size() + releases.size() * 240 + withdrawals.size() * 140);
    for (auto const& mirror : mirrors) text += "mirror " + mirror + '\n';
    for (auto const& release : releases) write_release(text, release);
    auto lines = withdrawals;
    std::ranges::sort(lines, {}, &WithdrawLine::bundle);
    for (auto const& line : lines) text += "withdraw " + line.bundle.hex() + ' ' + line.withdrawal.hex() + '\n';
    return text + "end\n";
}

}  // namespace nightletter::trust
