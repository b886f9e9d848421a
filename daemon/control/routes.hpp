// daemon/control/routes.hpp: what can be asked over the control socket.
//
// docs/control.md lists the same table; a test compares them. Writing twice is writing once. Loop thread only.
#pragma once

#include "daemon/control/answers.hpp"
#include "daemon/control/message.hpp"

namespace nightletter::daemon::control {

// One that is understood; `{id}` stands for one part of the path.
struct Route {
    Method method;
    std::string path;  // "/v1/pins/{id}"
};
[[nodiscard]] std::vector<Route> all_routes();

class Routes {
public:
    // `operations` outlives this object and every answer.
    explicit Routes(Operations& operations) : operations_{operations} {}

    void answer(Request const& request, Answer const& done);

private:
    Operations& operations_;
};

}  // namespace nightletter::daemon::control
