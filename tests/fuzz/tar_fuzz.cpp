// docs/formats.md 5.8: whatever a tar says, its files lie inside it, under names that lead nowhere else.
#include "packs/tar_listing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const listing = nightletter::packs::list_tar({bytes, size});
    if (!listing) return 0;
    for (auto const& file : listing->files) {
        NIGHTLETTER_INSIST(file.offset <= size && file.size <= size - file.offset);
        NIGHTLETTER_INSIST(("/" + file.path + "/").find("/../") == std::string::npos && !file.path.starts_with('/'));
    }
    return 0;
}
