// PDF (ISO 32000-1): written anew from what its newest version can reach, streams byte for byte. Taken away: the
// description of the document, XMP, private data of programs, thumbnails, attached files, names and times of remarks
// and signatures, what pictures in it tell, and with the old table everything that earlier versions left behind.
#include <algorithm>
#include <map>

#include "media/names_in_text.hpp"
#include "media/parsers.hpp"
#include "media/pdf_members.hpp"
#include "media/pdf_objects.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;
using Type = PdfValue::Type;

constexpr auto start = "%PDF-"sv;
constexpr std::uint64_t start_size = 8;  // with the version: %PDF-1.7
constexpr std::uint64_t most_junk = 1'024;

void write(Bytes& to, std::string_view text)
{
    append(to, as_bytes(text));
}

std::string padded(std::uint64_t number)
{
    auto const digits = std::to_string(number);
    return std::string(10 - std::min<std::size_t>(10, digits.size()), '0') + digits;
}

// The new file, object by object in the order in which they are reached.
class Rewriting {
public:
    Rewriting(ByteView file, PdfObjects& objects, Examination& examination)
        : file_{file}, objects_{objects}, examination_{examination}
    {
    }

    std::optional<Unreadable> run()
    {
        auto const* const root = objects_.trailer().member("Root");
        if (root->type != Type::reference) return Unreadable::malformed;
        append(made_, part(file_, 0, start_size));
        write(made_, "\n%\xe2\xe3\xcf\xd3\n");
        (void)new_number(root->number);
        for (std::size_t i = 0; i < order_.size(); ++i) {
            if (auto const fault = write_object(order_[i])) return fault;
        }
        write_end();
        return std::nullopt;
    }

    [[nodiscard]] bool reached(std::uint32_t number) const { return numbers_.contains(number); }
    [[nodiscard]] Bytes made() && { return std::move(made_); }

private:
    std::uint64_t new_number(std::uint32_t old)
    {
        auto const [entry, is_new] = numbers_.try_emplace(old, order_.size() + 1);
        if (is_new) order_.push_back(old);
        return entry->second;
    }

    std::optional<Unreadable> write_object(std::uint32_t old)
    {
        auto object = objects_.object(old);
        if (!object) return object.error();
        Bytes picture;
        if (object->stream && is_photograph(object->value)) {
            auto cleaned = clean_photograph(*object->stream);
            if (!cleaned) return cleaned.error();
            picture = std::move(*cleaned);
            object->stream = picture;
        }
        places_.push_back(made_.size());
        write(made_, std::to_string(places_.size()) + " 0 obj\n");
        write_value(object->value, object->stream);
        if (object->stream) {
            write(made_, "\nstream\n");
            append(made_, *object->stream);
            write(made_, "\nendstream");
        }
        write(made_, "\nendobj\n");
        return std::nullopt;
    }

    // Depth is bounded where values are read.
    void write_value(PdfValue const& value, std::optional<ByteView> const& stream = std::nullopt)
    {
        switch (value.type) {
            case Type::atom:
            case Type::string:
                return write(made_, value.text);
            case Type::name:
                return write_pdf_name(made_, value.text);
            case Type::reference:
                return write(made_, std::to_string(new_number(value.number)) + " 0 R");
            case Type::array:
                write(made_, "[");
                for (auto const& item : value.items) {
                    write(made_, " ");
                    write_value(item);
                }
                return write(made_, " ]");
            case Type::dictionary:
                return write_dictionary(value, stream);
        }
    }

