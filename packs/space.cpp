#include "packs/space.hpp"

#include <linux/magic.h>
#include <sys/statfs.h>

#include <limits>

namespace nightletter::packs {
namespace {

constexpr std::uint64_t largest_fat_file = 0xffff'ffffU;
constexpr std::uint64_t largest_cluster = 32U << 10U;

}  // namespace

Expected<Space, Trouble> space_at(std::filesystem::path const& path)
{
    std::error_code error;
    auto place = std::filesystem::absolute(path, error).lexically_normal();
    while (!std::filesystem::exists(place, error) && place.has_relative_path()) place = place.parent_path();
    struct statfs status {};
    if (::statfs(place.c_str(), &status) != 0) return fail(trouble_from_errno("examine", place.string()));
    bool const is_fat = status.f_type == MSDOS_SUPER_MAGIC;
    return Space{static_cast<std::uint64_t>(status.f_bavail) * static_cast<std::uint64_t>(status.f_bsize),
                 is_fat ? largest_fat_file : std::numeric_limits<std::uint64_t>::max()};
}

std::uint64_t space_taken(std::uint64_t bytes, std::uint64_t files)
{
    return bytes + files * largest_cluster;
}

}  // namespace nightletter::packs
