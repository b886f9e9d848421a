// store/seal.hpp: the long part of sealing: what was verified is made durable before it is moved.
//
// docs/formats.md section 6 G, as far as it happens inside quarantine. It touches only the copy it is given: any
// thread. The short rest, renaming and recording, is SealedTree's.
#pragma once

#include "bundles/torrent_check.hpp"
#include "bundles/verify.hpp"
#include "store/quarantine.hpp"

namespace nightletter::store {

// What became of the copy in quarantine. A copy whose sync failed is condemned: the kernel may have dropped what it
// could not write, so the same bytes are never tried again and the next one starts from nothing.
enum class CopyFate { kept, condemned };

struct SealFailure {
    Trouble trouble;
    CopyFate copy = CopyFate::kept;
};

// Verified, unchanged since, and on disk. One maker.
class SettledCopy {
public:
    [[nodiscard]] bundles::VerifiedBundle const& bundle() const { return bundle_; }
    [[nodiscard]] bundles::CheckedTorrent const& torrent() const { return torrent_; }
    [[nodiscard]] StillCopy const& copy() const { return copy_; }

private:
    friend Expected<SettledCopy, SealFailure> settle(StillCopy, bundles::VerifiedBundle, bundles::CheckedTorrent);
    SettledCopy(StillCopy copy, bundles::VerifiedBundle bundle, bundles::CheckedTorrent torrent)
        : copy_{std::move(copy)}, bundle_{std::move(bundle)}, torrent_{std::move(torrent)}
    {
    }

    StillCopy copy_;
    bundles::VerifiedBundle bundle_;
    bundles::CheckedTorrent torrent_;
};

// Asks the system to write the copy's files to disk without waiting for it, so that the disk works while the copy is
// verified. A hint: only `settle` learns whether they are there, and it asks again.
void begin_writing(StillCopy const& copy);

// `bundle` was verified in `copy.bag()` after the copy was held still; `torrent` is the one its room is named by.
[[nodiscard]] Expected<SettledCopy, SealFailure> settle(StillCopy copy, bundles::VerifiedBundle bundle,
                                                        bundles::CheckedTorrent torrent);

// The files as they look now, when they are the ones that were held still; trouble names the first that is not.
[[nodiscard]] Expected<void, Trouble> expect_unchanged(StillCopy const& copy);

}  // namespace nightletter::store
