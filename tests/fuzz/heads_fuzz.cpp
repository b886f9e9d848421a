// docs/formats.md section 4: what is read as a file of heads is its own canonical text.
#include "trust/heads.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::trust::Heads::parse({bytes, size});
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
