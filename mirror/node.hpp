// mirror/node.hpp: a mirror opened whole, with the store under it, with the swarm around it, stopped in reverse.
//
// What the daemon keeps running, the reader's program for one command. Nothing is opened before the signature library
// has proved itself (docs/formats.md section 3, "Self-test"). Loop thread only.
#pragma once

#include <filesystem>
#include <memory>

#include "mirror/loop_workers.hpp"
#include "mirror/mirror.hpp"
#include "mirror/traffic.hpp"
#include "swarm/session.hpp"
#include "swarm/settings.hpp"
#include "web/client.hpp"

namespace nightletter::mirror {

struct NodeOptions {
    std::filesystem::path store;
    swarm::Settings swarm;
    web::Route route;  // to the web servers
    MirrorOptions mirror;
    std::optional<TrafficPlan> traffic{};  // none: nothing is limited, counted or written down
};

// What did not open: the library that tells good signatures from bad ones, the store, the swarm.
enum class NodePart { signatures, store, swarm };

struct NotOpened {
    NodePart part;
    Trouble trouble;
};

class Node {
public:
    [[nodiscard]] static Expected<std::unique_ptr<Node>, NotOpened> open(Loop& loop, NodeOptions const& options,
                                                                         Observer observer);
    ~Node();

    // Nothing more is reported; `stopped` runs on the loop, and then the node may be destroyed and its store opened
    // anew. The swarm takes less than five seconds, a file that is being read may take longer.
    void stop(std::function<void()> stopped);

    [[nodiscard]] store::Store& store() { return *store_; }
    [[nodiscard]] Mirror& mirror() { return *mirror_; }
    [[nodiscard]] Mirror const& mirror() const { return *mirror_; }

private:
    [[nodiscard]] Expected<void, Trouble> count_traffic(NodeOptions const& options, Observer const& observer);
    Node(Loop& loop, std::unique_ptr<store::Store> store);

    Loop* loop_;
    SystemClock clock_;
    LoopWorkers workers_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<swarm::Session> session_;
    std::unique_ptr<web::Client> web_;
    std::unique_ptr<Mirror> mirror_;
    std::unique_ptr<Traffic> traffic_;  // null: nobody asked for it
};

}  // namespace nightletter::mirror
