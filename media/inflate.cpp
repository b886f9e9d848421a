#include "media/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace nightletter::media {
namespace {

class Stream {
public:
    explicit Stream(Wrapper wrapper)
    {
        is_open_ = ::inflateInit2(&state_, wrapper == Wrapper::zlib ? MAX_WBITS : -MAX_WBITS) == Z_OK;
    }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;
    ~Stream()
    {
        if (is_open_) ::inflateEnd(&state_);
    }

    [[nodiscard]] bool is_open() const { return is_open_; }
    z_stream& state() { return state_; }

private:
    z_stream state_{};
    bool is_open_ = false;
};

}  // namespace

std::optional<Bytes> inflated(ByteView packed, std::uint64_t most, Wrapper wrapper)
{
    Stream stream{wrapper};
    if (!stream.is_open() || packed.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
    auto& state = stream.state();
    state.next_in = const_cast<Bytef*>(packed.data());
    state.avail_in = static_cast<uInt>(packed.size());
    Bytes made;
    std::array<std::uint8_t, 16'384> some{};
    for (int result = Z_OK; result == Z_OK;) {
        state.next_out = some.data();
        state.avail_out = some.size();
        result = ::inflate(&state, Z_NO_FLUSH);
        auto const got = some.size() - state.avail_out;
        if ((result != Z_OK && result != Z_STREAM_END) || got > most - made.size()) return std::nullopt;
        made.insert(made.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(got));
    }
    return made;
}

}  // namespace nightletter::media
