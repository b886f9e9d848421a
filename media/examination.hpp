// media/examination.hpp: what one file tells beside what it shows, with the changes that end it.
//
// Each parser of this folder takes a file's bytes and gives an Examination. It keeps a list of what a picture, a
// recording or a page needs and takes away all else: an unknown field is a tag. Whatever no Edit names is copied byte
// for byte, so pixels and samples cannot change. Pure functions; they run in the child of confinement.hpp.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "media/format.hpp"
#include "media/tag.hpp"

namespace nightletter::media {

// Why nothing can be said about a file.
enum class Unreadable : std::uint8_t {
    malformed,    // it breaks the rules of its format, or ends too early
    unsupported,  // a feature that we do not follow: encryption, an unknown codec
    too_much,     // it asks for more memory, depth or entries than we spend
    gave_up,      // the child ended before it answered
    too_slow,     // the child was ended by its deadline
};

// Of the old file, `removes` bytes at `at` give way to `puts`, followed by `zeros` zero bytes.
struct Edit {
    std::uint64_t at = 0;
    std::uint64_t removes = 0;
    Bytes puts;
    std::uint64_t zeros = 0;
};

class Examination {
public:
    // One kind at one place is said once; the first `most_tags` are kept.
    void found(Kind kind, std::string_view where);
    void cut(std::uint64_t at, std::uint64_t size) { edits_.push_back({at, size, {}, 0}); }
    void overwrite(std::uint64_t at, Bytes puts) { replace(at, puts.size(), puts); }
    void blank(std::uint64_t at, std::uint64_t size) { edits_.push_back({at, size, {}, size}); }
    void replace(std::uint64_t at, std::uint64_t removes, Bytes puts)
    {
        edits_.push_back({at, removes, std::move(puts), 0});
    }
    void edit(Edit edit) { edits_.push_back(std::move(edit)); }

    [[nodiscard]] std::vector<Tag> const& tags() const { return tags_; }
    [[nodiscard]] std::size_t edit_count() const { return edits_.size(); }
    // In order and apart from each other, or malformed: two fields of a hostile file may claim the same bytes.
    [[nodiscard]] Expected<std::vector<Edit>, Unreadable> edits() const;

private:
    std::vector<Tag> tags_;
    std::vector<Edit> edits_;
};

inline constexpr std::size_t most_tags = 64;

[[nodiscard]] Expected<Examination, Unreadable> examine(Format format, ByteView file);

// The file with the edits made; for files that fit into memory. `edits` as Examination gives them, for this file.
[[nodiscard]] Bytes edited(ByteView file, std::vector<Edit> const& edits);

}  // namespace nightletter::media
