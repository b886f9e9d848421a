// store/quarantine.hpp: copies that arrived or are arriving, judged by nobody.
//
// One room per info-hash. Whatever writes bundles from outside writes here and nowhere else; nothing here is listed,
// served or seeded (docs/formats.md section 6 E). Leaving is possible in two ways: sealed or discarded. The functions
// touch only the room they name, so different rooms may be used from different threads.
#pragma once

#include <set>

#include "base/bytes.hpp"
#include "base/sha256.hpp"
#include "store/layout.hpp"
#include "store/tree.hpp"

namespace nightletter::store {

// A whole copy that nobody is supposed to write to any more, with what its files looked like when that began. Taken
// before the copy is verified, so that a write between verification and seal cannot pass.
class StillCopy {
public:
    [[nodiscard]] InfoHash const& info_hash() const { return info_hash_; }
    // The bag's directory, which is named by its slug: what verify_bundle reads.
    [[nodiscard]] std::filesystem::path const& bag() const { return bag_; }
    [[nodiscard]] std::vector<FileMark> const& marks() const { return marks_; }

private:
    friend class Quarantine;
    StillCopy(InfoHash const& info_hash, std::filesystem::path bag, std::vector<FileMark> marks)
        : info_hash_{info_hash}, bag_{std::move(bag)}, marks_{std::move(marks)}
    {
    }

    InfoHash info_hash_;
    std::filesystem::path bag_;
    std::vector<FileMark> marks_;
};

class Quarantine {
public:
    explicit Quarantine(Layout layout) : layout_{std::move(layout)} {}

    // The directory in which the bag's directory may be made; it may hold an earlier, unfinished copy.
    [[nodiscard]] Expected<std::filesystem::path, Trouble> make_room(InfoHash const& hash) const;
    // The torrent by which an interrupted copy is taken up again.
    [[nodiscard]] Expected<void, Trouble> keep_torrent(InfoHash const& hash, ByteView torrent) const;
    [[nodiscard]] Expected<std::optional<Bytes>, Trouble> torrent(InfoHash const& hash) const;
    // Copies a bag that lies elsewhere on this computer into its room.
    [[nodiscard]] Expected<void, Trouble> take_in(InfoHash const& hash, std::filesystem::path const& bag) const;

    // Removes every file of the copy that is not among these, paths as in the bag.
    [[nodiscard]] Expected<void, Trouble> keep_only(InfoHash const& hash, std::set<std::string> const& paths) const;
    // Removes what is beside the bag, makes the copy read-only and notes what its files look like.
    [[nodiscard]] Expected<StillCopy, Trouble> hold_still(InfoHash const& hash) const;
    // Writable again, for a copy whose verification said that something is missing.
    [[nodiscard]] Expected<void, Trouble> let_go(InfoHash const& hash) const;
    [[nodiscard]] Expected<void, Trouble> discard(InfoHash const& hash) const;

    [[nodiscard]] Expected<std::vector<InfoHash>, Trouble> arrivals() const;
    // What all rooms take on disk.
    [[nodiscard]] Expected<std::uint64_t, Trouble> bytes() const;

private:
    Layout layout_;
};

}  // namespace nightletter::store
