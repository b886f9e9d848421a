// signer/guarded_bytes.hpp: memory in which a secret may lie.
//
// Fenced by pages that cannot be touched, locked against swapping, left out of core dumps, wiped when it goes. Moves,
// never copies, prints nothing. After `seal` the pages are read-only. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"

namespace nightletter::signer {

class GuardedBytes {
public:
    GuardedBytes() = default;
    explicit GuardedBytes(std::size_t size);  // zeros

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] ByteView bytes() const { return {memory_.get(), size_}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return {memory_.get(), size_}; }
    // The first `size` bytes are the contents from now on; the rest is wiped.
    void shrink(std::size_t size);
    // From here on a write ends the process.
    void seal();

private:
    struct Release {
        void operator()(std::uint8_t* memory) const noexcept;
    };
    std::unique_ptr<std::uint8_t[], Release> memory_;
    std::size_t size_ = 0;
};

}  // namespace nightletter::signer
