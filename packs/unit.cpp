#include "packs/unit.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/durable_file.hpp"

namespace nightletter::packs {
namespace {

constexpr std::size_t block_bytes = 256U << 10U;

Expected<void, Trouble> each_block_of(JudgedFile const& file, TakeBlock const& take)
{
    FileDescriptor const open{::open(file.where.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!open.is_open()) return fail(trouble_from_errno("open", file.where.string()));
    Bytes block(block_bytes);
    Sha256Stream hash;
    std::uint64_t seen = 0;
    while (seen <= file.size) {
        auto const got = ::read(open.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(trouble_from_errno("read", file.where.string()));
        if (got == 0) break;
        seen += static_cast<std::uint64_t>(got);
        auto const bytes = ByteView{block}.first(static_cast<std::size_t>(got));
        hash.feed(bytes);
        if (seen > file.size) break;
        if (auto taken = take(bytes); !taken) return taken;
    }
    if (seen == file.size && hash.finish() == file.digest) return {};
    return fail(Trouble{"copy", file.where.string(), "it changed after it was verified", Retry::may_help});
}

Expected<void, Trouble> block_of(MadeFile const& file, std::string const& path, TakeBlock const& take)
{
    auto const bytes = file.make();
    if (!bytes) return fail(bytes.error());
    if (bytes->size() == file.size && sha256(*bytes) == file.digest) return take(*bytes);
    return fail(Trouble{"make", path, "what it is made of changed after it was verified", Retry::may_help});
}

}  // namespace

MadeFile MadeFile::like(ByteView bytes, Make make)
{
    return {std::move(make), bytes.size(), sha256(bytes)};
}

std::uint64_t PackFile::size() const
{
    if (auto const* const bytes = std::get_if<Bytes>(&contents)) return bytes->size();
    if (auto const* const made = std::get_if<MadeFile>(&contents)) return made->size;
    return std::get<JudgedFile>(contents).size;
}

Sha256 PackFile::digest() const
{
    if (auto const* const bytes = std::get_if<Bytes>(&contents)) return sha256(*bytes);
    if (auto const* const made = std::get_if<MadeFile>(&contents)) return made->digest;
    return std::get<JudgedFile>(contents).digest;
}

std::uint64_t PackUnit::size() const
{
    std::uint64_t sum = 0;
    for (auto const& file : files) sum += file.size();
    return sum;
}

Expected<void, Trouble> each_block(PackFile const& file, TakeBlock const& take)
{
    if (auto const* const bytes = std::get_if<Bytes>(&file.contents)) return take(*bytes);
    if (auto const* const made = std::get_if<MadeFile>(&file.contents)) return block_of(*made, file.path, take);
    return each_block_of(std::get<JudgedFile>(file.contents), take);
}

}  // namespace nightletter::packs
