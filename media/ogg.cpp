// Ogg (RFC 3533) with Opus or Vorbis: kept are all pages. The second packet of each stream, its comments, is
// overwritten with an empty one of the same size, and the check sums of the pages it stands on are computed anew.
#include <map>

#include "media/octets_at.hpp"
#include "media/parsers.hpp"
#include "media/vorbis_comment.hpp"

namespace nightletter::media {
namespace {

constexpr std::uint64_t page_head = 27;
constexpr std::uint64_t check_sum_at = 22;
constexpr std::size_t most_streams = 64;
constexpr std::uint8_t begins_stream = 2;

std::uint32_t check_sum(ByteView page)
{
    std::uint32_t sum = 0;
    for (auto const octet : page) {
        sum ^= std::uint32_t{octet} << 24U;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1U ^ ((sum & 0x80000000U) != 0 ? 0x04C11DB7U : 0U);
    }
    return sum;
}

// One page: where it begins, its table of lengths, its body.
struct Page {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
    ByteView lengths;
    std::uint64_t body = 0;
    std::uint64_t stream = 0;
    std::uint8_t flags = 0;
};

struct Range {
    std::uint64_t at;
    std::uint64_t size;
};

// How far the first packets of a stream have come.
struct Stream {
    std::size_t packets = 0;      // complete ones
    std::vector<Range> comment;   // the parts of the second one so far
    std::vector<Page> its_pages;  // those it stands on
};

class Ogg {
public:
    explicit Ogg(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        for (std::uint64_t at = 0; at < file_.size();) {
            auto const page = page_at(at);
            if (!page) return fail(Unreadable::malformed);
            if (auto const fault = look_at(*page)) return fail(*fault);
            at += page->size;
        }
        for (auto const& [number, stream] : streams_) {
            if (stream.packets < 2) return fail(Unreadable::malformed);
        }
        if (streams_.empty()) return fail(Unreadable::malformed);
        write_pages();
        return std::move(examination_);
    }

private:
    [[nodiscard]] std::optional<Page> page_at(std::uint64_t at) const
    {
        using std::string_view_literals::operator""sv;
        if (!matches(file_, at, "OggS\0"sv) || !has(file_, at, page_head)) return std::nullopt;
        auto const count = file_[at + 26];
        if (!has(file_, at, page_head + count)) return std::nullopt;
        Page page{
            at,           page_head + count, part(file_, at + page_head, count), 0, little_endian(file_, at + 14, 4),
            file_[at + 5]};
        page.body = at + page.size;
        for (auto const length : page.lengths) page.size += length;
        return has(file_, at, page.size) ? std::optional{page} : std::nullopt;
    }

    std::optional<Unreadable> look_at(Page const& page)
    {
        if ((page.flags & begins_stream) != 0) {
            streams_[page.stream] = {};
            if (streams_.size() > most_streams) return Unreadable::too_much;
        }
        auto const found = streams_.find(page.stream);
        if (found == streams_.end()) return Unreadable::malformed;
        auto& stream = found->second;
        if (stream.packets >= 2) return std::nullopt;
        if (stream.packets == 1) stream.its_pages.push_back(page);
        auto at = page.body;
        for (auto const length : page.lengths) {
            if (stream.packets == 1) {
                if (stream.its_pages.empty()) stream.its_pages.push_back(page);
                stream.comment.push_back({at, length});
            }
            at += length;
            if (length == 255) continue;
            ++stream.packets;
            if (stream.packets == 1 && !is_known(page)) return Unreadable::unsupported;
            if (stream.packets == 2) return empty_comment(stream);
        }
        return std::nullopt;
    }

    // The first packet of a stream is alone on its page and says what is in it.
    [[nodiscard]] bool is_known(Page const& page) const
    {
        return matches(file_, page.body, "OpusHead") || matches(file_, page.body, "\x01vorbis");
    }

    std::optional<Unreadable> empty_comment(Stream& stream)
    {
        Bytes packet;
        for (auto const& range : stream.comment) append(packet, part(file_, range.at, range.size));
        if (!is_comment(packet)) return Unreadable::malformed;
        auto const emptied = emptied_comment(packet, examination_);
        if (!emptied) return packet.size() < 16 ? std::optional{Unreadable::malformed} : std::nullopt;
        std::uint64_t taken = 0;
        for (auto const& range : stream.comment) {
            new_bytes_[range.at] = copy_of(part(*emptied, taken, range.size));
            taken += range.size;
        }
        for (auto const& page : stream.its_pages) changed_[page.at] = page;
        return std::nullopt;
    }

    void write_pages()
    {
        for (auto const& [at, page] : changed_) {
            auto made = copy_of(part(file_, at, page.size));
            for (auto range = new_bytes_.lower_bound(at); range != new_bytes_.end() && range->first < at + page.size;
                 ++range) {
                std::copy(range->second.begin(), range->second.end(),
                          made.begin() + static_cast<std::ptrdiff_t>(range->first - at));
            }
            std::fill_n(made.begin() + check_sum_at, 4, std::uint8_t{0});
            Bytes sum;
            append_little_endian(sum, check_sum(made), 4);
            std::copy(sum.begin(), sum.end(), made.begin() + check_sum_at);
            examination_.overwrite(at, std::move(made));
        }
    }

    ByteView file_;
    std::map<std::uint64_t, Stream> streams_;
    std::map<std::uint64_t, Page> changed_;
    std::map<std::uint64_t, Bytes> new_bytes_;
    Examination examination_;
};

}  // namespace

Expected<Examination, Unreadable> examine_ogg(ByteView file)
{
    return Ogg{file}.examine();
}

}  // namespace nightletter::media
