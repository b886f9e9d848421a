#include "base/sha256.hpp"

#include <openssl/evp.h>

#include "base/result.hpp"

namespace nightletter {
namespace {

EVP_MD const* algorithm()
{
    static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    NIGHTLETTER_INSIST(fetched != nullptr);
    return fetched;
}

EVP_MD_CTX* in(void* context)
{
    return static_cast<EVP_MD_CTX*>(context);
}

}  // namespace

void Sha256Stream::Closer::operator()(void* context) const noexcept
{
    EVP_MD_CTX_free(in(context));
}

Sha256Stream::Sha256Stream() : context_{EVP_MD_CTX_new()}
{
    NIGHTLETTER_INSIST(context_ != nullptr);
    NIGHTLETTER_INSIST(EVP_DigestInit_ex2(in(context_.get()), algorithm(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::feed(ByteView bytes)
{
    NIGHTLETTER_INSIST(EVP_DigestUpdate(in(context_.get()), bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Stream::finish()
{
    std::array<std::uint8_t, 32> digest{};
    NIGHTLETTER_INSIST(EVP_DigestFinal_ex(in(context_.get()), digest.data(), nullptr) == 1);
    NIGHTLETTER_INSIST(EVP_DigestInit_ex2(in(context_.get()), nullptr, nullptr) == 1);
    return Sha256{digest};
}

Sha256 sha256(ByteView bytes)
{
    thread_local Sha256Stream stream;
    stream.feed(bytes);
    return stream.finish();
}

}  // namespace nightletter
