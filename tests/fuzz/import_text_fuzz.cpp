// docs/formats.md section 2, importers: what they write, a bundle's own parsers read.
#include "bundles/import_text.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    (void)bundles::speaker_candidates({bytes, size});
    auto const made = bundles::import_text({bytes, size}, {"en", {"A", "A B", "آ"}});
    if (!made) return 0;
    auto const read = bundles::read_transcript({"en", made->kind}, as_bytes(made->transcript), made->draft.speakers);
    NIGHTLETTER_INSIST(read || read.error().refusal == bundles::Refusal::no_turns ||
                       read.error().refusal == bundles::Refusal::not_plain_text ||
                       read.error().refusal == bundles::Refusal::text_too_large);
    return 0;
}
