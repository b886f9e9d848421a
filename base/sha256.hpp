// base/sha256.hpp: SHA-256 at the speed of the machine.
//
// OpenSSL's EVP uses the processor's SHA instructions; libsodium's is six to ten times slower here. Each object is
// used by one thread at a time.
#pragma once

#include <memory>

#include "base/octets.hpp"

namespace nightletter {

using Sha256 = Octets<struct Sha256Tag, 32>;

[[nodiscard]] Sha256 sha256(ByteView bytes);

class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void feed(ByteView bytes);
    // The digest of all that was fed; the stream then starts again, empty.
    [[nodiscard]] Sha256 finish();

private:
    struct Closer {
        void operator()(void* context) const noexcept;
    };
    std::unique_ptr<void, Closer> context_;
};

}  // namespace nightletter
