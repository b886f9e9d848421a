#include "config/read.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "base/durable_file.hpp"
#include "base/text.hpp"
#include "base/web_address.hpp"
#include "config/keys.hpp"

namespace nightletter::config {
namespace {

constexpr std::size_t largest_file = 1 << 20;  // bytes
constexpr std::size_t most_drop_ins = 64;
constexpr std::size_t most_dht_nodes = 64;
constexpr std::size_t most_trackers = 20;

Complaint take_address(Address& address, std::string const& text)
{
    auto const parsed = parse_address(text);
    if (!parsed) return "must be an address such as \"192.0.2.7:6881\" or \"[2001:db8::7]:6881\", not \"" + text + "\"";
    address = *parsed;
    return std::nullopt;
}

Complaint take_publisher(Config& config, std::string const& text)
{
    auto const id = parse_publisher(text);
    if (!id) return "holds \"" + text + "\", which is no publisher id (nlp1..., 62 characters)";
    for (auto const& known : config.mirror.publishers) {
        if (known == *id) return "names " + text + " twice";
    }
    config.mirror.publishers.push_back(*id);
    return std::nullopt;
}

Complaint take_peer(Config& config, std::string const& text)
{
    Address peer;
    if (auto complaint = take_address(peer, text)) return complaint;
    if (peer.port == 0) return "holds \"" + text + "\", and nobody listens on port 0";
    config.mirror.peers.push_back(peer);
    return std::nullopt;
}

Complaint take_dht_node(Config& config, std::string const& text)
{
    Address node;
    if (auto complaint = take_address(node, text)) return complaint;
    if (node.port == 0) return "holds \"" + text + "\", and nobody listens on port 0";
    if (config.mirror.dht_nodes.size() == most_dht_nodes) return "names more than 64 nodes";
    config.mirror.dht_nodes.push_back(node);
    return std::nullopt;
}

Complaint take_tracker(Config& config, std::string const& text)
{
    bool const known = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("udp://");
    bool const printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
    if (!known || !printable || text.size() > 200) {
        return "must hold addresses such as \"udp://192.0.2.9:6969/announce\", not \"" + text + "\"";
    }
    if (config.mirror.trackers.size() == most_trackers) return "names more than 20 trackers";
    config.mirror.trackers.push_back(text);
    return std::nullopt;
}

Complaint take_url(Config& config, std::string const& text)
{
    if (!is_web_address(text)) return "must be addresses such as \"https://mirror.example/\", not \"" + text + "\"";
    config.web.urls.push_back(text);
    return std::nullopt;
}

Complaint take_proxy(Config& config, std::string const& text)
{
    if (text.empty()) return std::nullopt;
    Address proxy;
    if (auto complaint = take_address(proxy, text)) return complaint;
    if (proxy.port == 0) return "holds \"" + text + "\", and nobody listens on port 0";
    config.mirror.proxy = proxy;
    return std::nullopt;
}

Complaint take_role(Role& role, std::string const& text)
{
    for (auto const value : {Role::unlisted, Role::public_, Role::hidden}) {
        if (word(value) != text) continue;
        role = value;
        return std::nullopt;
    }
    return "must be \"unlisted\", \"public\" or \"hidden\", not \"" + text + "\"";
}

Complaint take_web_proxy(Config& config, std::string const& text)
{
    if (!text.empty() && !is_proxy_address(text)) {
        return "must be \"socks5h://127.0.0.1:9050\" or \"http://127.0.0.1:8118\" or the like, not \"" + text + "\"";
    }
    config.web.proxy = text;
    return std::nullopt;
}

Complaint take_connect_to(Config& config, std::string const& text)
{
    if (!is_connect_to(text)) return "must be such as \"mirror.example:443:192.0.2.7:443\", not \"" + text + "\"";
    config.web.connect_to.push_back(text);
    return std::nullopt;
}

// A path from / on, or none.
Complaint take_path(std::filesystem::path& path, std::string const& text)
{
    path = text;
    if (!text.empty() && path.is_relative()) return "must be a path from / on";
    return std::nullopt;
}

// For a page that others read: one line.
Complaint take_words(std::string& words, std::string const& text)
{
    if (has_control(text) || text.size() > 500) return "must be one line of at most 500 bytes";
    words = text;
    return std::nullopt;
}

Complaint take_level(LogLevel& level, std::string const& text)
{
    static std::pair<char const*, LogLevel> const levels[] = {{"error", LogLevel::error},
                                                              {"warning", LogLevel::warning},
                                                              {"info", LogLevel::info},
                                                              {"debug", LogLevel::debug}};
    for (auto const& [name, value] : levels) {
        if (name != text) continue;
        level = value;
        return std::nullopt;
    }
    return "must be \"error\", \"warning\", \"info\" or \"debug\", not \"" + text + "\"";
}

std::vector<Key> const& keys()
{
    static std::vector<Key> const all = [] {
        std::vector<Key> keys{
            {"mirror.publishers", list_key(take_publisher)},
            {"mirror.peers", list_key(take_peer)},
            {"mirror.listen",
             text_key([](Config& c, auto const& text) { return take_address(c.mirror.listen, text); })},
            {"mirror.watch", text_key([](Config& c, auto const& text) { return take_path(c.mirror.watch, text); })},
            {"mirror.role", text_key([](Config& c, auto const& text) { return take_role(c.mirror.role, text); })},
            {"mirror.dht_nodes", list_key(take_dht_node)},
            {"mirror.trackers", list_key(take_tracker)},
            {"mirror.local_discovery", flag_key([](Config& c) -> bool& { return c.mirror.local_discovery; })},
            {"mirror.proxy", text_key(take_proxy)},
            {"web.urls", list_key(take_url)},
            {"web.proxy", text_key(take_web_proxy)},
            {"web.connect_to", list_key(take_connect_to)},
            {"web.certificates",
             text_key([](Config& c, auto const& text) { return take_path(c.web.certificates, text); })},
            {"store.path", text_key([](Config& c, auto const& text) -> Complaint {
                 c.store.path = text;
                 if (c.store.path.is_relative()) return "must be a path from / on";
                 return std::nullopt;
             })},
            {"store.quota", text_key([](Config& c, auto const& text) { return take_size(c.store.quota, text); })},
            {"store.min_free", text_key([](Config& c, auto const& text) { return take_size(c.store.min_free, text); })},
            {"store.scrub_days", count_key(0, 3650, [](Config& c, std::uint64_t days) { c.store.scrub_days = days; })},
            {"control.socket", text_key([](Config& c, auto const& text) { return take_path(c.control.socket, text); })},
            {"operator.name", text_key([](Config& c, auto const& text) { return take_words(c.operator_.name, text); })},
            {"operator.contact",
             text_key([](Config& c, auto const& text) { return take_words(c.operator_.contact, text); })},
            {"log.level", text_key([](Config& c, auto const& text) { return take_level(c.log.level, text); })},
        };
        for (auto const& section : {keys_of_choice(), keys_of_traffic()}) {
            auto const next =
                std::find_if(keys.begin(), keys.end(), [](Key const& key) { return key.name == "control.socket"; });
            keys.insert(next, section.begin(), section.end());
        }
        return keys;
    }();
    return all;
}

std::vector<std::string> known_sections()
{
    std::vector<std::string> sections;
    for (auto const& key : keys()) {
        auto const section = key.name.substr(0, key.name.find('.'));
        if (sections.empty() || sections.back() != section) sections.push_back(section);
    }
    return sections;
}

Fault unknown(std::string const& kind, std::string const& name, std::vector<std::string> const& known,
              toml::node const& node)
{
    auto what = "unknown " + kind + " \"" + name + "\"";
    if (auto const near = nearest(name, known)) what += ", did you mean \"" + *near + "\"?";
    return {{}, node.source().begin.line, what};
}

std::string text_of(toml::node const& node)
{
    std::ostringstream text;
    node.visit([&](auto const& value) { text << value << '\n'; });
    return text.str();
}

std::optional<Fault> set(Config& config, std::string const& name, toml::node const& node)
{
    for (auto const& key : keys()) {
        if (key.name != name) continue;
        auto const complaint = key.set(config, node);
        config.said[name] += text_of(node);
        if (!complaint) return std::nullopt;
        return Fault{
            {}, complaint->line != 0 ? complaint->line : node.source().begin.line, name + " " + complaint->what};
    }
    return unknown("key", name, known_keys(), node);
}

std::optional<Fault> set_all(Config& config, toml::table const& file)
{
    for (auto const& [section, node] : file) {
        std::string const name{section.str()};
        auto const* const table = node.as_table();
        auto const sections = known_sections();
        bool const known = std::find(sections.begin(), sections.end(), name) != sections.end();
        if (!known) return unknown(table != nullptr ? "section" : "key", name, sections, node);
        if (table == nullptr) return Fault{{}, node.source().begin.line, "[" + name + "] is a section, not a key"};
        for (auto const& [key, value] : *table) {
            if (auto fault = set(config, name + "." + std::string{key.str()}, value)) return fault;
        }
    }
    return std::nullopt;
}

// Keys that say different things about whom this mirror shows itself to: nothing is guessed.
std::optional<std::string> contradiction(Mirror const& mirror)
{
    bool const is_hidden = mirror.role == Role::hidden;
    if (is_hidden && !mirror.proxy) return "mirror.role is \"hidden\", and mirror.proxy does not say through what";
    if (!is_hidden && mirror.proxy) return "mirror.proxy is used only when mirror.role is \"hidden\"";
    if (is_hidden && mirror.local_discovery)
        return "mirror.local_discovery would show a mirror whose role is \"hidden\"";
    if (is_hidden && !mirror.dht_nodes.empty())
        return "mirror.dht_nodes cannot be asked when mirror.role is \"hidden\"";
    if (mirror.role != Role::public_ && !mirror.trackers.empty()) {
        return "mirror.trackers are asked only when mirror.role is \"public\": a tracker lists whoever asks it";
    }
    return std::nullopt;
}

std::optional<Fault> add(Config& config, std::string_view text)
{
    try {
        return set_all(config, toml::parse(text));
    } catch (toml::parse_error const& error) {
        return Fault{{}, error.source().begin.line, std::string{error.description()}};
    }
}

std::optional<Fault> add_file(Config& config, std::filesystem::path const& path)
{
    auto const bytes = nightletter::read_file(path, largest_file);
    if (!bytes) return Fault{path, 0, bytes.error().sentence()};
    auto fault = add(config, as_text(*bytes));
    if (fault) fault->file = path;
    return fault;
}

// The drop-ins; a folder that is not there has none.
Expected<std::vector<std::filesystem::path>, Fault> files_in(std::filesystem::path const& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry{folder, error}, end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() != ".toml") continue;
        if (files.size() == most_drop_ins) return fail(Fault{folder, 0, "holds more than 64 files"});
        files.push_back(entry->path());
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(Fault{folder, 0, "could not be read: " + error.message()});
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::vector<std::string> known_keys()
{
    std::vector<std::string> names;
    for (auto const& key : keys()) names.push_back(key.name);
    return names;
}

Expected<Config, Fault> read(std::string_view text)
{
    Config config;
    if (auto fault = add(config, text)) return fail(std::move(*fault));
    if (auto what = contradiction(config.mirror)) return fail(Fault{{}, 0, std::move(*what)});
    return config;
}

Expected<Config, Fault> read_file(std::filesystem::path const& path)
{
    Config config;
    if (auto fault = add_file(config, path)) return fail(std::move(*fault));
    auto const drop_ins = files_in(drop_ins_of(path));
    if (!drop_ins) return fail(drop_ins.error());
    for (auto const& file : *drop_ins) {
        if (auto fault = add_file(config, file)) return fail(std::move(*fault));
    }
    if (auto what = contradiction(config.mirror)) return fail(Fault{path, 0, std::move(*what)});
    return config;
}

std::filesystem::path drop_ins_of(std::filesystem::path const& path)
{
    auto folder = path;
    return folder.replace_extension(".d");
}

}  // namespace nightletter::config
