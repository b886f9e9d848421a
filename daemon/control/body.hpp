// daemon/control/body.hpp: the JSON object that a request may bring, read strictly.
//
// docs/control.md, "Requests". Members are strings or lists of strings; a member that comes twice, anything nested
// deeper, anything after the object is refused. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace nightletter::daemon::control {

class Body {
public:
    using Value = std::variant<std::string, std::vector<std::string>>;
    static constexpr std::size_t most_members = 32;
    static constexpr std::size_t longest_list = 256;

    // The error says what is wrong with it. No bytes at all are an empty object.
    [[nodiscard]] static Expected<Body, std::string> read(std::string_view json);

    // nullopt when there is none; an error when it is not of that kind.
    [[nodiscard]] Expected<std::optional<std::string>, std::string> text(std::string const& name) const;
    [[nodiscard]] Expected<std::vector<std::string>, std::string> list(std::string const& name) const;
    // The first member that is not among these.
    [[nodiscard]] std::optional<std::string> unknown(std::vector<std::string> const& known) const;

private:
    std::map<std::string, Value> members_;
};

}  // namespace nightletter::daemon::control
