// daemon/control/objections.hpp: why the daemon does not do what it was asked, in the words of the command line.
//
// docs/control.md, "Errors". Pure, any thread.
#pragma once

#include "daemon/control/message.hpp"
#include "daemon/policy.hpp"

namespace nightletter::daemon::control {

// `id`: what the request was about, as it was written.
[[nodiscard]] Reply refusal_of(Objection objection, std::string const& id);
[[nodiscard]] Reply bad_json(std::string const& what);
[[nodiscard]] Reply bad_value(std::string const& what);
[[nodiscard]] Reply no_such_route(std::string const& what);
[[nodiscard]] Reply no_such_method();
[[nodiscard]] Reply not_an_id(std::string const& text);
[[nodiscard]] Reply not_known(std::string const& id);
[[nodiscard]] Reply wrong_configuration(config::Fault const& fault);
[[nodiscard]] Reply not_open();

}  // namespace nightletter::daemon::control
