#include "tests/swarm/node.hpp"

#include <stdexcept>

namespace nightletter::test {

using namespace swarm;

Settings loopback_settings()
{
    Settings settings;
    settings.listen = {{"127.0.0.1", 0}};
    return settings;
}

Node::Node(Loop& loop, Settings const& settings) : loop_{loop}
{
    auto opened = Session::open(loop, settings, [this](Event const& event) {
        events_.push_back(event);
        if (auto const* listening = std::get_if<Listening>(&event)) port_ = listening->port;
        on_event(event);
    });
    if (!opened) throw std::runtime_error{opened.error().sentence()};
    session_ = std::move(*opened);
}

Endpoint Node::endpoint()
{
    if (!run_until(loop_, [&] { return port_ != 0; })) throw std::runtime_error{"the session does not listen"};
    return {"127.0.0.1", port_};
}

bool Node::stands(InfoHash const& bundle, Stage stage, std::chrono::milliseconds deadline)
{
    return run_until(
        loop_,
        [&] {
            std::optional<Stage> last;
            for (auto const& standing : all<Standing>()) {
                if (standing.bundle == bundle) last = standing.stage;
            }
            return last == stage;
        },
        deadline);
}

bool Node::offers(SampleBundle const& bundle)
{
    session_->seed({bundle.hash, bundle.directory, bundle.torrent, {}, {}});
    return stands(bundle.hash, Stage::serving);
}

std::chrono::milliseconds Node::stop()
{
    bool stopped = false;
    auto const begin = std::chrono::steady_clock::now();
    session_->stop([&] { stopped = true; });
    if (!run_until(loop_, [&] { return stopped; })) throw std::runtime_error{"the session does not stop"};
    session_.reset();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace nightletter::test
