// docs/formats.md section 4: the value of a mutable item from the DHT, as anybody may put it there.
#include "trust/heads.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    nightletter::ByteView const all{bytes, size};
    auto const salt = all.first(std::min<std::size_t>(size, 10));
    auto const head = nightletter::trust::check_head(all.subspan(salt.size()), 0, nightletter::as_text(salt), {}, {});
    NIGHTLETTER_INSIST(!head);  // nobody signed it
    return 0;
}
