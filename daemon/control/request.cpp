#include "daemon/control/request.hpp"

#include <algorithm>

namespace nightletter::daemon::control {
namespace {

std::optional<Method> method_of(std::string_view method)
{
    if (method == "GET") return Method::get;
    if (method == "PUT") return Method::put;
    if (method == "DELETE") return Method::remove;
    if (method == "POST") return Method::post;
    return std::nullopt;
}

std::vector<std::string> parts_of(std::string_view target)
{
    std::vector<std::string> parts;
    while (!target.empty()) {
        target.remove_prefix(target.front() == '/' ? 1 : 0);
        auto const end = std::min(target.find('/'), target.size());
        parts.emplace_back(target.substr(0, end));
        target.remove_prefix(end);
    }
    return parts;
}

}  // namespace

std::optional<Request> request_of(std::string_view method, std::string_view target, std::string body)
{
    auto const known = method_of(method);
    if (!known) return std::nullopt;
    return Request{*known, parts_of(target), std::move(body)};
}

}  // namespace nightletter::daemon::control
