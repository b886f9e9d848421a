// docs/formats.md section 2, metadata: only the canonical bytes of what they say are read.
#include "bundles/metadata.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const read = bundles::parse_metadata({bytes, size});
    if (!read) return 0;
    NIGHTLETTER_INSIST(bundles::metadata_text(*read) == as_text({bytes, size}));
    NIGHTLETTER_INSIST(bundles::faults_in(*read).empty());
    return 0;
}
