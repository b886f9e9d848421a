#include "mirror/wire.hpp"

#include <algorithm>
#include <concepts>

namespace nightletter::mirror {
namespace {

enum class Type : std::uint8_t { have = 1, want = 2, part = 3, index = 4, ask = 5, sealed = 6, ask_sealed = 7 };

constexpr std::uint64_t epoch_bound = std::uint64_t{1} << 21;
constexpr std::uint64_t seq_bound = std::uint64_t{1} << 40;

// Takes fields off the front of bytes whose length was checked before.
class Reader {
public:
    explicit Reader(ByteView bytes) : bytes_{bytes} {}

    template <std::unsigned_integral Number>
    Number number()
    {
        Number value = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i) value = static_cast<Number>((value << 8) | bytes_[i]);
        bytes_ = bytes_.subspan(sizeof(Number));
        return value;
    }

    template <class Fixed>
    Fixed octets()
    {
        auto const value = Fixed::from(bytes_.first(Fixed::size));
        bytes_ = bytes_.subspan(Fixed::size);
        return *value;
    }

    Sha256 hash() { return octets<Sha256>(); }

    [[nodiscard]] ByteView rest() const { return bytes_; }

private:
    ByteView bytes_;
};

class Writer {
public:
    explicit Writer(Type type) { bytes_.push_back(static_cast<std::uint8_t>(type)); }

    template <std::unsigned_integral Number>
    void number(Number value)
    {
        for (std::size_t i = sizeof(Number); i-- > 0;) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }

