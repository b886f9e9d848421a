// reader/pack_contents.hpp: what a pack will hold: believed documents, sound bundles.
//
// Gathered from anything laid out as docs/formats.md section 5 or as a signer leaves it: the reader's library, a
// mirror's store, a signer's output, another pack. Nothing there is taken at its word, no database is opened, nothing
// is written. What the pack holds already is gathered too, so that an older source never takes a newer word away.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bundles/verify.hpp"
#include "mirror/ledger.hpp"
#include "mirror/offered.hpp"
#include "packs/receipt.hpp"
#include "packs/unit.hpp"

namespace nightletter::reader {

// Where a copy lies: it has to be carried over, or is in the pack already.
enum class Lies { in_source, in_pack };

struct PackedBundle {
    PublisherId publisher;
    bundles::VerifiedBundle bundle;
    std::filesystem::path bag;
    packs::MadeFile torrent;
    Lies lies = Lies::in_source;
};

struct LeftOut {
    BundleId bundle;
    std::string word;
    std::string path;  // which file of it; may be empty
};

// What of a source is meant; nothing: all of it.
struct PackChoice {
    std::optional<PublisherId> publisher;
    std::optional<BundleId> bundle;
    packs::Receipt receiver_holds;
};

class PackContents {
public:
    PackContents(PackChoice choice, UtcTime now, UtcTime time_floor)
        : choice_{std::move(choice)}, now_{now}, time_floor_{time_floor}
    {
    }

    // The pack as it is (empty: a new one, in no folder) or not there yet, with what the source adds. Every document of
    // both is heard first: what the source has newer decides what may stay in the pack.
    void gather(std::filesystem::path const& pack, std::filesystem::path const& source);

    [[nodiscard]] std::map<PublisherId, mirror::Ledger> const& publishers() const { return publishers_; }
    // By id.
    [[nodiscard]] std::map<BundleId, PackedBundle> const& bundles() const { return bundles_; }
    // Named by a feed, asked for, and not sound where it lies.
    [[nodiscard]] std::vector<LeftOut> const& left_out() const { return left_out_; }
    // In the pack, and to be taken out of it: not sound, taken back, or named by nobody.
    [[nodiscard]] std::vector<BundleId> const& outdated() const { return outdated_; }
    // Not carried again, because the receiver has it.
    [[nodiscard]] std::size_t spared() const { return spared_; }

private:
    [[nodiscard]] bool is_meant(PublisherId const& publisher, mirror::Offered const& offered) const;
    void gather_documents(mirror::Offered const& offered, Lies lies);
    void gather_bundle(mirror::OfferedCopy const& copy, Lies lies);
    [[nodiscard]] Expected<PackedBundle, LeftOut> judge(mirror::OfferedCopy const& copy, mirror::Ledger const& ledger,
                                                        trust::Release const& release) const;
    // The publisher who stands by that bundle now.
    struct Named {
        mirror::Ledger const* ledger;
        trust::Release release;
    };
    [[nodiscard]] std::optional<Named> who_names(BundleId const& bundle) const;

    PackChoice choice_;
    UtcTime now_;
    UtcTime time_floor_;
    std::map<PublisherId, mirror::Ledger> publishers_;
    std::map<BundleId, PackedBundle> bundles_;
    std::vector<LeftOut> left_out_;
    std::vector<BundleId> outdated_;
    std::size_t spared_ = 0;
};

}  // namespace nightletter::reader
