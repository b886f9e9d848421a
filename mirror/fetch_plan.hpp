// mirror/fetch_plan.hpp: what the fetcher is told, what it wants done.
//
// Plain structs, so that a test writes an event down and reads the actions. A bundle that is fetched is known to the
// swarm by its info-hash, to everybody else by its bundle id.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "bundles/refusal.hpp"
#include "bundles/tier.hpp"
#include "mirror/choice.hpp"
#include "mirror/document.hpp"
#include "mirror/refusal.hpp"
#include "mirror/spending.hpp"
#include "swarm/events.hpp"
#include "trust/feed.hpp"

namespace nightletter::mirror {

// A release line of an accepted feed, with the publisher whose it is.
struct Order {
    PublisherId publisher;
    trust::Release release;
    Bytes torrent;                     // checked before, of a copy that is to be healed or completed; else empty
    std::optional<BundleId> lender{};  // sealed here, with files in common: what it replaces, or itself in part
    bundles::TierSet held{};           // of a sealed copy that is there: it is fetched with these at least
};

// Bytes. What the disk holds of ours, what is free on it.
struct Room {
    std::uint64_t kept = 0;
    std::uint64_t free = 0;
    std::map<PublisherId, std::uint64_t> kept_of{};
};

// What is told.
struct ReleaseNamed {
    Order order;
};
struct ReleaseGone {
    BundleId bundle;
};
// A neighbour sent the info dictionary; its hash is the info-hash.
struct InfoFound {
    InfoHash info_hash;
    Bytes info;
};
// A web server sent the torrent with all its piece layers; it was checked.
struct TorrentFound {
    InfoHash info_hash;
    Bytes torrent;
};
struct InfoNotHeld {
    InfoHash info_hash;
};
// A directory on this machine says it holds the bundle of this torrent; nobody has judged either.
struct CopyFound {
    InfoHash info_hash;
    std::string directory;
    Bytes torrent;
};
// What the bundle it replaces could give it lies in its room.
struct FilesBorrowed {
    BundleId bundle;
    Bytes torrent;  // with the piece layers that are known now; empty: nothing was borrowed
};
struct CopiedIn {
    BundleId bundle;
    std::optional<Trouble> trouble;
};
struct JudgedSound {
    BundleId bundle;
};
// docs/formats.md 6 F. `word` is a refusal of bundles/ or trust/, `path` the file it is about.
struct JudgedUnsound {
    BundleId bundle;
    std::string word;
    std::string path;
};
struct JudgementTroubled {
    BundleId bundle;
    Trouble trouble;
};
struct RoomMeasured {
    Room room;
};
struct SpendingChanged {
    Spending spending = Spending::within_budget;
};
using FetchEvent =
    std::variant<ReleaseNamed, ReleaseGone, InfoFound, TorrentFound, InfoNotHeld, CopyFound, FilesBorrowed, CopiedIn,
                 JudgedSound, JudgedUnsound, JudgementTroubled, RoomMeasured, SpendingChanged, swarm::InfoArrived,
                 swarm::Standing, swarm::Arrived, swarm::Released, swarm::TroubleMet>;

// What is to be done.
struct AskNeighbours {
    PublisherId publisher;
    InfoHash info_hash;
};
struct BeginFetch {
    PublisherId publisher;
    BundleId bundle;
    InfoHash info_hash;
    Bytes torrent;  // empty: by hash alone
};
struct AdmitFetch {
    InfoHash info_hash;
    Bytes torrent;  // what the check left of the dictionary, for taking the fetch up again
};
struct WantFiles {
    InfoHash info_hash;
    std::vector<std::string> paths;
};
struct EndFetch {
    InfoHash info_hash;
};
// Take over into the bundle's quarantine what it has in common with a sealed one.
struct BorrowFiles {
    BundleId bundle;
    InfoHash info_hash;
    BundleId from;
    Bytes torrent;
};
// Bring the directory into the bundle's quarantine, which is emptied first.
struct CopyIn {
    BundleId bundle;
    InfoHash info_hash;
    std::string directory;
};
// Judge what lies in quarantine and seal it when it is sound.
enum class Origin { swarm, folder };  // the swarm has held every piece against the info-hash
struct JudgeAndSeal {
    Order order;
    Origin origin = Origin::swarm;
    std::set<std::string> paths{};  // what else the swarm has begun is let go; empty: everything there is judged
};
// Before any other event is handled.
struct DiscardQuarantine {
    InfoHash info_hash;
};
struct ReportProgress {
    BundleId bundle;
    std::uint64_t total_bytes = 0;
    swarm::Standing standing;
};
struct ReportRefused {
    PublisherId publisher;
    BundleId bundle;
    std::string word;
    std::string path;
};
struct ReportLeftOut {
    PublisherId publisher;
    BundleId bundle;
    LeftOut reason = LeftOut::blocked;
};
struct ReportTrouble {
    BundleId bundle;
    Trouble trouble;
};
using FetchAction =
    std::variant<AskNeighbours, BeginFetch, AdmitFetch, WantFiles, EndFetch, BorrowFiles, CopyIn, JudgeAndSeal,
                 DiscardQuarantine, ReportProgress, ReportRefused, ReportLeftOut, ReportTrouble>;
using FetchActions = std::vector<FetchAction>;

}  // namespace nightletter::mirror
