// docs/formats.md section 2, "Profile": a path that is read is the same path, whatever stands around it.
#include "bundles/path.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(bytes), size};
    auto const path = nightletter::bundles::BundlePath::parse(text);
    if (!path) return 0;
    NIGHTLETTER_INSIST(path->text() == text && path->parts().size() <= nightletter::bundles::deepest_path);
    for (auto const part : path->parts()) NIGHTLETTER_INSIST(nightletter::bundles::Slug::parse(part).has_value());
    return 0;
}
