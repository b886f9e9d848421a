// docs/formats.md section 2.4: a manifest that is read is written back the same.
#include "bundles/bag.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    using namespace nightletter::bundles;
    nightletter::ByteView const received{bytes, size};
    for (auto const what : {ManifestOf::payload, ManifestOf::tag_files}) {
        auto const manifest = Manifest::parse(received, what);
        if (manifest) NIGHTLETTER_INSIST(manifest->text() == nightletter::as_text(received));
    }
    return 0;
}
