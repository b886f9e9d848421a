// store/publisher_folders.hpp: what each publisher said, as accepted, kept for the next start.
//
// docs/formats.md section 6: documents become trusted in one transaction after all checks, and H is durable before
// anybody acts on it. The judging is trust/'s; here accepted documents are written, H after them, the row last. Read
// back they are candidates again: a disk is not believed either. Used by one thread.
#pragma once

#include "store/catalogue.hpp"
#include "store/high_water_log.hpp"
#include "store/journal.hpp"
#include "store/layout.hpp"
#include "trust/candidate.hpp"

namespace nightletter::store {

struct PublisherDocuments {
    std::vector<trust::Candidate> roots;  // 1..N in order
    std::optional<trust::Candidate> feed;
    Bytes heads;  // empty: none
    std::vector<trust::Candidate> withdrawals;
    // Never sent to anybody: trust::Record as text, and each trust::Proof while there is one.
    std::optional<Bytes> record = std::nullopt;
    std::optional<Bytes> feed_proof = std::nullopt;
    std::optional<Bytes> root_proof = std::nullopt;
};

// Everything accepted from one publisher, at one moment.
struct PublisherRecord {
    PublisherId id;
    std::string name;  // as the newest root says
    PublisherDocuments documents;
    HighWaterMark high_water;
};

class PublisherFolders {
public:
    // Carries out what the journal had decided, takes from catalogue and log whichever mark is later, and gives the
    // catalogue back what it has lost. The catalogue and the log outlive it.
    [[nodiscard]] static Expected<PublisherFolders, Trouble> open(Layout layout, Catalogue& catalogue,
                                                                  HighWaterLog& log);

    // On disk when it returns.
    [[nodiscard]] Expected<void, Trouble> keep(PublisherRecord const& record);

    // Publishers who have a folder here.
    [[nodiscard]] Expected<std::vector<PublisherId>, Trouble> publishers() const;
    // To be judged again, starting from the pinned id. Empty when nothing is held. The record's H is never behind the
    // log's.
    [[nodiscard]] Expected<PublisherDocuments, Trouble> documents(PublisherId const& id) const;
    // H, for Acceptance to start from; nullopt when no feed was ever accepted.
    [[nodiscard]] std::optional<HighWaterMark> high_water(PublisherId const& id) const;

    // The bytes that have this SHA-256, whichever document they are; nullopt when they are not held.
    [[nodiscard]] Expected<std::optional<Bytes>, Trouble> find(Sha256 const& digest);

private:
    PublisherFolders(Layout layout, Catalogue& catalogue, HighWaterLog& log);
    [[nodiscard]] Expected<void, Trouble> record_again(std::vector<PublisherRow> const& rows);

    Layout layout_;
    Journal journal_;
    Catalogue* catalogue_;
    HighWaterLog* log_;
};

}  // namespace nightletter::store
