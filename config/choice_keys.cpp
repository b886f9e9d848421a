#include <toml++/toml.h>

#include <algorithm>

#include "config/keys.hpp"
#include "config/read.hpp"

namespace nightletter::config {
namespace {

constexpr std::int64_t longest_dark = 3650;  // days

std::string text_of(toml::table const& table, std::string_view field)
{
    return table[field].value_or(std::string{});
}

Complaint take_tiers(Choose& choose, std::string const& text)
{
    for (auto const& [name, tiers] : {std::pair{"text", Tiers::text}, std::pair{"still", Tiers::still},
                                      std::pair{"audio", Tiers::audio}, std::pair{"all", Tiers::all}}) {
        if (name != text) continue;
        choose.tiers = tiers;
        return std::nullopt;
    }
    return "must be \"text\", \"still\", \"audio\" or \"all\", not \"" + text + "\"";
}

Complaint take_language(Choose& choose, std::string const& text)
{
    bool const plain = !text.empty() && text.size() <= 35 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain) return "must hold languages such as \"fa\" or \"zh-hant\" in lower case, not \"" + text + "\"";
    choose.languages.push_back(text);
    return std::nullopt;
}

Complaint take_pin(Choose& choose, std::string const& text)
{
    auto const id = parse_bundle(text);
    if (!id) return "holds \"" + text + "\", which is no bundle id (nlb1..., 62 characters)";
    choose.pin.push_back(*id);
    return std::nullopt;
}

Complaint take_block(Choose& choose, toml::table const& table)
{
    auto const id = text_of(table, "id");
    Block block{parse_bundle(id), parse_publisher(id), text_of(table, "reason"), {}};
    if (!block.bundle && !block.publisher) return "has \"" + id + "\" as its id, which is no bundle and no publisher";
    auto const since = parse_day(text_of(table, "since"));
    if (!since) return "has no day in since, such as \"2026-05-01\"";
    if (block.reason.empty()) return "gives no reason, and nobody remembers it in a year";
    block.since = *since;
    choose.block.push_back(std::move(block));
    return std::nullopt;
}

Complaint take_withdrawals(Choose& choose, toml::table const& table)
{
    auto const id = parse_publisher(text_of(table, "publisher"));
    if (!id) return "has \"" + text_of(table, "publisher") + "\" as its publisher, which is no publisher id";
    Withdrawals rule{*id};
    if (table.contains("dark_days")) {
        auto const days = table["dark_days"].value_exact<std::int64_t>();
        if (!days || *days < 3 || *days > longest_dark) return "has dark_days that are no whole number from 3 to 3650";
        rule.dark_days = *days;
    }
    if (table.contains("superseded")) {
        auto const what = text_of(table, "superseded");
        if (what != "honour" && what != "ignore") return "has superseded that is neither \"honour\" nor \"ignore\"";
        rule.ignores_superseded = what == "ignore";
    }
    choose.withdrawals.push_back(rule);
    return std::nullopt;
}

}  // namespace

std::vector<Key> keys_of_choice()
{
    return {
        {"choose.tiers", text_key([](Config& c, auto const& text) { return take_tiers(c.choose, text); })},
        {"choose.languages", list_key([](Config& c, auto const& text) { return take_language(c.choose, text); })},
        {"choose.largest", text_key([](Config& c, auto const& text) { return take_size(c.choose.largest, text); })},
        {"choose.publisher_quota",
         text_key([](Config& c, auto const& text) { return take_size(c.choose.publisher_quota, text); })},
        {"choose.pin", list_key([](Config& c, auto const& text) { return take_pin(c.choose, text); })},
        {"choose.block", tables_key({"id", "reason", "since"},
                                    [](Config& c, auto const& table) { return take_block(c.choose, table); })},
        {"choose.withdrawals",
         tables_key({"publisher", "dark_days", "superseded"},
                    [](Config& c, auto const& table) { return take_withdrawals(c.choose, table); })},
    };
}

}  // namespace nightletter::config
