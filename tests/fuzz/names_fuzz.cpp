// docs/formats.md section 1: a name that is read is written back the same, in lower case.
#include "base/names.hpp"

#include <cctype>

#include "base/result.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    std::string text{reinterpret_cast<char const*>(bytes), size};
    auto const publisher = nightletter::parse_publisher(text);
    auto const bundle = nightletter::parse_bundle(text);
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (publisher) NIGHTLETTER_INSIST(nightletter::publisher_text(*publisher) == text);
    if (bundle) NIGHTLETTER_INSIST(nightletter::bundle_text(*bundle) == text);
    return 0;
}
