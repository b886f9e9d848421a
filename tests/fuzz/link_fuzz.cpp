// docs/formats.md 1.6: a link that is read is written so that it is read as the same link.
#include "reader/link.hpp"

#include "base/result.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const link = nightletter::reader::parse_link({reinterpret_cast<char const*>(bytes), size});
    if (!link) return 0;
    NIGHTLETTER_INSIST(nightletter::reader::parse_link(link->qr_text()) == link);
    return 0;
}
