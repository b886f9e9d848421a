// docs/formats.md section 6 D: a proof that is read is written back the same, and judging it never fails otherwise.
#include "trust/proof.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const proof = nightletter::trust::Proof::parse({bytes, size});
    if (!proof) return 0;
    NIGHTLETTER_INSIST(proof->bytes() == nightletter::Bytes(bytes, bytes + size));
    (void)nightletter::trust::check_proof(*proof);
    return 0;
}
