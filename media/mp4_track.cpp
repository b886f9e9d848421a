#include "media/mp4_track.hpp"

#include <algorithm>

namespace nightletter::media {
namespace {

// The first box of each name, going down from `box`: {"mdia", "hdlr"}.
std::optional<Box> descendant(ByteView file, Box const& box, std::initializer_list<std::string_view> names)
{
    Box found = box;
    for (auto const name : names) {
        auto const children = boxes_between(file, found.body(), found.end());
        if (!children) return std::nullopt;
        auto const child = std::ranges::find(*children, name, &Box::type);
        if (child == children->end()) return std::nullopt;
        found = *child;
    }
    return found;
}

// A table of numbers behind version, flags and a count; every question is bounded by the box.
class Table {
public:
    Table(ByteView file, Box const& box, std::uint64_t count_at, std::uint64_t width)
        : body_{part(file, box.body(), box.size - box.head)}, first_{count_at + 4}, width_{width}
    {
        auto const room = body_.size() < first_ ? 0 : (body_.size() - first_) / width;
        count_ = std::min<std::uint64_t>(big_endian(body_, count_at, 4), room);
    }

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] std::uint64_t number(std::uint64_t row, std::uint64_t at, unsigned width) const
    {
        return big_endian(body_, first_ + row * width_ + at, width);
    }

private:
    ByteView body_;
    std::uint64_t first_;
    std::uint64_t width_;
    std::uint64_t count_ = 0;
};

// How many bytes the next `number` samples take, taking them in order.
class Sizes {
public:
    Sizes(ByteView file, Box const& stsz)
        : each_{big_endian(file, stsz.body() + 4, 4)},
          table_{file, stsz, 8, 4},
          left_{big_endian(file, stsz.body() + 8, 4)}
    {
    }

    std::uint64_t next(std::uint64_t number)
    {
        number = std::min(number, left_);
        left_ -= number;
        if (each_ != 0) return each_ * number;
        std::uint64_t sum = 0;
        for (; number > 0 && row_ < table_.count(); --number) sum += table_.number(row_++, 0, 4);
        return sum;
    }

private:
    std::uint64_t each_;
    Table table_;
    std::uint64_t left_;
    std::uint64_t row_ = 0;
};

}  // namespace

std::string_view kind_of_track(ByteView file, Box const& trak)
{
    auto const hdlr = descendant(file, trak, {"mdia", "hdlr"});
    return hdlr && hdlr->size >= hdlr->head + 12 ? as_text(part(file, hdlr->body() + 8, 4)) : std::string_view{};
}

std::optional<std::vector<Samples>> samples_of_track(ByteView file, Box const& trak)
{
    auto const stbl = descendant(file, trak, {"mdia", "minf", "stbl"});
    auto const stsz = stbl ? descendant(file, *stbl, {"stsz"}) : std::nullopt;
    auto const stsc = stbl ? descendant(file, *stbl, {"stsc"}) : std::nullopt;
    auto const stco = stbl ? descendant(file, *stbl, {"stco"}) : std::nullopt;
    auto const co64 = stbl ? descendant(file, *stbl, {"co64"}) : std::nullopt;
    if (!stsz || !stsc || (!stco && !co64)) return std::nullopt;
    unsigned const width = stco ? 4 : 8;
    Table const chunks{file, stco ? *stco : *co64, 4, width};
    Table const runs{file, *stsc, 4, 12};
    Sizes sizes{file, *stsz};
    std::vector<Samples> samples;
    std::uint64_t run = 0;
    for (std::uint64_t chunk = 0; chunk < chunks.count(); ++chunk) {
        while (run + 1 < runs.count() && runs.number(run + 1, 0, 4) <= chunk + 1) ++run;
        Samples const here{chunks.number(chunk, 0, width), sizes.next(runs.count() == 0 ? 0 : runs.number(run, 4, 4))};
        if (here.size == 0) continue;
        if (!has(file, here.at, here.size)) return std::nullopt;
        samples.push_back(here);
    }
    return samples;
}

}  // namespace nightletter::media
