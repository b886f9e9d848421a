#include "base/octets.hpp"

namespace nightletter {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

std::string to_hex(ByteView bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 0x0fU];
    }
    return text;
}

bool from_hex(std::string_view text, std::span<std::uint8_t> out)
{
    if (text.size() != out.size() * 2) return false;
    if (text.find_first_not_of(digits) != std::string_view::npos) return false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const high = digits.find(text[2 * i]);
        auto const low = digits.find(text[2 * i + 1]);
        out[i] = static_cast<std::uint8_t>(high << 4U | low);
    }
    return true;
}

}  // namespace nightletter
