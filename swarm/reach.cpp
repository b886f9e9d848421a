#include "swarm/reach.hpp"

#include <libtorrent/kademlia/dht_state.hpp>
#include <libtorrent/session_params.hpp>

#include "base/durable_file.hpp"
#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

constexpr unsigned between_notes = 300;  // seconds

Contacts read_contacts(std::filesystem::path const& file)
{
    if (file.empty()) return {};
    auto const bytes = read_file(file, Contacts::largest_file);
    return bytes ? Contacts::parse(*bytes) : Contacts{};
}

template <class Numeric>
Endpoint endpoint_of(Numeric const& endpoint)
{
    return {endpoint.address().to_string(), endpoint.port()};
}

void write_down(std::filesystem::path const& file, std::string const& text)
{
    // What cannot be written is looked up again after the next start.
    (void)write_durably(file, as_bytes(text), Visibility::owner_only);
}

}  // namespace

Reach::Reach(Loop& loop, lt::session& session, Settings const& settings, Topics& topics)
    : loop_{loop},
      session_{session},
      file_{settings.contacts},
      topics_{topics},
      contacts_{read_contacts(settings.contacts)},
      search_{session, settings, [&topics](InfoHash const& topic) { return topics.count(topic); }},
      board_{session, settings.role},
      disguise_{session}
{
    std::vector<lt::udp::endpoint> nodes;
    for (auto const& node : contacts_.nodes()) {
        auto const endpoint = to_libtorrent(node);
        nodes.emplace_back(endpoint.address(), endpoint.port());
    }
    search_.begin_with(nodes);
}

void Reach::join(InfoHash const& topic)
{
    topics_.join(topic);
    for (auto const& peer : contacts_.peers_of(topic)) topics_.connect(topic, peer);
    search_.add(topic);
}

void Reach::leave(InfoHash const& topic)
{
    search_.remove(topic);
    topics_.leave(topic);
}

void Reach::hear(DhtPeersFound const& found)
{
    if (auto const* const topic = search_.topic_of(found)) topics_.try_out(*topic, found.peers);
}

void Reach::worked(InfoHash const& topic, lt::tcp::endpoint const& peer)
{
    contacts_.worked(topic, endpoint_of(peer));
}

void Reach::tick()
{
    search_.tick();
    board_.tick();
    disguise_.tick(topics_.count_all());
    if (++seconds_ % between_notes != 0 || file_.empty()) return;
    look_at_nodes();
    // When the pool is busy, the next time will do.
    (void)loop_.work([file = file_, text = contacts_.text()] { write_down(file, text); }, [] {});
}

void Reach::remember()
{
    if (file_.empty()) return;
    look_at_nodes();
    write_down(file_, contacts_.text());
}

void Reach::look_at_nodes()
{
    auto const state = session_.session_state(lt::session_handle::save_dht_state).dht_state;
    std::vector<Endpoint> nodes;
    for (auto const* const some : {&state.nodes, &state.nodes6}) {
        for (auto const& node : *some) {
            if (node.port() != 0) nodes.push_back(endpoint_of(node));
        }
    }
    // A table that is empty now may fill again.
    if (!nodes.empty()) contacts_.set_nodes(std::move(nodes));
}

}  // namespace nightletter::swarm
