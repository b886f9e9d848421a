// docs/formats.md section 3: what is read as a root is its own canonical text.
#include "trust/root.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::trust::Root::parse({bytes, size});
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
