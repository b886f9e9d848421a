// reader/pack_intake.hpp: packs being taken into the library, one after the other.
//
// A folder as it is; a tar piece by piece, each taken out beside the library, judged, removed. Whose packs are taken is
// decided here, what of them is believed by mirror/intake.hpp. Works while a call lasts, on one thread.
#pragma once

#include "packs/tar_pack.hpp"
#include "reader/followed.hpp"
#include "reader/import_outcome.hpp"

namespace nightletter::reader {

// Whose packs are taken: whom one follows, whom one named, whom the library has heard already.
struct Welcome {
    Followed followed;
    std::set<PublisherId> named;
};

class PackIntake {
public:
    // The store outlives it.
    PackIntake(store::Store& store, Welcome welcome, UtcTime now, UtcTime time_floor)
        : store_{&store}, welcome_{std::move(welcome)}, intake_{store, now, time_floor}
    {
    }

    // A directory or a file. Trouble is the library's own; what is wrong with the pack is in the outcome.
    [[nodiscard]] Expected<void, Trouble> take(std::filesystem::path const& pack);
    // Says in the outcome what the adopted publishers name and the library lacks.
    [[nodiscard]] Expected<void, Trouble> look_for_the_rest();

    [[nodiscard]] ImportOutcome const& outcome() const { return outcome_; }
    [[nodiscard]] mirror::Intake const& intake() const { return intake_; }

private:
    [[nodiscard]] Expected<void, Trouble> take_folder(std::filesystem::path const& folder);
    [[nodiscard]] Expected<void, Trouble> take_tar(std::filesystem::path const& path);
    [[nodiscard]] Expected<void, packs::NotTakenOut> take_apart(packs::TarPack const& tar,
                                                                std::filesystem::path const& room);
    [[nodiscard]] Expected<void, packs::NotTakenOut> take_bundle(packs::TarPack const& tar, std::string const& home,
                                                                 std::filesystem::path const& room);
    [[nodiscard]] Expected<void, Trouble> adopt(mirror::Offered const& offered);
    [[nodiscard]] Expected<void, Trouble> take_copies(mirror::Offered const& offered);
    [[nodiscard]] Expected<bool, Trouble> has_room_for(packs::TarPack const& tar, std::string const& directory) const;
    void read_peers(std::filesystem::path const& folder);

    store::Store* store_;
    Welcome welcome_;
    mirror::Intake intake_;
    ImportOutcome outcome_;
};

}  // namespace nightletter::reader
