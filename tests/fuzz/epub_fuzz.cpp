// What hostile epub files can do to the child that reads them: nothing; and a cleaned one is clean.
#include "tests/fuzz/clean_and_look_again.hpp"

using namespace nightletter;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size)
{
    test::clean_and_look_again(media::Format::epub, {bytes, size});
    return 0;
}
