#include "mirror/ledger.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

bool is_routine(trust::Refusal refusal)
{
    return refusal == trust::Refusal::already_held;
}

std::uint64_t root_version(trust::Acceptance const& acceptance)
{
    return acceptance.chain() == nullptr ? 0 : acceptance.chain()->newest().root().version;
}

trust::FeedPoint high_water(trust::Acceptance const& acceptance)
{
    return acceptance.feeds().high_water.value_or(trust::FeedPoint{});
}

// What the store must write: everything that decides.
struct Fingerprint {
    std::uint64_t roots;
    std::optional<Sha256> newest_root;
    std::optional<Sha256> feed;
    std::size_t withdrawals;
    bool has_equivocation;
    bool has_root_fork;
    trust::Record record;
    Bytes heads;
    bool operator==(Fingerprint const&) const = default;
};

Fingerprint fingerprint(trust::Acceptance const& acceptance, Bytes const& heads)
{
    auto const* const chain = acceptance.chain();
    auto const* const feed = acceptance.feed();
    return {root_version(acceptance),
            chain == nullptr ? std::nullopt : std::optional{chain->newest().hash()},
            feed == nullptr ? std::nullopt : std::optional{feed->point().feed},
            acceptance.withdrawals().all().size(),
            acceptance.proof_of(trust::Contradicts::feed).has_value(),
            acceptance.proof_of(trust::Contradicts::root).has_value(),
            acceptance.record(),
            heads};
}

// The record that was kept, never with a lower mark than the log of marks has: a lost record must not let H fall.
std::optional<Bytes> record_with(PublisherId const& publisher, std::optional<Bytes> const& kept,
                                 std::optional<store::HighWaterMark> const& mark)
{
    Expected<trust::Record, trust::Refusal> parsed = fail(trust::Refusal::malformed);
    if (kept) parsed = trust::Record::parse(*kept);
    trust::Record record;
    record.publisher = publisher;
    if (parsed) record = std::move(*parsed);
    if (!mark) return parsed ? kept : std::nullopt;
    if (!record.high_water || record.high_water->is_older_than(mark->point)) record.high_water = mark->point;
    return copy_of(as_bytes(record.text()));
}

}  // namespace

Ledger::Ledger(PublisherId const& publisher, UtcTime time_floor) : acceptance_{publisher, time_floor}
{
    arrange();
}

Ledger Ledger::restore(PublisherId const& publisher, store::PublisherDocuments const& kept,
                       std::optional<store::HighWaterMark> const& high_water, UtcTime time_floor)
{
    Ledger ledger{publisher, time_floor};
    trust::KeptDocuments documents{
        kept.roots, kept.feed, kept.withdrawals, {}, record_with(publisher, kept.record, high_water)};
    for (auto const* const proof : {&kept.feed_proof, &kept.root_proof}) {
        if (*proof) documents.proofs.push_back(**proof);
    }
    auto acceptance = trust::Acceptance::restore(publisher, documents, time_floor);
    if (!acceptance) {
        trust::KeptDocuments record_alone;
        record_alone.record = documents.record;
        acceptance = trust::Acceptance::restore(publisher, record_alone, time_floor);
    }
    if (acceptance) ledger.acceptance_ = std::move(*acceptance);
    if (ledger.acceptance_.feed() != nullptr && ledger.acceptance_.consider_heads(kept.heads))
        ledger.heads_ = kept.heads;
    ledger.arrange();
    return ledger;
}

Judgement Ledger::judge(Haul const& haul, UtcTime today)
{
    auto const before = fingerprint(acceptance_, heads_);
    Judgement judgement;
    judge_roots(haul, today, judgement);
    judge_feed(haul, today, judgement);
    judge_withdrawals(haul, today, judgement);
    judge_heads(haul, judgement);
    judgement.changed = fingerprint(acceptance_, heads_) != before;
    if (judgement.changed) arrange();
    return judgement;
}

