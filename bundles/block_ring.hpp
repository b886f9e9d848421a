// bundles/block_ring.hpp: a few large buffers passed from one thread to one other.
//
// The bound is the answer to a reader that is faster than the hasher: it waits. Semaphores, because waiting is all
// that is shared; each buffer belongs to one side at a time, though the writer may go on reading what it handed over.
#pragma once

#include <semaphore.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace nightletter::bundles {

class Semaphore {
public:
    explicit Semaphore(unsigned count);
    ~Semaphore() { ::sem_destroy(&semaphore_); }
    Semaphore(Semaphore const&) = delete;
    Semaphore& operator=(Semaphore const&) = delete;

    void post() { ::sem_post(&semaphore_); }
    void wait();

private:
    sem_t semaphore_;
};

class BlockRing {
public:
    static constexpr std::size_t buffers = 4;
    static constexpr std::size_t buffer_size = 512U << 10U;  // bytes; a multiple of every leaf

    BlockRing();

    // The writer's side: a buffer to fill, then how much of it is filled. An empty one says that the file has ended.
    [[nodiscard]] std::span<std::uint8_t> free_buffer();
    void hand_over(std::size_t filled);

    // The reader's side: the next filled buffer, which stays valid until it is given back.
    [[nodiscard]] ByteView filled_buffer();
    void give_back();

private:
    std::array<std::vector<std::uint8_t>, buffers> storage_;
    std::array<std::size_t, buffers> filled_{};
    Semaphore free_{buffers};
    Semaphore ready_{0};
    std::size_t writing_ = 0;
    std::size_t reading_ = 0;
};

}  // namespace nightletter::bundles
