// MP4 (ISO 14496-12, -14): kept are the boxes that say how picture, sound and subtitles are decoded, and all samples of
// those. Overwritten with empty ones of the same size, so that nothing moves: every other box (udta, meta, uuid, …),
// times, names of programs; tracks of any other kind, with their samples: places, faces, times of day.
#include <algorithm>
#include <vector>

#include "media/mp4_boxes.hpp"
#include "media/mp4_sample_entry.hpp"
#include "media/mp4_track.hpp"
#include "media/parsers.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t most_depth = 8;

constexpr std::array containers{"moov"sv, "trak"sv, "mdia"sv, "minf"sv, "stbl"sv, "edts"sv,
                                "dinf"sv, "mvex"sv, "moof"sv, "traf"sv, "mfra"sv};
constexpr std::array plain{"ftyp"sv, "styp"sv, "mdat"sv, "vmhd"sv, "smhd"sv, "nmhd"sv, "sthd"sv, "stts"sv,
                           "ctts"sv, "cslg"sv, "stss"sv, "stsc"sv, "stsz"sv, "stz2"sv, "stco"sv, "co64"sv,
                           "sdtp"sv, "sbgp"sv, "sgpd"sv, "subs"sv, "padb"sv, "elst"sv, "mehd"sv, "trex"sv,
                           "mfhd"sv, "tfhd"sv, "tfdt"sv, "trun"sv, "tfra"sv, "mfro"sv, "sidx"sv, "ssix"sv};
constexpr std::array shown_tracks{"vide"sv, "soun"sv, "subt"sv, "sbtl"sv, "text"sv};

template <class Names>
bool is_one_of(std::string_view type, Names const& names)
{
    return std::ranges::find(names, type) != names.end();
}

class Mp4 {
public:
    explicit Mp4(ByteView file) : file_{file} {}

    Expected<Examination, Unreadable> examine()
    {
        if (!matches(file_, 4, "ftyp")) return fail(Unreadable::malformed);
        look_between(0, file_.size(), 0);
        if (!fault_ && !shows_something_) fault_ = Unreadable::malformed;
        // The samples of a track that is taken away cannot be found through the tables of fragments.
        if (!fault_ && has_fragments_ && takes_track_away_) fault_ = Unreadable::unsupported;
        if (!fault_) take_samples_away();
        if (fault_) return fail(*fault_);
        return std::move(examination_);
    }

private:
    void look_between(std::uint64_t begin, std::uint64_t end, std::size_t depth)
    {
        auto const boxes = boxes_between(file_, begin, end);
        if (!boxes || depth > most_depth) {
            fault_ = boxes ? Unreadable::too_much : Unreadable::malformed;
            return;
        }
        for (auto const& box : *boxes) {
            if (!fault_) look_at(box, depth);
        }
    }

    void look_at(Box const& box, std::size_t depth)
    {
        if (box.type == "moof") has_fragments_ = true;
        if (box.type == "mdat" && depth == 0) media_.push_back(box);
        if (box.type == "trak" && !is_one_of(kind_of_track(file_, box), shown_tracks)) {
            take_track_away(box);
        } else if (is_one_of(box.type, containers)) {
            if (box.type == "trak") shows_something_ = true;
            look_between(box.body(), box.end(), depth + 1);
        } else if (box.type == "mvhd" || box.type == "tkhd" || box.type == "mdhd") {
            look_at_times(box);
        } else if (box.type == "hdlr") {
            look_at_handler(box);
        } else if (box.type == "stsd") {
            look_at_descriptions(box);
        } else if (box.type == "dref") {
            look_at_references(box);
        } else if (!is_one_of(box.type, plain) && !is_empty_filler(box)) {
            tell(box);
            take_away(box);
        }
    }

    [[nodiscard]] bool is_empty_filler(Box const& box) const
    {
        bool const is_filler = box.type == "free" || box.type == "skip" || box.type == "wide";
        return is_filler && is_all_zeros(part(file_, box.body(), box.size - box.head));
    }

    // It becomes a `free` box of zeros; what its head says of its size stays.
    void take_away(Box const& box)
    {
        examination_.overwrite(box.at + 4, copy_of(as_bytes("free")));
        examination_.blank(box.body(), box.size - box.head);
    }

