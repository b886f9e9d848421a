// docs/formats.md section 9: what is read as an envelope is its own text; what is not has a sentence that says why.
#include "signer/envelope.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::signer::Envelope::parse({bytes, size});
    if (!parsed) NIGHTLETTER_INSIST(!nightletter::signer::sentence(parsed.error()).empty());
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
