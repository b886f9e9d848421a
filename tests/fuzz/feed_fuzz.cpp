// docs/formats.md section 3: what is read as a feed is its own canonical text.
#include "trust/feed.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const parsed = nightletter::trust::Feed::parse({bytes, size});
    if (parsed) NIGHTLETTER_INSIST(parsed->text() == nightletter::as_text({bytes, size}));
    return 0;
}
