#include "bundles/block_ring.hpp"

#include <cerrno>

#include "base/result.hpp"

namespace nightletter::bundles {

Semaphore::Semaphore(unsigned count)
{
    NIGHTLETTER_INSIST(::sem_init(&semaphore_, 0, count) == 0);
}

void Semaphore::wait()
{
    while (::sem_wait(&semaphore_) != 0) NIGHTLETTER_INSIST(errno == EINTR);
}

BlockRing::BlockRing()
{
    for (auto& buffer : storage_) buffer.resize(buffer_size);
}

std::span<std::uint8_t> BlockRing::free_buffer()
{
    free_.wait();
    return storage_[writing_];
}

void BlockRing::hand_over(std::size_t filled)
{
    filled_[writing_] = filled;
    writing_ = (writing_ + 1) % buffers;
    ready_.post();
}

ByteView BlockRing::filled_buffer()
{
    ready_.wait();
    return ByteView{storage_[reading_]}.first(filled_[reading_]);
}

void BlockRing::give_back()
{
    reading_ = (reading_ + 1) % buffers;
    free_.post();
}

}  // namespace nightletter::bundles
