#include "media/pdf_objects.hpp"

#include <algorithm>

#include "media/inflate.hpp"

namespace nightletter::media {
namespace {

using Type = PdfValue::Type;

constexpr std::size_t most_objects = 1'000'000;
constexpr std::size_t most_sections = 1'000;
constexpr std::size_t most_references = 16;  // one that refers to one that refers …
constexpr std::uint64_t most_unpacked = std::uint64_t{256} << 20U;

// Rows of bytes, each told as its difference from the row above (PNG's filters, by which tables are packed).
std::optional<Bytes> unpredicted(ByteView rows, std::uint64_t columns)
{
    if (columns == 0 || columns > 65'536) return std::nullopt;
    Bytes made;
    Bytes above(columns);
    for (std::uint64_t at = 0; at < rows.size(); at += columns + 1) {
        auto row = copy_of(part(rows, at + 1, columns));
        if (row.size() != columns || rows[at] > 2) return std::nullopt;
        for (std::size_t i = 0; i < columns; ++i) {
            auto const left = i == 0 ? 0 : row[i - 1];
            auto const difference = rows[at] == 1 ? left : rows[at] == 2 ? above[i] : 0;
            row[i] = static_cast<std::uint8_t>(row[i] + difference);
        }
        append(made, row);
        above = std::move(row);
    }
    return made;
}

}  // namespace

Expected<PdfObjects, Unreadable> PdfObjects::read(ByteView file)
{
    PdfObjects objects{file};
    if (auto const fault = objects.read_sections()) return fail(*fault);
    if (objects.trailer_.member("Encrypt") != nullptr) return fail(Unreadable::unsupported);
    return objects;
}

std::optional<Unreadable> PdfObjects::read_sections()
{
    auto const end = as_text(rest(file_, file_.size() - std::min<std::size_t>(file_.size(), 2'048)));
    auto const found = end.rfind("startxref");
    if (found == std::string_view::npos) return Unreadable::malformed;
    PdfText text{file_, file_.size() - end.size() + found + 9};
    auto const first = text.whole();
    if (!first) return Unreadable::malformed;
    waiting_.push_back(*first);
    while (!waiting_.empty()) {
        auto const at = waiting_.back();
        waiting_.pop_back();
        if (!seen_.insert(at).second) continue;
        if (seen_.size() > most_sections) return Unreadable::too_much;
        if (auto const fault = read_section(at)) return fault;
    }
    return trailer_.member("Root") == nullptr ? std::optional{Unreadable::malformed} : std::nullopt;
}

std::optional<Unreadable> PdfObjects::read_section(std::uint64_t at)
{
    PdfText text{file_, at};
    return text.skip("xref") ? read_table(text) : read_stream(at);
}

// Sections are read from the newest to the oldest: what is known already stays.
std::optional<Unreadable> PdfObjects::read_table(PdfText& text)
{
    while (!text.skip("trailer")) {
        auto const first = text.whole();
        auto const count = text.whole();
        if (!first || !count || *first > 0xFFFFFFFF || *count > most_objects) return Unreadable::malformed;
        for (std::uint64_t i = 0; i < *count; ++i) {
            auto const at = text.whole();
            auto const generation = text.whole();
            bool const is_used = text.skip("n");
            if (!at || !generation || (!is_used && !text.skip("f"))) return Unreadable::malformed;
            if (places_.size() > most_objects) return Unreadable::too_much;
            places_.try_emplace(static_cast<std::uint32_t>(*first + i),
                                is_used ? std::optional{Place{false, *at, 0}} : std::nullopt);
        }
    }
    auto trailer = text.value();
    if (!trailer || trailer->type != Type::dictionary) return Unreadable::malformed;
    use_trailer(std::move(*trailer));
    return std::nullopt;
}

std::optional<Unreadable> PdfObjects::read_stream(std::uint64_t at)
{
    auto const object = object_at(at, std::nullopt);
    if (!object) return object.error();
    auto const* const widths = object->value.member("W");
    auto const* const size = object->value.member("Size");
    if (widths == nullptr || widths->items.size() != 3 || size == nullptr) return Unreadable::malformed;
    std::array<unsigned, 3> width{};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const number = widths->items[i].whole();
        if (!number || *number > 8) return Unreadable::malformed;
        width[i] = static_cast<unsigned>(*number);
    }
    auto const rows = unpacked(*object);
    if (!rows) return rows.error();
    std::vector<PdfValue> ranges{pdf_number(0), *size};
    if (auto const* const index = object->value.member("Index")) ranges = index->items;
    std::uint64_t row = 0;
    auto const row_size = std::uint64_t{width[0]} + width[1] + width[2];
    if (row_size == 0) return Unreadable::malformed;
    for (std::size_t i = 0; i + 1 < ranges.size(); i += 2) {
        auto const first = ranges[i].whole();
        auto const count = ranges[i + 1].whole();
        if (!first || !count || *first > 0xFFFFFFFF) return Unreadable::malformed;
        for (std::uint64_t j = 0; j < *count && has(*rows, row, row_size); ++j, row += row_size) {
            auto const kind = width[0] == 0 ? 1 : big_endian(*rows, row, width[0]);
            Place const place{kind == 2, big_endian(*rows, row + width[0], width[1]),
                              big_endian(*rows, row + width[0] + width[1], width[2])};
            if (places_.size() > most_objects) return Unreadable::too_much;
            places_.try_emplace(static_cast<std::uint32_t>(*first + j),
                                kind == 0 ? std::nullopt : std::optional{place});
        }
    }
    use_trailer(object->value);
    return std::nullopt;
}

void PdfObjects::use_trailer(PdfValue trailer)
{
    ++sections_;
    // The one that is read next stands last: the second table of a hybrid file comes before the older version.
    for (auto const* const name : {"Prev", "XRefStm"}) {
        auto const* const member = trailer.member(name);
        if (auto const at = member == nullptr ? std::nullopt : member->whole()) waiting_.push_back(*at);
    }
    if (sections_ == 1) trailer_ = std::move(trailer);
}

Expected<PdfObject, Unreadable> PdfObjects::object_at(std::uint64_t at, std::optional<std::uint32_t> number)
{
    PdfText text{file_, at};
    auto const its_number = text.whole();
    if (!its_number || (number && *its_number != *number) || !text.whole() || !text.skip("obj"))
        return fail(Unreadable::malformed);
    auto value = text.value();
    if (!value) return fail(Unreadable::malformed);
    PdfObject object{std::move(*value), std::nullopt};
    if (object.value.type != Type::dictionary || !text.skip("stream")) return object;
    auto const* const length = object.value.member("Length");
    auto const size =
        length == nullptr ? Expected<PdfValue, Unreadable>{fail(Unreadable::malformed)} : resolved(*length);
    if (!size || !size->whole()) return fail(Unreadable::malformed);
    auto begin = text.at();
    if (matches(file_, begin, "\r")) ++begin;
    if (matches(file_, begin, "\n")) ++begin;
    if (!has(file_, begin, *size->whole())) return fail(Unreadable::malformed);
    object.stream = part(file_, begin, *size->whole());
    PdfText behind{file_, begin + *size->whole()};
    if (!behind.skip("endstream")) return fail(Unreadable::malformed);
    return object;
}

Expected<PdfObject, Unreadable> PdfObjects::object(std::uint32_t number)
{
    auto const place = places_.find(number);
    if (place == places_.end() || !place->second) return PdfObject{};
    if (depth_ > most_references) return fail(Unreadable::too_much);
    ++depth_;
    auto found = place->second->is_packed ? packed_object(*place->second) : object_at(place->second->at, number);
    --depth_;
    return found;
}

Expected<PdfValue, Unreadable> PdfObjects::resolved(PdfValue const& value)
{
    if (value.type != Type::reference) return value;
    auto const found = object(value.number);
    if (!found) return fail(found.error());
    return found->value;
}

Expected<PdfObject, Unreadable> PdfObjects::packed_object(Place const& place)
{
    if (place.at > 0xFFFFFFFF) return fail(Unreadable::malformed);
    auto const stream = object_stream(static_cast<std::uint32_t>(place.at));
    if (!stream) return fail(stream.error());
    if (place.index >= (*stream)->places.size()) return fail(Unreadable::malformed);
    auto value = PdfText{(*stream)->bytes, (*stream)->places[place.index]}.value();
    if (!value) return fail(Unreadable::malformed);
    return PdfObject{std::move(*value), std::nullopt};
}

Expected<PdfObjects::ObjectStream const*, Unreadable> PdfObjects::object_stream(std::uint32_t number)
{
    if (auto const known = object_streams_.find(number); known != object_streams_.end()) return &known->second;
    auto const place = places_.find(number);
    if (place == places_.end() || !place->second || place->second->is_packed) return fail(Unreadable::malformed);
    auto const packed = object(number);
    if (!packed) return fail(packed.error());
    auto const* const count = packed->value.member("N");
    auto const* const first = packed->value.member("First");
    auto bytes = unpacked(*packed);
    if (!bytes) return fail(bytes.error());
    if (count == nullptr || first == nullptr || !count->whole() || !first->whole() || *count->whole() > most_objects)
        return fail(Unreadable::malformed);
    ObjectStream stream{std::move(*bytes), {}};
    PdfText text{stream.bytes, 0};
    for (std::uint64_t i = 0; i < *count->whole(); ++i) {
        auto const its_number = text.whole();
        auto const at = text.whole();
        if (!its_number || !at || *at > stream.bytes.size()) return fail(Unreadable::malformed);
        stream.places.push_back(*first->whole() + *at);
    }
    return &object_streams_.emplace(number, std::move(stream)).first->second;
}

Expected<Bytes, Unreadable> PdfObjects::unpacked(PdfObject const& object)
{
    if (!object.stream) return fail(Unreadable::malformed);
    auto const* filter = object.value.member("Filter");
    if (filter != nullptr && filter->type == Type::array && filter->items.size() == 1) filter = &filter->items[0];
    if (filter == nullptr) return copy_of(*object.stream);
    if (!filter->is(Type::name, "FlateDecode")) return fail(Unreadable::unsupported);
    auto bytes = inflated(*object.stream, most_unpacked - unpacked_, Wrapper::zlib);
    if (!bytes) return fail(Unreadable::malformed);
    unpacked_ += bytes->size();
    auto const* parameters = object.value.member("DecodeParms");
    if (parameters != nullptr && parameters->type == Type::array && parameters->items.size() == 1)
        parameters = &parameters->items[0];
    auto const* const predictor = parameters == nullptr ? nullptr : parameters->member("Predictor");
    if (predictor == nullptr || predictor->is(Type::atom, "1")) return std::move(*bytes);
    auto const* const columns = parameters->member("Columns");
    auto rows = unpredicted(*bytes, columns == nullptr ? 1 : columns->whole().value_or(0));
    if (!predictor->whole() || *predictor->whole() < 10 || !rows) return fail(Unreadable::unsupported);
    return std::move(*rows);
}

std::vector<std::uint32_t> PdfObjects::numbers() const
{
    std::vector<std::uint32_t> all;
    for (auto const& [number, place] : places_) {
        if (place) all.push_back(number);
    }
    return all;
}

}  // namespace nightletter::media
