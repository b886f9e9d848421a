#include "config/decisions.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "base/durable_file.hpp"

namespace nightletter::config {
namespace {

constexpr char const* newest = "decisions.toml";
constexpr char const* before = "decisions.before.toml";
constexpr std::size_t largest_file = 4 << 20;  // bytes

// Keys that a command can set; a decision about anything else is a mistake of whoever wrote the file.
constexpr std::string_view decidable[] = {"mirror.role",  "mirror.proxy", "mirror.publishers",
                                          "mirror.peers", "choose.pin",   "choose.block"};

template <class Values, class Text>
void put(toml::table& section, char const* key, Values const& values, Text const& text)
{
    if (values.empty()) return;
    toml::array list;
    for (auto const& value : values) list.push_back(text(value));
    section.insert(key, std::move(list));
}

toml::table table_of(Block const& block)
{
    toml::table table;
    table.insert("id", block.bundle ? bundle_text(*block.bundle) : publisher_text(*block.publisher));
    table.insert("reason", block.reason);
    table.insert("since", day_text(block.since));
    return table;
}

template <class Values>
void add_new(Values& values, Values const& more)
{
    for (auto const& value : more) {
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
}

bool are_too_many(Decisions const& decisions)
{
    return std::max({decisions.publishers.size(), decisions.peers.size(), decisions.pins.size(),
                     decisions.blocks.size()}) > most_decided;
}

}  // namespace

Config with(Config files, Decisions const& decisions)
{
    if (decisions.role && !files.said.contains("mirror.role")) {
        files.mirror.role = *decisions.role;
        files.mirror.proxy = decisions.proxy;
    }
    add_new(files.mirror.publishers, decisions.publishers);
    add_new(files.mirror.peers, decisions.peers);
    add_new(files.choose.pin, decisions.pins);
    files.choose.block.insert(files.choose.block.end(), decisions.blocks.begin(), decisions.blocks.end());
    return files;
}

std::string text_of(Decisions const& decisions)
{
    toml::table mirror;
    if (decisions.role) mirror.insert("role", std::string{word(*decisions.role)});
    if (decisions.proxy) mirror.insert("proxy", decisions.proxy->text());
    put(mirror, "publishers", decisions.publishers, publisher_text);
    put(mirror, "peers", decisions.peers, [](Address const& peer) { return peer.text(); });
    toml::table choose;
    put(choose, "pin", decisions.pins, bundle_text);
    put(choose, "block", decisions.blocks, table_of);
    toml::table file;
    if (!mirror.empty()) file.insert("mirror", std::move(mirror));
    if (!choose.empty()) file.insert("choose", std::move(choose));
    std::ostringstream text;
    text << "# Decided by nightletterctl; written by the daemon.\n" << toml::toml_formatter{file} << '\n';
    return text.str();
}

Expected<Decisions, Fault> read_decisions(std::string_view text)
{
    auto const config = read(text);
    if (!config) return fail(config.error());
    for (auto const& [key, value] : config->said) {
        if (std::find(std::begin(decidable), std::end(decidable), key) == std::end(decidable))
            return fail(Fault{{}, 0, key + " is decided in the configuration alone"});
    }
    Decisions decisions{std::nullopt,
                        config->mirror.proxy,
                        config->mirror.publishers,
                        config->mirror.peers,
                        config->choose.pin,
                        config->choose.block,
                        {}};
    if (config->said.contains("mirror.role")) decisions.role = config->mirror.role;
    if (are_too_many(decisions)) return fail(Fault{{}, 0, "decides more than 10 000 things of one kind"});
    return decisions;
}

Expected<Decisions, Fault> load_decisions(std::filesystem::path const& folder)
{
    std::optional<Fault> first;
    for (auto const* const name : {newest, before}) {
        auto const bytes = nightletter::read_file(folder / name, largest_file);
        if (!bytes && bytes.error().system_error == ENOENT) continue;
        auto decisions = bytes ? read_decisions(as_text(*bytes))
                               : Expected<Decisions, Fault>{fail(Fault{{}, 0, bytes.error().sentence()})};
        if (decisions) {
            decisions->damaged = first;
            return decisions;
        }
        if (!first) first = Fault{folder / name, decisions.error().line, decisions.error().what};
    }
    if (first) return fail(*first);
    return Decisions{};
}

Expected<void, Trouble> keep_decisions(std::filesystem::path const& folder, Decisions const& decisions)
{
    auto const kept = nightletter::read_file(folder / newest, largest_file);
    // What cannot be read is not worth keeping, and would replace what can.
    if (kept && read_decisions(as_text(*kept))) {
        if (auto written = write_durably(folder / before, *kept, Visibility::owner_only); !written) return written;
    }
    return write_durably(folder / newest, as_bytes(text_of(decisions)), Visibility::owner_only);
}

}  // namespace nightletter::config
