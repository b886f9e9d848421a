#include "media/vorbis_comment.hpp"

#include <algorithm>

#include "media/octets_at.hpp"

namespace nightletter::media {
namespace {

constexpr std::string_view opus_start{"OpusTags"};
constexpr std::string_view vorbis_start{"\x03vorbis"};

void tell(ByteView packet, std::uint64_t at, Examination& examination)
{
    auto const vendor = little_endian(packet, at, 4);
    if (vendor > 0) examination.found(Kind::device, "comment header");
    at += 4 + vendor;
    auto const fields = little_endian(packet, at, 4);
    at += 4;
    for (std::uint64_t i = 0; i < fields && has(packet, at, 4); ++i) {
        auto const size = little_endian(packet, at, 4);
        auto const field = as_text(part(packet, at + 4, size));
        examination.found(kind_of_name(field.substr(0, std::min(field.find('='), field.size()))), "comment header");
        at += 4 + size;
    }
}

}  // namespace

bool is_comment(ByteView packet)
{
    return matches(packet, 0, opus_start) || matches(packet, 0, vorbis_start);
}

std::optional<Bytes> emptied_comment(ByteView packet, Examination& examination)
{
    bool const is_opus = matches(packet, 0, opus_start);
    if (!is_comment(packet)) return std::nullopt;
    auto const start = is_opus ? opus_start : vorbis_start;
    auto emptied = copy_of(as_bytes(start));
    emptied.resize(start.size() + 8);    // no vendor, no fields
    if (!is_opus) emptied.push_back(1);  // the framing bit
    // Opus and Vorbis decoders pass over what follows; a packet that is too short for this is no comment.
    if (packet.size() < emptied.size()) return std::nullopt;
    emptied.resize(packet.size());
    if (std::ranges::equal(emptied, packet)) return std::nullopt;
    auto const tags = examination.tags().size();
    tell(packet, start.size(), examination);
    if (examination.tags().size() == tags) examination.found(Kind::other, "comment header");
    return emptied;
}

}  // namespace nightletter::media
