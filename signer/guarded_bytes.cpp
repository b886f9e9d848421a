#include "signer/guarded_bytes.hpp"

#include <sodium.h>

#include "base/result.hpp"

namespace nightletter::signer {

GuardedBytes::GuardedBytes(std::size_t size) : size_{size}
{
    NIGHTLETTER_INSIST(sodium_init() >= 0);
    memory_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    // A key that cannot be protected is not handled at all; there is nothing sensible to go on with.
    NIGHTLETTER_INSIST(memory_ != nullptr);
    sodium_memzero(memory_.get(), size);
}

void GuardedBytes::Release::operator()(std::uint8_t* memory) const noexcept
{
    sodium_free(memory);
}

void GuardedBytes::shrink(std::size_t size)
{
    NIGHTLETTER_INSIST(size <= size_);
    sodium_memzero(memory_.get() + size, size_ - size);
    size_ = size;
}

void GuardedBytes::seal()
{
    if (memory_) NIGHTLETTER_INSIST(sodium_mprotect_readonly(memory_.get()) == 0);
}

}  // namespace nightletter::signer
