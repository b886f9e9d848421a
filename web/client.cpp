#include "web/client.hpp"

#include "web/multi.hpp"
#include "web/transfer.hpp"

namespace nightletter::web {

Client::Client(Loop& loop, Route route) : loop_{loop}, route_{std::move(route)}, multi_{std::make_unique<Multi>(loop)}
{
}

Client::~Client() = default;

Moved Client::moved() const
{
    return multi_->moved();
}

std::unique_ptr<Visit> Client::get(Request request, std::function<void(Outcome)> done)
{
    return std::make_unique<Transfer>(*multi_, loop_, route_, std::move(request), std::move(done));
}

}  // namespace nightletter::web
