#include "daemon/control/message.hpp"

namespace nightletter::daemon::control {

Reply refusal(unsigned status, Failure const& failure)
{
    return {status, "application/json", failure_json(failure) + '\n', false};
}

}  // namespace nightletter::daemon::control
