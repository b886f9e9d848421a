#include "media/mp4_boxes.hpp"

namespace nightletter::media {

std::optional<std::vector<Box>> boxes_between(ByteView file, std::uint64_t begin, std::uint64_t end)
{
    std::vector<Box> boxes;
    for (auto at = begin; at < end;) {
        if (end - at < 8 || boxes.size() == most_boxes) return std::nullopt;
        Box box{at, 8, big_endian(file, at, 4), as_text(part(file, at + 4, 4))};
        if (box.size == 1) {
            if (end - at < 16) return std::nullopt;
            box.head = 16;
            box.size = big_endian(file, at + 8, 8);
        } else if (box.size == 0) {
            box.size = end - at;  // to the end of the file
        }
        if (box.size < box.head || box.size > end - at) return std::nullopt;
        boxes.push_back(box);
        at += box.size;
    }
    return boxes;
}

}  // namespace nightletter::media
