// WebM (Matroska, RFC 9559): kept are the elements that a player needs, and every block of picture, sound and
// subtitles. Overwritten with empty ones of the same size, so that nothing moves: tags, titles, dates, names of
// programs and tracks, chapters, attachments, every element that is not on the list.
#include <algorithm>

#include "media/parsers.hpp"
#include "media/vorbis_comment.hpp"
#include "media/webm_elements.hpp"

namespace nightletter::media {
namespace {

constexpr std::size_t most_depth = 12;

constexpr std::uint64_t id_head = 0x1A45DFA3;
constexpr std::uint64_t id_segment = 0x18538067;
constexpr std::uint64_t id_cluster = 0x1F43B675;
constexpr std::uint64_t id_seek = 0x4DBB;
constexpr std::uint64_t id_seek_id = 0x53AB;
constexpr std::uint64_t id_muxing_program = 0x4D80;
constexpr std::uint64_t id_writing_program = 0x5741;
constexpr std::uint64_t id_codec_private = 0x63A2;
constexpr std::uint64_t id_void = 0xEC;
constexpr std::uint64_t id_check_sum = 0xBF;
constexpr std::uint64_t id_tag_name = 0x45A3;

// Looked into, child by child.
constexpr std::array<std::uint64_t, 15> masters{id_head,    id_segment, id_cluster,
                                                0x114D9B74,  // where things are
                                                id_seek,
                                                0x1549A966,  // about the whole
                                                0x1654AE6B,  // tracks
                                                0xAE,        // one track
                                                0xA0,        // a block with more
                                                0x1C53BB6B,  // where to jump to
                                                0x6D80,      // how blocks are packed
                                                0xE0,        // the picture
                                                0x55B0,      // its colours
                                                0x55D0,      // of the screen it was made for
                                                0xE1};       // the sound
// Kept whole.
constexpr std::array<std::uint64_t, 74> plain{
    0x4286,     0x42F7,   0x42F2,   0x42F3,   0x4282,   0x4287, 0x4285,  // what the file is
    id_seek_id, 0x53AC,   0x2AD7B1, 0x4489,                              // places, unit of time, duration
    0xD7,       0x73C5,   0x83,     0xB9,     0x88,     0x55AA, 0x9C,
    0x6DE7,     0x6DF8,                                                // a track's number, kind, flags
    0x23E383,   0x234E7A, 0x55EE,   0x22B59C, 0x22B59D, 0x86,   0xAA,  // its rate, language, codec
    0x56AA,     0x56BB,   0x41E4,                                      // delays
    0xB0,       0xBA,     0x9A,     0x9D,     0x53B8,   0x53C0, 0x54AA,
    0x54BB,     0x54CC,  // width, height, interlacing, cropping
    0x54DD,     0x54B0,   0x54BA,   0x54B2,   0x7670,   0xB5,   0x78B5,
    0x9F,  // shape on the screen; rates of the sound
    0x6264,     0x55B1,   0x55B2,   0x55B5,   0x55B7,   0x55B8, 0x55B9,
    0x55BA,                                                      // depth; colours
    0x55BB,     0x55BC,   0x55BD,   0x55D9,   0x55DA,   0x55D1,  // brightness
    0xE7,       0xAB,     0xA7,     0xA3,                        // a cluster's time, a block
    0xA1,       0x9B,     0xFB,     0xFD,     0x75A2,   0x75A1,  // a block with more: duration, references
    0xBB,       0x6240,   0xFA};                                 // a place to jump to, one packing, its order
// What a seek entry may lead to.
constexpr std::array<std::uint64_t, 5> sought{0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x114D9B74, id_cluster};
// What ends a cluster of unknown size.
constexpr std::array<std::uint64_t, 8> of_the_segment{0x114D9B74, 0x1549A966, 0x1654AE6B, id_cluster,
                                                      0x1C53BB6B, 0x1254C367, 0x1043A770, 0x1941A469};

template <class Ids>
bool is_one_of(std::uint64_t id, Ids const& ids)
{
    return std::ranges::find(ids, id) != ids.end();
}

class WebM {
public:
    explicit WebM(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        auto const head = element_at(file_, 0, file_.size());
        if (!head || head->id != id_head || head->is_open) return fail(Unreadable::malformed);
        auto at = look_between(0, head->end, 0, head->id);
        auto const segment = element_at(file_, at, file_.size());
        if (fault_ || !segment || segment->id != id_segment) return fail(fault_.value_or(Unreadable::malformed));
        at = look_between(segment->body, segment->end, 1, id_segment);
        if (fault_) return fail(*fault_);
        if (at < file_.size()) {
            examination_.found(Kind::history, "bytes after the film");
            examination_.cut(at, file_.size() - at);
        }
        return std::move(examination_);
    }

private:
    // Returns where it stopped: at `end`, or at what ends an open cluster.
    std::uint64_t look_between(std::uint64_t at, std::uint64_t end, std::size_t depth, std::uint64_t parent)
    {
        if (depth > most_depth) fault_ = Unreadable::too_much;
        auto const edits_before = examination_.edit_count();
        std::optional<Element> check_sum;
        while (!fault_ && at < end) {
            auto const element = element_at(file_, at, end);
            bool const may_be_open = element && (element->id == id_cluster || element->id == id_segment);
            if (!element || (element->is_open && !may_be_open)) {
                fault_ = Unreadable::malformed;
                break;
            }
            if (parent == id_cluster && is_one_of(element->id, of_the_segment)) break;
            if (element->id == id_check_sum) check_sum = element;
            at = look_at(*element, depth);
        }
        // A check sum over what is no longer there would only be wrong.
        if (check_sum && examination_.edit_count() != edits_before) make_void(*check_sum);
        return at;
    }