void Ledger::judge_roots(Haul const& haul, UtcTime today, Judgement& judgement)
{
    auto rest = std::span{haul.roots};
    while (!rest.empty()) {
        auto const some = rest.first(std::min(rest.size(), trust::most_roots_at_once));
        rest = rest.subspan(some.size());
        auto const before = root_version(acceptance_);
        auto const taken = acceptance_.consider_roots(some, today);
        if (taken || is_routine(taken.error())) continue;
        auto const offered = trust::Root::parse(some.back().document);
        judgement.refusals.push_back({acceptance_.publisher(), "root", std::string{word(taken.error())},
                                      offered ? offered->version : 0, before});
        return;
    }
}

void Ledger::judge_feed(Haul const& haul, UtcTime today, Judgement& judgement)
{
    if (!haul.feed) return;
    auto const held = high_water(acceptance_).seq;
    auto const taken = acceptance_.consider_feed(*haul.feed, haul.withdrawals, today);
    if (taken) heads_.clear();  // they were those of the feed before
    if (taken || is_routine(taken.error())) return;
    auto const offered = trust::Feed::parse(haul.feed->document);
    judgement.refusals.push_back(
        {acceptance_.publisher(), "feed", std::string{word(taken.error())}, offered ? offered->seq : 0, held});
}

void Ledger::judge_withdrawals(Haul const& haul, UtcTime today, Judgement& judgement)
{
    // After the feed: what it names is judged by the root it names alone. The rest acts by itself or not at all.
    for (auto const& candidate : haul.withdrawals) {
        if (acceptance_.withdrawals().find(sha256(candidate.document)) != nullptr) continue;
        auto const taken = acceptance_.consider_withdrawal(candidate, today);
        if (taken || is_routine(taken.error())) continue;
        judgement.refusals.push_back({acceptance_.publisher(), "withdrawal", std::string{word(taken.error())}, 0, 0});
    }
}

void Ledger::judge_heads(Haul const& haul, Judgement& judgement)
{
    if (haul.heads.empty() || haul.heads == heads_ || acceptance_.feed() == nullptr) return;
    // Heads that came with another feed than the one held are that feed's, and were refused with it.
    bool const belong_to_held = !haul.feed || sha256(haul.feed->document) == acceptance_.feed()->point().feed;
    if (!belong_to_held) return;
    auto const heads = acceptance_.consider_heads(haul.heads);
    if (heads) {
        heads_ = haul.heads;
        return;
    }
    judgement.refusals.push_back(
        {acceptance_.publisher(), "heads", std::string{word(heads.error())}, 0, high_water(acceptance_).seq});
}

Judgement Ledger::judge_head(swarm::SignedItem const& item)
{
    auto const before = acceptance_.record();
    auto const held = high_water(acceptance_).seq;
    auto const heard =
        acceptance_.consider_head(item.value, item.seq, item.salt, *trust::Signature::from(item.signature.bytes()));
    Judgement judgement;
    judgement.changed = acceptance_.record() != before;
    // An older one than ours hangs there until ours is hung up.
    bool const is_old = !heard && heard.error() == trust::Refusal::rolled_back;
    if (heard || is_old || is_routine(heard.error())) return judgement;
    judgement.refusals.push_back({acceptance_.publisher(), "head", std::string{word(heard.error())}, 0, held});
    return judgement;
}

std::optional<swarm::SignedItem> Ledger::slot(IsoWeek week) const
{
    auto const* const chain = acceptance_.chain();
    if (chain == nullptr) return std::nullopt;
    auto const& root = chain->newest().root();
    swarm::SignedItem item;
    item.key = *swarm::SlotKey::from(root.announce.key.bytes());
    item.salt = trust::head_salt(root.epoch, week);
    if (!lends_feed() || heads_.empty()) return item;
    auto const heads = acceptance_.consider_heads(heads_);
    if (!heads) return item;
    auto const signed_one = std::find_if(heads->items.begin(), heads->items.end(),
                                         [&](trust::HeadItem const& one) { return one.salt == item.salt; });
    if (signed_one == heads->items.end()) return item;
    item.seq = trust::head_item_seq(heads->feed);
    item.value = trust::head_value(heads->feed);
    item.signature = *swarm::SlotSignature::from(signed_one->signature.bytes());
    return item;
}

