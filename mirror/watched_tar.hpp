// mirror/watched_tar.hpp: a pack in one file that somebody copied into the watched folder, taken apart as it is needed.
//
// docs/formats.md 5.8. What its publishers said is taken out once; a bundle with its torrent while it is wanted, for a
// while, few at a time. All of it lies in a room of the store's, laid out as a pack, for whoever looks into folders. It
// is as little believed as what was in the tar, which is only read. Blocks: not for the loop's thread.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "packs/tar_pack.hpp"

namespace nightletter::mirror {

class WatchedTar {
public:
    static constexpr std::size_t most_bundles = 64;  // taken out at one time
    static constexpr std::int64_t patience_seconds =
        600;  // for somebody to fetch one of them; it is not taken out again

    // Makes `room`. Fails with the word for a tar that is refused whole, cannot be read, or is cut short: it may still
    // be on its way.
    [[nodiscard]] static Expected<WatchedTar, std::string> open(std::filesystem::path tar, std::filesystem::path room,
                                                                std::set<PublisherId> const& followed);

    // Takes out what is wanted, as far as `min_free` bytes stay free; removes what nobody wants any more.
    void bring(std::set<InfoHash> const& wanted, UtcTime now, std::uint64_t min_free);
    // What the publishers said was read, and need not lie there any longer.
    void documents_were_read() const;
    [[nodiscard]] std::filesystem::path const& room() const { return room_; }

private:
    struct Bundle {
        std::string id;  // nlb1…
        bool was_tried = false;
    };

    WatchedTar(std::filesystem::path tar, std::filesystem::path room) : tar_{std::move(tar)}, room_{std::move(room)} {}
    // The word for what is in the way.
    [[nodiscard]] Expected<void, std::string> take_out_the_small(packs::TarPack const& tar,
                                                                 std::set<PublisherId> const& followed);
    void remove(std::string const& bundle) const;
    [[nodiscard]] bool take_out(packs::TarPack const& tar, std::string const& bundle, std::uint64_t min_free) const;

    std::filesystem::path tar_;
    std::filesystem::path room_;
    std::map<InfoHash, Bundle> bundles_;     // that the tar holds
    std::map<InfoHash, UtcTime> taken_out_;  // of them, since when
};

}  // namespace nightletter::mirror
