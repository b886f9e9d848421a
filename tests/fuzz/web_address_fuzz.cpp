// Addresses of web servers, proxies, other places to call, as people write them: what is accepted is bounded, has no
// user and no line break.
#include "base/result.hpp"
#include "base/web_address.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    bool const accepted =
        nightletter::is_web_address(text) || nightletter::is_proxy_address(text) || nightletter::is_connect_to(text);
    NIGHTLETTER_INSIST(!accepted || (size <= 400 && text.find_first_of("@\r\n \0") == std::string_view::npos));
    return 0;
}
