// mirror/report.hpp: what a mirror tells whoever runs it.
//
// The daemon makes log lines of these, the reader's program a progress line. None holds the address of a peer or a path
// of this machine outside the store.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/moved.hpp"
#include "mirror/choice.hpp"
#include "mirror/ledger.hpp"
#include "mirror/spending.hpp"
#include "swarm/events.hpp"
#include "web/web.hpp"

namespace nightletter::mirror {

// What opening the store had to put right, in numbers; told only when there was something.
struct StoreRecovered {
    std::size_t returned = 0;         // bundles without a row, back in quarantine to be judged again
    std::size_t suspects = 0;         // sealed bundles whose files changed; out of service until they are read again
    std::size_t missing = 0;          // sealed bundles that are gone
    std::size_t strangers = 0;        // names among the bundles that are not ours; left alone
    std::size_t damaged_records = 0;  // of the high-water log
    bool is_catalogue_new = false;    // the old one was damaged and is set aside

    bool operator==(StoreRecovered const&) const = default;
};
struct DocumentRefused {
    LedgerRefusal refusal;
};
// A neighbour broke the form of the dialogue.
struct NeighbourRefused {
    PublisherId publisher;
    Refusal reason = Refusal::unasked;
};
// A web server that a person named cannot be used at present.
struct WebMirrorFailed {
    std::size_t number = 0;  // in the order in which they were named, from 1
    web::Fault fault = web::Fault::unreachable;
};
// A tar in the watched folder is refused whole, cannot be read, or has no end yet.
struct PackNotTaken {
    std::string word;
};
// What is believed of a publisher has changed, and is on disk; or what is to be said of it has, with time.
struct PublisherAdopted {
    PublisherId publisher;
    std::string name;
    std::uint64_t root_version = 0;
    std::uint64_t epoch = 0;
    std::uint64_t seq = 0;     // 0: no feed yet
    std::size_t releases = 0;  // that are served
    std::vector<std::string> labels;
};
// What hangs in the publisher's slot of the DHT was read after we hung up the head that we hold.
struct HeadReadBack {
    PublisherId publisher;
    std::uint64_t seq = 0;  // of the feed it names
};
struct BundleProgress {
    BundleId bundle;
    std::uint64_t total_bytes = 0;
    swarm::Standing standing;
};
struct BundleSealed {
    PublisherId publisher;
    BundleId bundle;
    std::string slug;
    std::uint64_t bytes = 0;
};
struct BundleRefused {
    PublisherId publisher;
    BundleId bundle;
    std::string word;
    std::string path;  // in the bag
};
// Not fetched, because the operator does not want it. Told once.
struct BundleLeftOut {
    PublisherId publisher;
    BundleId bundle;
    LeftOut reason = LeftOut::blocked;
};
// A sealed bundle is out of service and will be healed.
struct BundleDamaged {
    BundleId bundle;
    std::vector<std::string> files;  // empty: found by the swarm
};
struct MirrorTroubled {
    Trouble trouble;
};
// How much of the month's traffic is spent. Told when the state changes.
struct TrafficBudget {
    Spending state = Spending::within_budget;
    std::uint64_t used = 0;     // bytes, both directions, of all programs
    std::uint64_t monthly = 0;  // bytes
};
// What went over the network since the last of these, and how the month stands with it. Told at most every ten seconds.
struct TrafficTally {
    Moved peers{};  // with what TCP/IP adds
    Moved web{};    // without what TLS adds
    Moved month{};  // all of it, by every program that shares the store
    Spending state = Spending::within_budget;
};
// The disk broke a promise; nothing more is done until the next start.
struct StorageFailed {
    Trouble trouble;
};

using Report = std::variant<swarm::Listening, StoreRecovered, DocumentRefused, NeighbourRefused, WebMirrorFailed,
                            PackNotTaken, PublisherAdopted, HeadReadBack, BundleProgress, BundleSealed, BundleRefused,
                            BundleLeftOut, BundleDamaged, MirrorTroubled, TrafficBudget, TrafficTally, StorageFailed>;
using Observer = std::function<void(Report const&)>;

}  // namespace nightletter::mirror
