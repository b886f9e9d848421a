#include "base/result.hpp"
#include "store/traffic_months.hpp"

// What was read is written, and read again the same.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using nightletter::store::TrafficMonths;
    auto const months = TrafficMonths::parse({data, size});
    if (!months) return 0;
    NIGHTLETTER_INSIST(TrafficMonths::parse(nightletter::as_bytes(months->text())) == months);
    return 0;
}
