// docs/formats.md section 6 E: what is accepted is accepted again in the form in which it is handed on.
#include "bundles/torrent_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    using namespace nightletter::bundles;
    nightletter::ByteView const received{bytes, size};
    for (auto const check : {check_torrent, check_info}) {
        auto const torrent = check(received, {});
        if (torrent) NIGHTLETTER_INSIST(check_torrent(torrent->torrent(), {torrent->info_hash()}).has_value());
    }
    return 0;
}
