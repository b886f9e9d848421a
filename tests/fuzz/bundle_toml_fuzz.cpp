// bundle.toml: whatever a person writes is read or refused, and what is read is written and read back equal.
#include "bundles/bundle_toml.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const read = bundles::read_bundle_toml(as_text({bytes, size}));
    if (!read) return 0;
    (void)bundles::remarks_in(*read);
    auto const again = bundles::read_bundle_toml(bundles::bundle_toml_text(read->slug, read->metadata));
    NIGHTLETTER_INSIST(again && again->metadata == read->metadata && again->slug == read->slug);
    return 0;
}
