// media/pdf_objects.hpp: the numbered objects of a PDF file, as its newest version sees them.
//
// ISO 32000-1, 7.5: tables and streams of cross references, object streams. A file whose references do not lead where
// they should is not repaired: it is one that cannot be read. Bounded in objects and in unpacked bytes.
#pragma once

#include <map>
#include <set>

#include "media/examination.hpp"
#include "media/pdf_value.hpp"

namespace nightletter::media {

struct PdfObject {
    PdfValue value;
    std::optional<ByteView> stream;  // as it lies in the file, packed
};

class PdfObjects {
public:
    [[nodiscard]] static Expected<PdfObjects, Unreadable> read(ByteView file);

    // What nobody defined is null.
    [[nodiscard]] Expected<PdfObject, Unreadable> object(std::uint32_t number);
    // The value itself, or what it refers to.
    [[nodiscard]] Expected<PdfValue, Unreadable> resolved(PdfValue const& value);

    [[nodiscard]] PdfValue const& trailer() const { return trailer_; }
    [[nodiscard]] std::size_t versions() const { return sections_; }  // tables that were followed
    [[nodiscard]] std::vector<std::uint32_t> numbers() const;         // of all that are in use
    // Unpacked, when it is packed in a way we know.
    [[nodiscard]] Expected<Bytes, Unreadable> unpacked(PdfObject const& object);

private:
    struct Place {
        bool is_packed = false;
        std::uint64_t at = 0;  // in the file; of a packed one the number of its stream
        std::uint64_t index = 0;
    };
    struct ObjectStream {
        Bytes bytes;
        std::vector<std::uint64_t> places;
    };

    explicit PdfObjects(ByteView file) : file_{file} {}
    [[nodiscard]] std::optional<Unreadable> read_sections();
    [[nodiscard]] std::optional<Unreadable> read_section(std::uint64_t at);
    [[nodiscard]] std::optional<Unreadable> read_table(PdfText& text);
    [[nodiscard]] std::optional<Unreadable> read_stream(std::uint64_t at);
    [[nodiscard]] Expected<PdfObject, Unreadable> object_at(std::uint64_t at, std::optional<std::uint32_t> number);
    [[nodiscard]] Expected<PdfObject, Unreadable> packed_object(Place const& place);
    [[nodiscard]] Expected<ObjectStream const*, Unreadable> object_stream(std::uint32_t number);
    void use_trailer(PdfValue trailer);

    ByteView file_;
    std::map<std::uint32_t, std::optional<Place>> places_;  // nullopt: known to be free
    std::map<std::uint32_t, ObjectStream> object_streams_;
    std::vector<std::uint64_t> waiting_;  // sections still to be read
    std::set<std::uint64_t> seen_;
    PdfValue trailer_;
    std::size_t sections_ = 0;
    std::uint64_t unpacked_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace nightletter::media
