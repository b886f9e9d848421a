// docs/formats.md section 3: what is read as a signature set is its own canonical text.
#include "trust/minisign.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::trust::SignatureSet::parse({bytes, size});
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
