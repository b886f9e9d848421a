// mirror/intake.hpp: takes what lies in a folder into a store, judged as if it had come over the network.
//
// docs/formats.md 5.3. The same ledger, the same judgement of a copy, the same seal as a fetch; what the network would
// have brought is read from a directory instead. It opens no socket. Works while a call lasts, on the thread that
// opened the store; what was sealed before an interruption is there the next time.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "mirror/ledger.hpp"
#include "mirror/offered.hpp"
#include "store/store.hpp"

namespace nightletter::mirror {

// What became of one copy.
enum class Intaken {
    sealed,
    held_already,
    not_named,  // by the newest feed of anybody who was adopted: unknown, taken back, or somebody else's
    refused,    // `word` says why, `path` which file of it
};

struct IntakeResult {
    Intaken what = Intaken::not_named;
    BundleId bundle;
    PublisherId publisher;
    std::string slug;
    std::uint64_t bytes = 0;
    std::string word;
    std::string path;
};

class Intake {
public:
    // The store outlives it. `now` is read once: one import is one moment.
    Intake(store::Store& store, UtcTime now, UtcTime time_floor) : store_{&store}, now_{now}, time_floor_{time_floor} {}

    // Whether the store has heard of this publisher before.
    [[nodiscard]] Expected<bool, Trouble> knows(PublisherId const& publisher) const;
    // On disk when it returns. Bundles whose withdrawal is due for deletion are deleted.
    [[nodiscard]] Expected<Judgement, Trouble> adopt(PublisherId const& publisher, Haul const& haul);
    // Null for whom nobody adopted.
    [[nodiscard]] Ledger const* ledger(PublisherId const& publisher) const;
    // The release that an adopted publisher stands by now.
    [[nodiscard]] trust::Release const* release(BundleId const& bundle) const;
    // Whether the store has the whole of it.
    [[nodiscard]] Expected<bool, Trouble> holds_whole(BundleId const& bundle);

    [[nodiscard]] Expected<IntakeResult, Trouble> take(OfferedCopy const& copy);

private:
    struct Named {
        PublisherId publisher;
        trust::Release release;
    };

    [[nodiscard]] Expected<Ledger, Trouble> open_ledger(PublisherId const& publisher) const;
    void name_releases(PublisherId const& publisher);
    [[nodiscard]] Expected<void, Trouble> delete_what_is_due(PublisherId const& publisher);
    [[nodiscard]] Expected<bool, Trouble> brings_more(OfferedCopy const& copy);
    [[nodiscard]] Expected<IntakeResult, Trouble> judge(OfferedCopy const& copy, Named const& named, Bytes torrent);
    [[nodiscard]] Expected<IntakeResult, Trouble> discard(Named const& named, IntakeResult result);

    store::Store* store_;
    UtcTime now_;
    UtcTime time_floor_;
    std::map<PublisherId, Ledger> ledgers_;
    std::map<BundleId, Named> named_;  // what the ledgers stand by
};

}  // namespace nightletter::mirror
