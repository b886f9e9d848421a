#include "media/webm_elements.hpp"

#include <bit>

namespace nightletter::media {
namespace {

// How many bytes the number that begins with `first` takes: 1 to 8, 9 for none.
unsigned width_of(std::uint8_t first)
{
    return static_cast<unsigned>(std::countl_zero(first)) + 1;
}

}  // namespace

std::optional<Element> element_at(ByteView file, std::uint64_t at, std::uint64_t end)
{
    if (at >= end || end > file.size()) return std::nullopt;
    auto const id_width = width_of(file[at]);
    if (id_width > 4 || end - at < id_width + 1) return std::nullopt;
    auto const size_at = at + id_width;
    auto const size_width = width_of(file[size_at]);
    if (size_width > 8 || end - size_at < size_width) return std::nullopt;
    auto const all_ones = (std::uint64_t{1} << 7U * size_width) - 1;
    auto const size = big_endian(file, size_at, size_width) & all_ones;
    Element element{at, big_endian(file, at, id_width), size_at + size_width, end, size == all_ones};
    if (element.is_open) return element;
    if (size > end - element.body) return std::nullopt;
    element.end = element.body + size;
    return element;
}

Bytes void_head(std::uint64_t size)
{
    Bytes head{0xEC};
    if (size < 2 + 127) {
        head.push_back(static_cast<std::uint8_t>(0x80U | (size - 2)));
    } else {
        append_big_endian(head, std::uint64_t{1} << 56U | (size - 9), 8);
    }
    return head;
}

}  // namespace nightletter::media
