#include "reader/pack_contents.hpp"

#include <algorithm>

#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"
#include "mirror/watched_folder.hpp"
#include "reader/place.hpp"

namespace nightletter::reader {
namespace {

// A store that is written to at this moment may show a document beside the signatures of another.
constexpr int readings = 3;

// As it is passed on: what the check leaves of it.
Expected<Bytes, Trouble> torrent_at(std::filesystem::path const& path)
{
    auto const bytes = read_file(path, bundles::largest_torrent);
    if (!bytes) return fail(bytes.error());
    auto const checked = bundles::check_torrent(*bytes, {});
    if (checked) return checked->torrent();
    return fail(Trouble{"read", path.string(), "it changed after it was verified", Retry::may_help});
}

bool is_misread(mirror::Judgement const& judgement)
{
    return std::ranges::any_of(judgement.refusals,
                               [](mirror::LedgerRefusal const& refusal) { return refusal.word != "rolled-back"; });
}

}  // namespace

void PackContents::gather(std::filesystem::path const& pack, std::filesystem::path const& source)
{
    auto const in_pack = pack.empty() ? mirror::Offered{} : mirror::offered_in(pack);
    auto const in_source = mirror::offered_in(source);
    gather_documents(in_pack, Lies::in_pack);
    gather_documents(in_source, Lies::in_source);
    for (auto const& copy : in_pack.copies) gather_bundle(copy, Lies::in_pack);
    for (auto const& copy : in_source.copies) {
        if (!choice_.bundle || copy.bundle == *choice_.bundle) gather_bundle(copy, Lies::in_source);
    }
}

bool PackContents::is_meant(PublisherId const& publisher, mirror::Offered const& offered) const
{
    if (choice_.publisher) return *choice_.publisher == publisher;
    if (!choice_.bundle) return true;
    return std::ranges::any_of(offered.copies, [&](mirror::OfferedCopy const& copy) {
        return copy.bundle == *choice_.bundle && claimed_publisher(copy.bag) == publisher;
    });
}

void PackContents::gather_documents(mirror::Offered const& offered, Lies lies)
{
    for (auto const& [publisher, directory] : offered.publishers) {
        if (lies == Lies::in_source && !is_meant(publisher, offered)) continue;
        auto const ledger = publishers_.try_emplace(publisher, publisher, time_floor_).first;
        for (int reading = 0; reading < readings; ++reading) {
            if (!is_misread(ledger->second.judge(mirror::read_publisher_folder(directory), now_))) break;
        }
        if (ledger->second.acceptance().chain() == nullptr) publishers_.erase(ledger);
    }
}

std::optional<PackContents::Named> PackContents::who_names(BundleId const& bundle) const
{
    for (auto const& [publisher, ledger] : publishers_) {
        auto const standing = ledger.acceptance().standing(bundle, now_);
        if (standing.release && standing.is_served()) return Named{&ledger, *standing.release};
    }
    return std::nullopt;
}

void PackContents::gather_bundle(mirror::OfferedCopy const& copy, Lies lies)
{
    auto const named = who_names(copy.bundle);
    if (!named) {
        // Of somebody whose word is not here nothing is known, so nothing is taken away.
        auto const claimed = claimed_publisher(copy.bag);
        bool const is_answered_for = claimed && publishers_.contains(*claimed);
        if (lies == Lies::in_pack && is_answered_for) outdated_.push_back(copy.bundle);
        return;
    }
    auto judged = judge(copy, *named->ledger, named->release);
    if (!judged) {
        if (lies == Lies::in_pack)
            outdated_.push_back(copy.bundle);
        else
            left_out_.push_back(std::move(judged.error()));
        return;
    }
    judged->lies = lies;
    auto const there = bundles_.find(copy.bundle);
    bool const is_there = there != bundles_.end();
    if (is_there && there->second.bundle.files().size() >= judged->bundle.files().size()) return;
    if (!is_there && lies == Lies::in_source && choice_.receiver_holds.covers(copy.bundle, judged->bundle.tiers())) {
        ++spared_;
        return;
    }
    bundles_.insert_or_assign(copy.bundle, std::move(*judged));
}

Expected<PackedBundle, LeftOut> PackContents::judge(mirror::OfferedCopy const& copy, mirror::Ledger const& ledger,
                                                    trust::Release const& release) const
{
    auto const torrent = read_file(copy.torrent, bundles::largest_torrent);
    if (!torrent) return fail(LeftOut{copy.bundle, "missing-file", copy.torrent.filename().string()});
    auto const checked = bundles::check_torrent(
        *torrent, {.info_hash = release.info_hash, .bytes = release.bytes, .files = release.files});
    if (!checked) {
        return fail(LeftOut{copy.bundle, std::string{word(checked.error())}, copy.torrent.filename().string()});
    }
    bundles::Expectation expected;
    expected.publisher = ledger.acceptance().publisher();
    expected.bundle = copy.bundle;
    expected.held = &ledger.acceptance();
    auto verified = bundles::verify_bundle(copy.bag, expected);
    if (verified) {
        return PackedBundle{
            ledger.acceptance().publisher(), std::move(*verified), copy.bag,
            packs::MadeFile::like(checked->torrent(), [path = copy.torrent] { return torrent_at(path); }),
            Lies::in_source};
    }
    auto const& faults = verified.error();
    if (faults.findings.empty()) return fail(LeftOut{copy.bundle, "unreadable", {}});
    auto const& first = faults.findings.front();
    return fail(LeftOut{copy.bundle, std::string{first.word()}, first.path});
}

}  // namespace nightletter::reader