    std::uint64_t look_at(Element const& element, std::size_t depth)
    {
        if (element.id == id_seek && !leads_to_what_is_kept(element)) {
            examination_.found(Kind::other, "where tags are");
            make_void(element);
        } else if (is_one_of(element.id, masters)) {
            return look_between(element.body, element.end, depth + 1, element.id);
        } else if (element.id == id_muxing_program || element.id == id_writing_program) {
            empty_name(element);
        } else if (element.id == id_codec_private) {
            look_at_codec(element);
        } else if (element.id == id_void) {
            if (!is_all_zeros(body(element))) {
                examination_.found(Kind::history, "an empty place");
                examination_.blank(element.body, element.end - element.body);
            }
        } else if (element.id != id_check_sum && !is_one_of(element.id, plain)) {
            tell(element);
            make_void(element);
        }
        return element.end;
    }

    [[nodiscard]] ByteView body(Element const& element) const
    {
        return part(file_, element.body, element.end - element.body);
    }

    void make_void(Element const& element)
    {
        auto head = void_head(element.end - element.at);
        auto const zeros = element.end - element.at - head.size();
        examination_.edit({element.at, element.end - element.at, std::move(head), zeros});
    }

    [[nodiscard]] bool leads_to_what_is_kept(Element const& seek) const
    {
        for (auto at = seek.body; at < seek.end;) {
            auto const child = element_at(file_, at, seek.end);
            if (!child || child->is_open) return false;
            auto const size = child->end - child->body;
            if (child->id == id_seek_id)
                return size <= 4 && is_one_of(big_endian(file_, child->body, static_cast<unsigned>(size)), sought);
            at = child->end;
        }
        return false;
    }

    // These two must be there; a text may end in zeros.
    void empty_name(Element const& element)
    {
        if (is_all_zeros(body(element))) return;
        examination_.found(Kind::device, "name of a program");
        examination_.blank(element.body, element.end - element.body);
    }

    // Vorbis has its three header packets here, one of them with comments.
    void look_at_codec(Element const& element)
    {
        auto const packed = body(element);
        if (packed.empty() || packed[0] != 2) return;
        std::array<std::uint64_t, 2> sizes{};
        std::uint64_t at = 1;
        for (auto& size : sizes) {
            while (has(packed, at, 1) && packed[at] == 255) size += packed[at++];
            size += big_endian(packed, at++, 1);
        }
        auto const comment = part(packed, at + sizes[0], sizes[1]);
        if (!is_comment(comment)) return;
        if (auto emptied = emptied_comment(comment, examination_))
            examination_.overwrite(element.body + at + sizes[0], std::move(*emptied));
    }

    void tell(Element const& element)
    {
        switch (element.id) {
            case 0x4461:
                return examination_.found(Kind::date, "date");
            case 0x7BA9:
            case 0x536E:
                return examination_.found(Kind::other, "title");
            case 0x258688:
                return examination_.found(Kind::device, "name of a program");
            case 0x73A4:
            case 0x7384:
                return examination_.found(Kind::history, "name of the recording");
            case 0x1941A469:
                return examination_.found(Kind::history, "attachment");
            case 0x1254C367:
                return tell_tags(element.body, element.end, 0);
            default:
                return examination_.found(Kind::other, element.id == 0x1043A770 ? "chapters" : "an unusual element");
        }
    }

    // Whatever is called a name, at any depth of the tags.
    void tell_tags(std::uint64_t at, std::uint64_t end, std::size_t depth)
    {
        if (depth == 0) examination_.found(Kind::other, "tags");
        while (at < end && depth < most_depth) {
            auto const element = element_at(file_, at, end);
            if (!element || element->is_open) return;
            if (element->id == id_tag_name) examination_.found(kind_of_name(as_text(body(*element))), "tags");
            if (element->id == 0x7373 || element->id == 0x67C8) tell_tags(element->body, element->end, depth + 1);
            at = element->end;
        }
    }

    ByteView file_;
    Examination examination_;
    std::optional<Unreadable> fault_;
};

}  // namespace

Expected<Examination, Unreadable> examine_webm(ByteView file)
{
    return WebM{file}.examine();
}

}  // namespace nightletter::media
