// docs/formats.md section 3: whatever the bytes, they are lines or a fault, and lines are what the bytes say.
#include "base/line_document.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const lines = nightletter::read_lines({bytes, size});
    if (!lines) return 0;
    std::string text;
    for (auto const& line : *lines) text += std::string{line.text()} + "\n";
    NIGHTLETTER_INSIST(nightletter::as_text({bytes, size}) == text + "end\n");
    return 0;
}
