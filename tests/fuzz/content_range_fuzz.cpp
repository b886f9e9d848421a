// What a server says about its bytes: an accepted range is one that a file can have.
#include "base/result.hpp"
#include "web/content_range.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const range = nightletter::web::parse_content_range({reinterpret_cast<char const*>(data), size});
    NIGHTLETTER_INSIST(!range || (range->first <= range->last && range->last < range->total));
    return 0;
}
