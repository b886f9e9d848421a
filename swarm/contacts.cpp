#include "swarm/contacts.hpp"

#include <algorithm>

namespace nightletter::swarm {
namespace {

constexpr std::string_view first_line = "nightletter contacts 1";
constexpr std::string_view last_line = "end";
constexpr std::size_t hex_size = 2 * InfoHash::size;

// Removes the first word from `line`.
std::string_view take_word(std::string_view& line)
{
    auto const word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    return word;
}

std::string_view take_line(std::string_view& text)
{
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

}  // namespace

Contacts Contacts::parse(ByteView file)
{
    auto text = as_text(file);
    if (text.size() > largest_file || take_line(text) != first_line) return {};
    Contacts contacts;
    while (!text.empty()) {
        auto const line = take_line(text);
        if (line == last_line) return text.empty() ? contacts : Contacts{};
        if (!contacts.take(line)) return {};
    }
    return {};
}

bool Contacts::take(std::string_view line)
{
    auto const kind = take_word(line);
    std::optional<InfoHash> topic;
    if (kind == "peer") {
        auto const hex = take_word(line);
        topic = hex.size() == hex_size ? InfoHash::from_hex(hex) : std::nullopt;
    }
    auto const endpoint = parse_endpoint(line);
    if (!endpoint || (kind == "peer") != topic.has_value() || (kind != "peer" && kind != "node")) return false;
    auto const room = !topic || peers_.contains(*topic) || peers_.size() < most_topics;
    if (!room) return false;
    auto& list = topic ? peers_[*topic] : nodes_;
    if (list.size() == (topic ? most_peers : most_nodes)) return false;
    list.push_back(*endpoint);
    return true;
}

std::string Contacts::text() const
{
    std::string text{first_line};
    text += '\n';
    for (auto const& node : nodes_) text += "node " + endpoint_text(node) + '\n';
    for (auto const& [topic, peers] : peers_) {
        for (auto const& peer : peers) text += "peer " + topic.hex() + ' ' + endpoint_text(peer) + '\n';
    }
    return text + std::string{last_line} + '\n';
}

void Contacts::worked(InfoHash const& topic, Endpoint const& peer)
{
    if (!peers_.contains(topic) && peers_.size() == most_topics) return;
    auto& peers = peers_[topic];
    std::erase(peers, peer);
    peers.insert(peers.begin(), peer);
    if (peers.size() > most_peers) peers.pop_back();
}

void Contacts::set_nodes(std::vector<Endpoint> nodes)
{
    if (nodes.size() > most_nodes) nodes.resize(most_nodes);
    nodes_ = std::move(nodes);
}

std::vector<Endpoint> Contacts::peers_of(InfoHash const& topic) const
{
    auto const known = peers_.find(topic);
    return known == peers_.end() ? std::vector<Endpoint>{} : known->second;
}

}  // namespace nightletter::swarm
