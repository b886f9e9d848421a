// What comes over the control socket, as the daemon reads it within its bounds: HTTP, the path, the body.
#include <boost/beast/http.hpp>

#include "daemon/control/body.hpp"
#include "daemon/control/request.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace nightletter::daemon::control;
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    bound(parser);
    boost::system::error_code error;
    parser.put(boost::asio::buffer(data, size), error);
    if (error || !parser.is_done()) return 0;
    auto const& asked = parser.get();
    auto const request = request_of(std::string{asked.method_string()}, std::string{asked.target()}, asked.body());
    if (request) (void)Body::read(request->body);
    return 0;
}
