#include "mirror/wire.hpp"

// A payload that decodes is the one spelling of its message.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const payload = nightletter::ByteView{data, size};
    auto const message = nightletter::mirror::decode(payload);
    if (!message || std::holds_alternative<nightletter::mirror::Unknown>(*message)) return 0;
    NIGHTLETTER_INSIST(nightletter::mirror::encode(*message) == nightletter::copy_of(payload));
    return 0;
}
