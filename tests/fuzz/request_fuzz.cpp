// docs/formats.md section 9: a request or response that is read is written back the same but for its notes.
#include "signer/request.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    auto const request = nightletter::signer::read_request({bytes, size});
    if (!request) return 0;
    auto const file = request->file();
    NIGHTLETTER_INSIST(nightletter::signer::read_request(file)->file() == file);
    return 0;
}
