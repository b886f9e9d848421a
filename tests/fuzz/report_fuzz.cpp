// What a child in a stranger's hands may say: it is refused, or it is what report_bytes writes.
#include "media/report.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const report = media::parse_report({bytes, size});
    NIGHTLETTER_INSIST(!report || as_text(media::report_bytes(*report)) == as_text({bytes, size}));
    return 0;
}
