// docs/formats.md 8.5 and 8.6: a sheet that is read in one spelling is the same sheet in the other.
#include "signer/sheet_text.hpp"

#include "base/result.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    using namespace nightletter::signer;
    auto const sheet = read_sheet({reinterpret_cast<char const*>(bytes), size});
    if (!sheet) return 0;
    NIGHTLETTER_INSIST(read_sheet(qr_text_of(*sheet)) && *read_sheet(qr_text_of(*sheet)) == *sheet);
    NIGHTLETTER_INSIST(sheet_of(lines_of(*sheet)) && *sheet_of(lines_of(*sheet)) == *sheet);
    return 0;
}