    void append(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

bool is_offset(std::uint32_t offset)
{
    return offset % part_bytes == 0 && offset < largest_document;
}

std::optional<Shelf> shelf(std::uint8_t what)
{
    if (what < 1 || what > 4) return std::nullopt;
    return static_cast<Shelf>(what);
}

// The lowest version of a root is 1; feed and heads are one document each.
bool is_first(Shelf what, std::uint32_t first)
{
    if (what == Shelf::roots) return first >= 1;
    return what == Shelf::withdrawals || first == 0;
}

using Decoded = Expected<Message, Refusal>;

Decoded decode_have(ByteView body)
{
    if (body.size() != 52) return fail(Refusal::wrong_length);
    Reader in{body};
    Have have;
    have.root_version = in.number<std::uint32_t>();
    have.epoch = in.number<std::uint64_t>();
    have.seq = in.number<std::uint64_t>();
    have.feed = in.hash();
    bool const none = have.seq == 0;
    if (have.epoch >= epoch_bound || have.seq >= seq_bound) return fail(Refusal::wrong_value);
    if (none != have.feed.is_zero() || (none && have.epoch != 0)) return fail(Refusal::wrong_value);
    if (!none && have.root_version == 0) return fail(Refusal::wrong_value);
    return Message{have};
}

Decoded decode_want(ByteView body)
{
    if (body.size() != 36) return fail(Refusal::wrong_length);
    Reader in{body};
    Want want;
    want.document = in.hash();
    want.offset = in.number<std::uint32_t>();
    if (!is_offset(want.offset)) return fail(Refusal::wrong_value);
    return Message{want};
}

Decoded decode_part(ByteView body)
{
    if (body.size() < 40 || body.size() > 40 + part_bytes) return fail(Refusal::wrong_length);
    Reader in{body};
    Part part;
    part.document = in.hash();
    part.total = in.number<std::uint32_t>();
    part.offset = in.number<std::uint32_t>();
    auto const bytes = in.rest();
    if (part.total > largest_document) return fail(Refusal::too_large);
    if (part.total == 0) {
        if (part.offset != 0) return fail(Refusal::wrong_value);
        if (!bytes.empty()) return fail(Refusal::wrong_length);
        return Message{part};
    }
    if (!is_offset(part.offset) || part.offset >= part.total) return fail(Refusal::wrong_value);
    if (bytes.size() != std::min<std::size_t>(part_bytes, part.total - part.offset)) return fail(Refusal::wrong_length);
    part.bytes = copy_of(bytes);
    return Message{std::move(part)};
}

Decoded decode_index(ByteView body)
{
    if (body.size() < 9 || (body.size() - 9) % 64 != 0) return fail(Refusal::wrong_length);
    auto const count = (body.size() - 9) / 64;
    if (count > index_entries) return fail(Refusal::too_large);
    Reader in{body};
    auto const what = shelf(in.number<std::uint8_t>());
    if (!what) return Message{Unknown{}};
    Index index;
    index.what = *what;
    index.first = in.number<std::uint32_t>();
    index.total = in.number<std::uint32_t>();
    if (!is_first(index.what, index.first)) return fail(Refusal::wrong_value);
    bool const single = index.what == Shelf::feed || index.what == Shelf::heads;
    if (single && (index.total > 1 || count != index.total)) return fail(Refusal::wrong_value);
    // No entry beyond the total: versions count from 1, positions from 0.
    std::uint64_t const before = index.what == Shelf::roots ? index.first - std::uint64_t{1} : index.first;
    if (count > 0 && before + count > index.total) return fail(Refusal::wrong_value);
    index.entries.resize(count);
    for (auto& entry : index.entries) {
        entry.document = in.hash();
        entry.signatures = in.hash();
    }
    return Message{std::move(index)};
}

Decoded decode_ask(ByteView body)
{
    if (body.size() != 5) return fail(Refusal::wrong_length);
    Reader in{body};
    auto const what = shelf(in.number<std::uint8_t>());
    if (!what) return Message{Unknown{}};
    Ask const ask{*what, in.number<std::uint32_t>()};
    if (!is_first(ask.what, ask.first)) return fail(Refusal::wrong_value);
    return Message{ask};
}

bundles::TierSet tiers_in(unsigned half_byte)
{
    bundles::TierSet tiers;
    for (auto const tier : bundles::all_tiers) {
        if ((half_byte >> static_cast<unsigned>(tier) & 1U) != 0) tiers.add(tier);
    }
    return tiers;
}

unsigned half_byte_of(bundles::TierSet tiers)
{
    unsigned half_byte = 0;
    for (auto const tier : bundles::all_tiers) {
        if (tiers.has(tier)) half_byte |= 1U << static_cast<unsigned>(tier);
    }
    return half_byte;
}

Decoded decode_sealed(ByteView body)
{
    constexpr std::size_t head = 44;
    if (body.size() < head) return fail(Refusal::wrong_length);
    Reader in{body};
    SealedClaim claim;
    claim.mark = in.octets<ClaimMark>();
    claim.feed = in.hash();
    auto const lines = in.number<std::uint32_t>();
    if (lines > claim_lines) return fail(Refusal::too_large);
    auto const halves = in.rest();
    if (halves.size() != (lines + 1) / 2) return fail(Refusal::wrong_length);
    if (claim.feed.is_zero()) return fail(Refusal::wrong_value);
    if (lines % 2 == 1 && (halves.back() & 0x0F) != 0) return fail(Refusal::wrong_value);
    claim.lines.reserve(lines);
    for (std::size_t line = 0; line < lines; ++line) {
        auto const both = static_cast<unsigned>(halves[line / 2]);
        claim.lines.push_back(tiers_in(line % 2 == 0 ? both >> 4 : both & 0x0FU));
    }
    return Message{std::move(claim)};
}

Decoded decode_ask_sealed(ByteView body)
{
    if (!body.empty()) return fail(Refusal::wrong_length);
    return Message{AskSealed{}};
}

struct Encoder {
    Bytes operator()(Unknown const&) const { return {}; }

    Bytes operator()(Have const& have) const
    {
        Writer out{Type::have};
        out.number(have.root_version);
        out.number(have.epoch);
        out.number(have.seq);
        out.append(have.feed.bytes());
        return out.take();
    }

    Bytes operator()(Want const& want) const
    {
        Writer out{Type::want};
        out.append(want.document.bytes());
        out.number(want.offset);
        return out.take();
    }

    Bytes operator()(Part const& part) const
    {
        Writer out{Type::part};
        out.append(part.document.bytes());
        out.number(part.total);
        out.number(part.offset);
        out.append(part.bytes);
        return out.take();
    }

    Bytes operator()(Index const& index) const
    {
        Writer out{Type::index};
        out.number(static_cast<std::uint8_t>(index.what));
        out.number(index.first);
        out.number(index.total);
        for (auto const& entry : index.entries) {
            out.append(entry.document.bytes());
            out.append(entry.signatures.bytes());
        }
        return out.take();
    }

    Bytes operator()(Ask const& ask) const
    {
        Writer out{Type::ask};
        out.number(static_cast<std::uint8_t>(ask.what));
        out.number(ask.first);
        return out.take();
    }

    Bytes operator()(SealedClaim const& claim) const
    {
        Writer out{Type::sealed};
        out.append(claim.mark.bytes());
        out.append(claim.feed.bytes());
        out.number(static_cast<std::uint32_t>(claim.lines.size()));
        for (std::size_t line = 0; line < claim.lines.size(); line += 2) {
            auto const second = line + 1 < claim.lines.size() ? half_byte_of(claim.lines[line + 1]) : 0;
            out.number(static_cast<std::uint8_t>(half_byte_of(claim.lines[line]) << 4 | second));
        }
        return out.take();
    }

    Bytes operator()(AskSealed const&) const { return Writer{Type::ask_sealed}.take(); }
};

}  // namespace

Expected<Message, Refusal> decode(ByteView payload)
{
    if (payload.empty()) return fail(Refusal::wrong_length);
    if (payload.size() > largest_message) return fail(Refusal::too_large);
    auto const body = payload.subspan(1);
    switch (static_cast<Type>(payload.front())) {
        case Type::have:
            return decode_have(body);
        case Type::want:
            return decode_want(body);
        case Type::part:
            return decode_part(body);
        case Type::index:
            return decode_index(body);
        case Type::ask:
            return decode_ask(body);
        case Type::sealed:
            return decode_sealed(body);
        case Type::ask_sealed:
            return decode_ask_sealed(body);
    }
    return Message{Unknown{}};
}

Bytes encode(Message const& message)
{
    return std::visit(Encoder{}, message);
}

}  // namespace nightletter::mirror
