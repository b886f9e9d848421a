#include "swarm/contacts.hpp"

// What was read is written, and read again the same.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using nightletter::swarm::Contacts;
    auto const contacts = Contacts::parse({data, size});
    NIGHTLETTER_INSIST(Contacts::parse(nightletter::as_bytes(contacts.text())) == contacts);
    return 0;
}
