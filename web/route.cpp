#include "web/route.hpp"

#include "base/web_address.hpp"

namespace nightletter::web {

bool is_proxy(std::string_view text)
{
    return is_proxy_address(text);
}

bool is_connect_to(std::string_view text)
{
    return nightletter::is_connect_to(text);
}

}  // namespace nightletter::web
