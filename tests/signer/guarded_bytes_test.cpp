// signer/guarded_bytes.hpp: a secret's memory moves, ends where it ends, cannot be changed once it is sealed.
#include "signer/guarded_bytes.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <type_traits>

namespace nightletter::signer {
namespace {

static_assert(!std::is_copy_constructible_v<GuardedBytes>);
static_assert(!std::is_copy_assignable_v<GuardedBytes>);

// The `VmFlags` line of the mapping that holds `address`: "lo" is locked, "dd" is left out of core dumps.
std::string flags_of(void const* address)
{
    std::ifstream maps{"/proc/self/smaps"};
    auto const wanted = reinterpret_cast<std::uintptr_t>(address);
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t low = 0;
        std::uintptr_t high = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &low, &high) == 2) inside = low <= wanted && wanted < high;
        if (inside && line.starts_with("VmFlags:")) return line + ' ';
    }
    return {};
}

TEST(GuardedBytesTest, AreLockedInMemoryAndLeftOutOfCoreDumps)
{
    GuardedBytes const secret{64};
    auto const flags = flags_of(secret.bytes().data());
#ifndef __SANITIZE_ADDRESS__  // it makes mlock do nothing
    EXPECT_NE(flags.find(" lo "), std::string::npos) << flags;
#endif
    EXPECT_NE(flags.find(" dd "), std::string::npos) << flags;
}

TEST(GuardedBytesTest, AreZerosAtFirst)
{
    GuardedBytes const secret{16};
    for (auto const byte : secret.bytes()) EXPECT_EQ(byte, 0);
}

TEST(GuardedBytesTest, WipeWhatIsCutOff)
{
    GuardedBytes secret{4};
    secret.writable()[3] = 7;
    auto const* const last = secret.bytes().data() + 3;
    secret.shrink(2);
    EXPECT_EQ(secret.size(), 2U);
    EXPECT_EQ(*last, 0);
}

TEST(GuardedBytesDeathTest, AWriteToSealedBytesEndsTheProcess)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    GuardedBytes secret{4};
    secret.seal();
    EXPECT_DEATH(secret.writable()[0] = 1, "");
}

TEST(GuardedBytesDeathTest, AReadPastTheirEndEndsTheProcess)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    GuardedBytes const secret{4096};
    std::uint8_t const volatile* const past = secret.bytes().data() + 4096;
    EXPECT_DEATH({ [[maybe_unused]] auto const byte = *past; }, "");
}

}  // namespace
}  // namespace nightletter::signer