store::PublisherRecord Ledger::record() const
{
    store::PublisherRecord record;
    record.id = acceptance_.publisher();
    if (auto const* const chain = acceptance_.chain()) {
        record.name = chain->newest().root().name;
        record.high_water.root_epoch = chain->newest().root().epoch;
        for (auto const& root : chain->roots()) record.documents.roots.push_back(root.candidate());
    }
    record.high_water.point = high_water(acceptance_);
    if (auto const* const feed = acceptance_.feed()) record.documents.feed = feed->candidate();
    record.documents.heads = heads_;
    record.documents.record = copy_of(as_bytes(acceptance_.record().text()));
    if (auto const& proof = acceptance_.proof_of(trust::Contradicts::feed))
        record.documents.feed_proof = proof->bytes();
    if (auto const& proof = acceptance_.proof_of(trust::Contradicts::root))
        record.documents.root_proof = proof->bytes();
    for (auto const& [hash, held] : acceptance_.withdrawals().all()) {
        record.documents.withdrawals.push_back(held.document.candidate());
    }
    return record;
}

AlreadyHeld Ledger::held() const
{
    AlreadyHeld held;
    held.root_version = static_cast<std::uint32_t>(root_version(acceptance_));
    if (auto const* const feed = acceptance_.feed()) held.feed = feed->point().feed;
    if (!heads_.empty()) held.heads = sha256(heads_);
    for (auto const& [hash, withdrawal] : acceptance_.withdrawals().all()) held.withdrawals.insert(hash);
    return held;
}

Have Ledger::have() const
{
    return lends_feed() ? seen() : Have{static_cast<std::uint32_t>(root_version(acceptance_)), 0, 0, {}};
}

Have Ledger::seen() const
{
    auto const point = high_water(acceptance_);
    return {static_cast<std::uint32_t>(root_version(acceptance_)), point.epoch, point.seq, point.feed};
}

std::shared_ptr<Bytes const> Ledger::document(Sha256 const& hash) const
{
    auto const found = documents_.find(hash);
    return found == documents_.end() ? nullptr : found->second;
}

bool Ledger::lends_feed() const
{
    auto const* const feed = acceptance_.feed();
    return feed != nullptr && !acceptance_.feeds().is_disowned() && feed->point() == high_water(acceptance_);
}

template <class Accepted>
IndexEntry Ledger::shelve(Accepted const& accepted)
{
    // The bytes stay where they are: the pointer shares the accepted statement.
    auto const keeper = std::make_shared<Accepted const>(accepted);
    auto const& candidate = keeper->candidate();
    auto const document = sha256(candidate.document);
    auto& entry = entries_[document];
    if (entry.document.is_zero()) entry = {document, sha256(candidate.signatures)};
    documents_[entry.document] = {keeper, &candidate.document};
    documents_[entry.signatures] = {keeper, &candidate.signatures};
    return entry;
}

void Ledger::arrange()
{
    documents_.clear();
    shelves_ = {{Shelf::roots, {}}, {Shelf::feed, {}}, {Shelf::withdrawals, {}}, {Shelf::heads, {}}};
    if (auto const* const chain = acceptance_.chain()) {
        for (auto const& root : chain->roots()) shelves_[Shelf::roots].push_back(shelve(root));
    }
    for (auto const& [hash, held] : acceptance_.withdrawals().all()) {
        shelves_[Shelf::withdrawals].push_back(shelve(held.document));
    }
    if (!lends_feed()) return;
    shelves_[Shelf::feed].push_back(shelve(*acceptance_.feed()));
    if (heads_.empty()) return;
    auto const heads = sha256(heads_);
    documents_[heads] = std::make_shared<Bytes const>(heads_);
    shelves_[Shelf::heads].push_back({heads, Sha256{}});
}

}  // namespace nightletter::mirror
