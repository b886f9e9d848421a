#include "swarm/inbox.hpp"

namespace nightletter::swarm {

void Inbox::post(std::function<void()> what)
{
    loop_.post([inbox = shared_from_this(), what = std::move(what)] {
        if (!inbox->closed_) what();
    });
}

bool Inbox::post_payload(std::size_t bytes, std::function<void()> what)
{
    if (waiting_.fetch_add(bytes) + bytes > bound_) {
        waiting_.fetch_sub(bytes);
        return false;
    }
    loop_.post([inbox = shared_from_this(), bytes, what = std::move(what)] {
        inbox->waiting_.fetch_sub(bytes);
        if (!inbox->closed_) what();
    });
    return true;
}

}  // namespace nightletter::swarm
