// docs/formats.md section 6: the record that a store reads back has one spelling.
#include "trust/record.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::trust::Record::parse({bytes, size});
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
