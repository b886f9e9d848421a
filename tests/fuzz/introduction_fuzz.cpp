#include "swarm/introduction.hpp"

// A payload that is read is the one spelling of its list.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const payload = nightletter::ByteView{data, size};
    auto const peers = nightletter::swarm::parse_introduction(payload);
    if (!peers) return 0;
    NIGHTLETTER_INSIST(nightletter::swarm::introduction(*peers) == nightletter::copy_of(payload));
    return 0;
}
