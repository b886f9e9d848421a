#include "trust/heads.hpp"

#include "trust/candidate.hpp"
#include "trust/feed.hpp"
#include "trust/root.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

void append(Bytes& bytes, std::string_view text)
{
    bytes.insert(bytes.end(), text.begin(), text.end());
}

std::string feed_lines(Heads const& heads)
{
    return "epoch " + std::to_string(heads.feed.epoch) + "\nseq " + std::to_string(heads.feed.seq) + "\nfeed " +
           heads.feed.feed.hex() + '\n';
}

// The number between `before` and `after` at the front of `text`, which moves past both.
std::optional<std::uint64_t> take_number(std::string_view& text, std::string_view before, std::string_view after)
{
    if (!text.starts_with(before)) return std::nullopt;
    text.remove_prefix(before.size());
    auto const end = text.find_first_not_of("0123456789");
    if (end == std::string_view::npos || !text.substr(end).starts_with(after)) return std::nullopt;
    auto const number = parse_count(text.substr(0, end));
    text.remove_prefix(end + after.size());
    return number;
}

std::optional<FeedPoint> read_value(ByteView value)
{
    auto text = as_text(value);
    FeedPoint point;
    auto const epoch = take_number(text, "d1:ei", "e1:h32:");
    if (!epoch || *epoch >= epoch_bound || text.size() < Sha256::size) return std::nullopt;
    point.epoch = *epoch;
    point.feed = *Sha256::from(as_bytes(text.substr(0, Sha256::size)));
    text.remove_prefix(Sha256::size);
    auto const seq = take_number(text, "1:si", "ee");
    if (!seq || *seq >= seq_bound || !text.empty()) return std::nullopt;
    point.seq = *seq;
    return point;
}

// `<year>-W<week>` of a week that exists.
bool is_week(std::string_view text)
{
    if (text.size() != 8 || text.substr(4, 2) != "-W") return false;
    auto const jan_4 = parse_day(std::string{text.substr(0, 4)} + "-01-04");  // always in week 1
    auto const tens = text[6];
    auto const ones = text[7];
    if (!jan_4 || tens < '0' || tens > '5' || ones < '0' || ones > '9') return false;
    auto const week = (tens - '0') * 10 + (ones - '0');
    return week >= 1 && week_text(iso_week(start_of({jan_4->days + 7 * (week - 1)}))) == text;
}

}  // namespace

std::string head_salt(std::uint64_t epoch, IsoWeek week)
{
    return std::to_string(epoch) + '/' + week_text(week);
}

std::uint64_t head_item_seq(FeedPoint const& feed)
{
    return feed.epoch * seq_bound + feed.seq;
}

Bytes head_value(FeedPoint const& feed)
{
    Bytes value;
    append(value, "d1:ei" + std::to_string(feed.epoch) + "e1:h32:");
    append(value, as_text(feed.feed.bytes()));
    append(value, "1:si" + std::to_string(feed.seq) + "ee");
    return value;
}

Bytes head_message(FeedPoint const& feed, std::string_view salt)
{
    Bytes message;  // BEP 44: the salt when there is one, then seq and v
    append(message, "4:salt" + std::to_string(salt.size()) + ':' + std::string{salt});
    append(message, "3:seqi" + std::to_string(head_item_seq(feed)) + "e1:v");
    append(message, as_text(head_value(feed)));
    return message;
}

std::vector<std::string> head_salts(std::uint64_t epoch, UtcTime issued)
{
    std::vector<std::string> salts;
    for (std::size_t i = 0; i < weeks_of_heads; ++i) {
        salts.push_back(head_salt(epoch, iso_week({issued.seconds + static_cast<std::int64_t>(i) * 7 * 86400})));
    }
    return salts;
}

Expected<Heads, Refusal> Heads::parse(ByteView document)
{
    StatementReader reader{document, "heads", largest_heads};
    Heads heads;
    heads.publisher = reader.publisher(reader.field("publisher"));
    auto const epoch = reader.field("epoch");
    auto const seq = reader.field("seq");
    heads.feed = reader.feed_point(epoch, seq, reader.field("feed"));
    while (reader.next_is("item")) {
        auto const fields = reader.fields("item", 2);
        heads.items.push_back({std::string{fields[0]}, reader.hex<Signature>(fields[1])});
    }
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (auto const same = reader.finish(heads.text()); !same) return fail(same.error());
    return heads;
}

std::string Heads::text() const
{
    std::string text = "nightletter heads 1\npublisher " + publisher_text(publisher) + '\n' + feed_lines(*this);
    for (auto const& item : items) text += "item " + item.salt + ' ' + item.signature.hex() + '\n';
    return text + "end\n";
}

Expected<void, Refusal> check_heads(Heads const& heads, FeedPoint const& feed, UtcTime issued,
                                    PublisherId const& publisher, PublicKey const& announce)
{
    if (heads.publisher != publisher) return fail(Refusal::wrong_publisher);
    if (heads.feed != feed) return fail(heads.feed.is_older_than(feed) ? Refusal::rolled_back : Refusal::wrong_slot);
    auto const salts = head_salts(feed.epoch, issued);
    if (heads.items.size() != salts.size()) return fail(Refusal::wrong_slot);
    for (std::size_t i = 0; i < salts.size(); ++i) {
        if (heads.items[i].salt != salts[i]) return fail(Refusal::wrong_slot);
        if (!verify_strict(announce, head_message(feed, salts[i]), heads.items[i].signature)) {
            return fail(Refusal::bad_signature);
        }
    }
    return {};
}

Expected<FeedPoint, Refusal> check_head(ByteView value, std::uint64_t item_seq, std::string_view salt,
                                        Signature const& signature, PublicKey const& announce)
{
    auto const point = read_value(value);
    if (!point) return fail(Refusal::malformed);
    auto const prefix = std::to_string(point->epoch) + '/';
    if (!salt.starts_with(prefix) || !is_week(salt.substr(prefix.size()))) return fail(Refusal::wrong_slot);
    if (item_seq != head_item_seq(*point)) return fail(Refusal::wrong_slot);
    if (!verify_strict(announce, head_message(*point, salt), signature)) return fail(Refusal::bad_signature);
    return *point;
}

}  // namespace nightletter::trust
