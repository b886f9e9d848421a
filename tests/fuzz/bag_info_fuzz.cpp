// docs/formats.md section 2.2: a bag-info.txt that is read is written back the same.
#include "bundles/bag.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    nightletter::ByteView const received{bytes, size};
    auto const info = nightletter::bundles::BagInfo::parse(received);
    if (info) NIGHTLETTER_INSIST(info->text() == nightletter::as_text(received));
    return 0;
}
