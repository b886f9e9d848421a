#include "swarm/reach.hpp"

namespace nightletter::swarm {

Reach::Reach(lt::session& session, Settings const& settings, Topics& topics)
    : topics_{topics},
      search_{session, settings, [&topics](InfoHash const& topic) { return topics.count(topic); }},
      board_{session, settings.role},
      disguise_{session}
{
}

void Reach::join(InfoHash const& topic)
{
    topics_.join(topic);
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

void Reach::tick()
{
    search_.tick();
    board_.tick();
    disguise_.tick(topics_.count_all());
}

}  // namespace nightletter::swarm
