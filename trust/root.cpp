#include "trust/root.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "trust/candidate.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

constexpr std::size_t longest_name = 200;  // bytes

enum class Dated { no, yes };

bool is_bidi_control(char32_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_name(std::string_view name)
{
    return !name.empty() && name.size() <= longest_name && is_nfc(name) && !has_control(name) &&
           std::ranges::none_of(scalars(name), is_bidi_control);
}

RoleKey read_key(StatementReader& reader, std::string_view word, Dated dated)
{
    RoleKey key;
    if (dated == Dated::no) {
        key.key = reader.need(MinisignKey::parse(reader.field(word)));
    } else {
        auto const fields = reader.fields(word, 2);
        key.key = reader.need(MinisignKey::parse(fields[0]));
        key.not_after = reader.need(parse_day(fields[1]));
    }
    return key;
}

Role read_role(StatementReader& reader, std::string const& role, Dated dated)
{
    Role made;
    made.threshold = reader.count_below(version_bound, reader.field(role + "-threshold"));
    do {
        made.keys.push_back(read_key(reader, role + "-key", dated));
    } while (reader.next_is(role + "-key") && made.keys.size() < most_role_keys);
    return made;
}

std::optional<FeedPoint> read_floor(StatementReader& reader)
{
    if (reader.next_is("floor", "-")) return reader.skip();
    auto const fields = reader.fields("floor", 3);
    return reader.feed_point(fields[0], fields[1], fields[2]);
}

void write_role(std::string& text, std::string const& role, Role const& made)
{
    text += role + "-threshold " + std::to_string(made.threshold) + '\n';
    auto keys = made.keys;
    std::ranges::stable_sort(keys, {}, [](RoleKey const& key) { return key.key.id; });
    for (auto const& key : keys) {
        text += role + "-key " + key.key.text();
        if (key.not_after) text += ' ' + day_text(*key.not_after);
        text += '\n';
    }
}

bool has_two_alike(std::vector<MinisignKey> keys, auto member)
{
    std::ranges::sort(keys, {}, member);
    return std::ranges::adjacent_find(keys, {}, member) != keys.end();
}

bool is_threshold_of(Role const& role)
{
    return role.threshold >= 1 && role.threshold <= role.keys.size();
}

}  // namespace

RoleKey const* Role::find(PublicKey const& key) const
{
    auto const found = std::ranges::find(keys, key, [](RoleKey const& line) { return line.key.key; });
    return found == keys.end() ? nullptr : &*found;
}

Expected<Root, Refusal> Root::parse(ByteView document)
{
    StatementReader reader{document, "root", largest_root};
    Root root;
    if (auto const publisher = reader.field("publisher"); publisher != "self") {
        root.publisher = reader.publisher(publisher);
    }
    root.version = reader.positive_below(version_bound, reader.field("version"));
    root.epoch = reader.count_below(version_bound, reader.field("epoch"));
    root.name = reader.rest("name");
    if (reader.is_sound() && !is_name(root.name)) reader.refuse(Refusal::bad_name);
    root.issued = reader.need(parse_time(reader.field("issued")));
    root.review_by = reader.need(parse_day(reader.field("review-by")));
    root.prev = reader.hex<Sha256>(reader.field("prev"));
    root.root = read_role(reader, "root", Dated::no);
    root.release = read_role(reader, "release", Dated::yes);
    root.withdraw = read_role(reader, "withdraw", Dated::yes);
    root.announce = read_key(reader, "announce-key", Dated::no).key;
    root.floor = read_floor(reader);
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());
    if (auto const same = reader.finish(root.text()); !same) return fail(same.error());
    return root;
}

std::string Root::text() const
{
    std::string text = "nightletter root 1\npublisher " + (publisher ? publisher_text(*publisher) : "self") +
                       "\nversion " + std::to_string(version) + "\nepoch " + std::to_string(epoch) + "\nname " + name +
                       "\nissued " + time_text(issued) + "\nreview-by " + day_text(review_by) + "\nprev " + prev.hex() +
                       '\n';
    write_role(text, "root", root);
    write_role(text, "release", release);
    write_role(text, "withdraw", withdraw);
    text += "announce-key " + announce.text() + "\nfloor " + (floor ? floor->text() : "-") + "\nend\n";
    return text;
}

std::vector<MinisignKey> every_key(Root const& root)
{
    std::vector<MinisignKey> keys;
    for (auto const* role : {&root.root, &root.release, &root.withdraw}) {
        for (auto const& line : role->keys) keys.push_back(line.key);
    }
    keys.push_back(root.announce);
    return keys;
}

Expected<void, Refusal> check_policy(Root const& root, Root const* before)
{
    if (root.version == 1 && (root.publisher || root.epoch != 0 || root.floor || !root.prev.is_zero())) {
        return fail(Refusal::bad_first_root);
    }
    if (root.epoch >= epoch_bound) return fail(Refusal::wrong_epoch);
    for (auto const* role : {&root.root, &root.release, &root.withdraw}) {
        if (!is_threshold_of(*role)) return fail(Refusal::bad_policy);
    }
    if (root.withdraw.threshold < root.release.threshold) return fail(Refusal::bad_policy);

    auto const keys = every_key(root);
    auto const known = before == nullptr ? std::vector<MinisignKey>{} : every_key(*before);
    for (auto const& key : keys) {
        bool const enrolled = std::ranges::find(known, key.key, &MinisignKey::key) != known.end();
        if (!enrolled && !is_enrollable(key.key)) return fail(Refusal::unsafe_key);
    }
    if (has_two_alike(keys, &MinisignKey::key)) return fail(Refusal::key_twice);
    if (has_two_alike(keys, &MinisignKey::id)) return fail(Refusal::key_id_twice);
    return {};
}

}  // namespace nightletter::trust
