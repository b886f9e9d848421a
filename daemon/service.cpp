#include "daemon/service.hpp"

#include "daemon/settings.hpp"

namespace nightletter::daemon {

Service::Service(Loop& loop, mirror::Observer observer) : loop_{loop}, observer_{std::move(observer)} {}

Expected<void, mirror::NotOpened> Service::open(config::Config const& config)
{
    NIGHTLETTER_INSIST(state_ == State::closed);
    auto node = mirror::Node::open(loop_, options_of(config), observer_);
    if (!node) return fail(node.error());
    node_ = std::move(*node);
    state_ = State::open;
    return {};
}

void Service::close(std::function<void()> closed)
{
    NIGHTLETTER_INSIST(state_ == State::open);
    state_ = State::closing;
    node_->stop([this, closed = std::move(closed)] {
        // The node is among the callers of this.
        loop_.post([this, closed] {
            node_.reset();
            state_ = State::closed;
            closed();
        });
    });
}

}  // namespace nightletter::daemon