    void write_dictionary(PdfValue const& dictionary, std::optional<ByteView> const& stream)
    {
        write(made_, "<<");
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
            auto const& name = dictionary.items[i].text;
            if (stream && name == "Length") continue;
            if (auto const kind = told_by_member(dictionary, name)) {
                tell(*kind, name, dictionary.items[i + 1]);
                continue;
            }
            write(made_, " ");
            write_pdf_name(made_, name);
            write(made_, " ");
            write_value(dictionary.items[i + 1]);
        }
        if (stream) write(made_, " /Length " + std::to_string(stream->size()));
        write(made_, " >>");
    }

    void tell(Kind kind, std::string_view name, PdfValue const& value)
    {
        if (name != "Metadata") return examination_.found(kind, name == "T" ? "a remark's author" : printable(name));
        auto const packet = value.type == Type::reference ? objects_.object(value.number) : PdfObject{};
        auto const text = packet && packet->stream ? objects_.unpacked(*packet) : Bytes{};
        for (auto const each : kinds_in_xmp(text ? as_text(*text) : ""sv)) examination_.found(each, "XMP");
    }

    static std::string printable(std::string_view name)
    {
        return name.size() < 20 ? std::string{name} : "private data";
    }

    static bool is_photograph(PdfValue const& value)
    {
        auto const* filter = value.member("Filter");
        if (filter != nullptr && filter->type == Type::array && filter->items.size() == 1) filter = &filter->items[0];
        return filter != nullptr && filter->is(Type::name, "DCTDecode");
    }

    Expected<Bytes, Unreadable> clean_photograph(ByteView stream)
    {
        // A line end before `endstream` is often counted in.
        while (!stream.empty() && (stream.back() == '\n' || stream.back() == '\r'))
            stream = stream.first(stream.size() - 1);
        auto const inside = examine_jpeg(stream);
        if (!inside) return fail(inside.error());
        auto const edits = inside->edits();
        if (!edits) return fail(edits.error());
        for (auto const& tag : inside->tags()) examination_.found(tag.kind, "a picture inside");
        return edited(stream, *edits);
    }

    void write_end()
    {
        auto const table = made_.size();
        auto const size = std::to_string(places_.size() + 1);
        write(made_, "xref\n0 " + size + "\n0000000000 65535 f \n");
        for (auto const place : places_) write(made_, padded(place) + " 00000 n \n");
        write(made_,
              "trailer\n<< /Size " + size + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n");
    }

    ByteView file_;
    PdfObjects& objects_;
    Examination& examination_;
    std::map<std::uint32_t, std::uint64_t> numbers_;  // old → new
    std::vector<std::uint32_t> order_;
    std::vector<std::uint64_t> places_;
    Bytes made_;
};

void tell_trailer(PdfObjects& objects, Examination& examination)
{
    if (objects.trailer().member("ID") != nullptr) examination.found(Kind::other, "a number of this file");
    auto const* const info = objects.trailer().member("Info");
    if (info == nullptr) return;
    auto const description = objects.resolved(*info);
    examination.found(Kind::other, "description");
    if (!description || description->type != Type::dictionary) return;
    for (std::size_t i = 0; i + 1 < description->items.size(); i += 2)
        examination.found(told_by_description(description->items[i].text), "description");
}

// Objects that nothing leads to, and tables of earlier versions. A file made for the web has two tables and its own
// frame in two objects that nothing leads to.
void tell_history(PdfObjects& objects, Rewriting const& rewriting, Examination& examination)
{
    bool is_for_the_web = false;
    std::size_t left_behind = 0;
    auto const* const info = objects.trailer().member("Info");
    for (auto const number : objects.numbers()) {
        if (rewriting.reached(number) || (info != nullptr && info->number == number)) continue;
        auto const object = objects.object(number);
        auto const* const type = object ? object->value.member("Type") : nullptr;
        bool const is_web_frame = object && object->value.member("Linearized") != nullptr;
        is_for_the_web = is_for_the_web || is_web_frame;
        bool const is_frame =
            type != nullptr && (type->text == "XRef" || type->text == "ObjStm" || type->text == "Metadata");
        bool const is_number = object && object->value.type == Type::atom;  // a stream's length, or nothing
        if (!is_web_frame && !is_frame && !is_number) ++left_behind;
    }
    if (objects.versions() > (is_for_the_web ? 2U : 1U)) examination.found(Kind::history, "earlier versions");
    if (left_behind > (is_for_the_web ? 1U : 0U)) examination.found(Kind::history, "what no page shows");
}

}  // namespace

Expected<Examination, Unreadable> examine_pdf(ByteView file)
{
    auto const before = as_text(part(file, 0, std::min<std::uint64_t>(file.size(), most_junk))).find(start);
    if (before == std::string_view::npos) return fail(Unreadable::malformed);
    auto const document = rest(file, before);
    auto objects = PdfObjects::read(document);
    if (!objects) return fail(objects.error());
    Examination examination;
    if (before > 0) examination.found(Kind::other, "bytes before the document");
    tell_trailer(*objects, examination);
    Rewriting rewriting{document, *objects, examination};
    if (auto const fault = rewriting.run()) return fail(*fault);
    tell_history(*objects, rewriting, examination);
    if (!examination.tags().empty()) examination.replace(0, file.size(), std::move(rewriting).made());
    return examination;
}

}  // namespace nightletter::media
