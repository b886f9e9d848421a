// tests/support/numbered.hpp: ids of nobody, told apart by a number.
//
// For tests that only carry ids about.
#pragma once

#include <array>

#include "base/names.hpp"

namespace nightletter::test {

template <class Id>
[[nodiscard]] Id numbered(std::uint8_t number)
{
    std::array<std::uint8_t, Id::size> bytes{};
    bytes[0] = number;
    return Id{bytes};
}

}  // namespace nightletter::test