    // Names of four letters anywhere in it that mean something; it need not be a well-formed box inside.
    void tell(Box const& box)
    {
        auto const body = as_text(part(file_, box.body(), std::min<std::uint64_t>(box.size - box.head, 1U << 20U)));
        struct Name {
            std::string_view name;
            Kind kind;
        };
        static constexpr std::array<Name, 16> names{{{"\xa9xyz", Kind::position},
                                                     {"loci", Kind::position},
                                                     {"location", Kind::position},
                                                     {"GPS", Kind::position},
                                                     {"\xa9"
                                                      "ART",
                                                      Kind::author},
                                                     {"auth", Kind::author},
                                                     {"aART", Kind::author},
                                                     {"artist", Kind::author},
                                                     {"cprt", Kind::author},
                                                     {"perf", Kind::author},
                                                     {"\xa9mak", Kind::device},
                                                     {"\xa9too", Kind::device},
                                                     {"make", Kind::device},
                                                     {"\xa9"
                                                      "day",
                                                      Kind::date},
                                                     {"date", Kind::date},
                                                     {"covr", Kind::history}}};
        bool told = false;
        for (auto const& [name, kind] : names) {
            if (body.find(name) == std::string_view::npos) continue;
            examination_.found(kind, "box " + printable(box.type));
            told = true;
        }
        if (!told) examination_.found(box.type == "uuid" ? Kind::history : Kind::other, "box " + printable(box.type));
    }

    static std::string printable(std::string_view type)
    {
        std::string shown{type};
        for (auto& c : shown) {
            if (c < ' ' || c > '~') c = '?';
        }
        return shown;
    }

    void look_at_times(Box const& box)
    {
        auto const width = big_endian(file_, box.body(), 1) == 1 ? 16U : 8U;  // two times
        if (box.size < box.head + 4 + width) {
            fault_ = Unreadable::malformed;
        } else if (!is_all_zeros(part(file_, box.body() + 4, width))) {
            examination_.found(Kind::date, "box " + printable(box.type));
            examination_.blank(box.body() + 4, width);
        }
    }

    // A name for people, and in older files one for the maker.
    void look_at_handler(Box const& box)
    {
        constexpr std::uint64_t name_at = 12;  // after version, flags and two types
        if (box.size < box.head + name_at) {
            fault_ = Unreadable::malformed;
            return;
        }
        auto const size = box.size - box.head - name_at;
        if (is_all_zeros(part(file_, box.body() + name_at, size))) return;
        examination_.found(Kind::device, "name of a track");
        examination_.blank(box.body() + name_at, size);
    }

    void look_at_descriptions(Box const& box)
    {
        auto const entries = box.size < box.head + 8 ? std::nullopt : boxes_between(file_, box.body() + 8, box.end());
        if (!entries) {
            fault_ = Unreadable::malformed;
            return;
        }
        for (auto const& entry : *entries) {
            if (auto const fault = clean_sample_entry(file_, entry, examination_)) fault_ = fault;
        }
    }

    // Samples that lie in another file would be named here by its path.
    void look_at_references(Box const& box)
    {
        auto const entries = box.size < box.head + 8 ? std::nullopt : boxes_between(file_, box.body() + 8, box.end());
        if (!entries) {
            fault_ = Unreadable::malformed;
            return;
        }
        for (auto const& entry : *entries) {
            bool const is_this_file = (big_endian(file_, entry.body(), 4) & 1U) == 1 && entry.size >= entry.head + 4;
            if (!is_this_file) {
                fault_ = Unreadable::unsupported;
            } else if (!is_all_zeros(part(file_, entry.body() + 4, entry.size - entry.head - 4))) {
                examination_.found(Kind::device, "name of a file");
                examination_.blank(entry.body() + 4, entry.size - entry.head - 4);
            }
        }
    }

    void take_track_away(Box const& trak)
    {
        takes_track_away_ = true;
        auto const kind = kind_of_track(file_, trak);
        examination_.found(kind == "tmcd" ? Kind::date : Kind::position,
                           "a track of " + (kind.empty() ? "nothing known" : printable(kind)));
        take_away(trak);
        if (has_fragments_) return;
        auto const samples = samples_of_track(file_, trak);
        if (!samples) {
            fault_ = Unreadable::malformed;
            return;
        }
        taken_.insert(taken_.end(), samples->begin(), samples->end());
    }

    // Only where samples belong: a table that points at boxes would have the file destroyed.
    void take_samples_away()
    {
        for (auto const& run : taken_) {
            bool const is_media = std::ranges::any_of(media_, [&](Box const& box) {
                return run.at >= box.body() && run.at <= box.end() && run.size <= box.end() - run.at;
            });
            if (!is_media) {
                fault_ = Unreadable::malformed;
                return;
            }
            examination_.blank(run.at, run.size);
        }
    }

    ByteView file_;
    Examination examination_;
    std::optional<Unreadable> fault_;
    std::vector<Box> media_;
    std::vector<Samples> taken_;  // of tracks that are taken away
    bool shows_something_ = false;
    bool has_fragments_ = false;
    bool takes_track_away_ = false;
};

}  // namespace

Expected<Examination, Unreadable> examine_mp4(ByteView file)
{
    return Mp4{file}.examine();
}

}  // namespace nightletter::media
