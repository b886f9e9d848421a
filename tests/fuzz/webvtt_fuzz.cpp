// docs/formats.md section 2, timed transcripts: what is read is written, and read back equal.
#include "bundles/webvtt.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    static std::vector<bundles::Speaker> const people{{.id = "a", .name = {{"en", "A"}, {"fa", "آ"}}},
                                                      {.id = "b", .name = {{"en", "A B"}}}};
    auto const read = bundles::parse_webvtt({bytes, size}, people);
    if (!read) return 0;
    auto const text = bundles::webvtt_text(*read, people, "en");
    NIGHTLETTER_INSIST(bundles::parse_webvtt(as_bytes(text), people) == *read);
    return 0;
}
