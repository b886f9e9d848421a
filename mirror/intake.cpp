#include "mirror/intake.hpp"

#include <algorithm>
#include <cerrno>

#include "base/durable_file.hpp"
#include "bundles/bag_directory.hpp"
#include "bundles/file_digest.hpp"
#include "bundles/torrent_check.hpp"
#include "mirror/judging.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t room_to_spare = 16U << 20U;  // bytes that an import leaves free

// What a copy looks like before anything of it is copied, held against the torrent that its publisher's feed names.
struct Outline {
    std::uint64_t bytes = 0;
    std::size_t files = 0;
    std::optional<bundles::Finding> wrong;
};

Expected<Outline, Trouble> outline_of(fs::path const& bag, bundles::CheckedTorrent const& torrent)
{
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return fail(directory.error());
    auto const listing = directory->list();
    if (!listing) return fail(listing.error());
    Outline outline;
    if (!listing->misfits.empty()) {
        outline.wrong = {listing->misfits.front().refusal, listing->misfits.front().path, {}};
        return outline;
    }
    std::map<bundles::BundlePath, std::uint64_t> sizes;
    for (auto const& file : torrent.files()) sizes.emplace(file.path, file.size);
    for (auto const& file : listing->files) {
        auto const expected = sizes.find(file.path);
        if (expected == sizes.end())
            outline.wrong = {bundles::Refusal::unlisted_file, file.path.text(), {}};
        else if (expected->second != file.size)
            outline.wrong = {bundles::Refusal::content_mismatch, file.path.text(), {}};
        if (outline.wrong) return outline;
        outline.bytes += file.size;
        ++outline.files;
    }
    return outline;
}

// The swarm holds every piece against the torrent; a copy that lacks tiers is held against it here, file by file.
Expected<std::optional<std::string>, Trouble> file_outside_torrent(store::SettledCopy const& copy)
{
    auto const directory = bundles::BagDirectory::open(copy.copy().bag());
    if (!directory) return fail(directory.error());
    std::vector<bundles::BundlePath> paths;
    for (auto const& file : copy.bundle().files()) paths.push_back(file.path);
    auto const digests = bundles::digest_files(*directory, paths, {bundles::Hashes::pieces});
    std::map<bundles::BundlePath, Sha256> roots;
    for (auto const& file : copy.torrent().files()) roots.emplace(file.path, file.pieces_root);
    for (std::size_t at = 0; at < paths.size(); ++at) {
        bool const same = digests[at] && digests[at]->pieces_root == roots.at(paths[at]);
        if (!same) return std::optional{paths[at].text()};
    }
    return std::optional<std::string>{};
}

}  // namespace

Expected<bool, Trouble> Intake::knows(PublisherId const& publisher) const
{
    auto const documents = store_->publishers().documents(publisher);
    if (!documents) return fail(documents.error());
    return !documents->roots.empty();
}

Expected<Ledger, Trouble> Intake::open_ledger(PublisherId const& publisher) const
{
    auto const documents = store_->publishers().documents(publisher);
    if (!documents) return fail(documents.error());
    return Ledger::restore(publisher, *documents, store_->publishers().high_water(publisher), time_floor_);
}

Expected<Judgement, Trouble> Intake::adopt(PublisherId const& publisher, Haul const& haul)
{
    auto held = ledgers_.find(publisher);
    if (held == ledgers_.end()) {
        auto opened = open_ledger(publisher);
        if (!opened) return fail(opened.error());
        held = ledgers_.emplace(publisher, std::move(*opened)).first;
    }
    auto tried = held->second;
    auto judgement = tried.judge(haul, now_);
    // Nothing is acted on before it is on disk.
    if (judgement.changed) {
        if (auto kept = store_->publishers().keep(tried.record()); !kept) return fail(kept.error());
    }
    held->second = std::move(tried);
    name_releases(publisher);
    if (auto deleted = delete_what_is_due(publisher); !deleted) return fail(deleted.error());
    return judgement;
}

void Intake::name_releases(PublisherId const& publisher)
{
    std::erase_if(named_, [&](auto const& one) { return one.second.publisher == publisher; });
    auto const& acceptance = ledgers_.at(publisher).acceptance();
    for (auto const& release : acceptance.releases()) {
        if (acceptance.standing(release.bundle, now_).is_served()) {
            named_.try_emplace(release.bundle, Named{publisher, release});
        }
    }
}

Expected<void, Trouble> Intake::delete_what_is_due(PublisherId const& publisher)
{
    if (auto erased = store_->finish_erasing(now_); !erased) return erased;
    auto const& acceptance = ledgers_.at(publisher).acceptance();
    std::map<BundleId, store::BundleRow> due;
    for (auto const& [hash, held] : acceptance.withdrawals().all()) {
        auto const& bundle = held.document.withdrawal().bundle;
        auto const effect = acceptance.standing(bundle, now_).effect;
        bool const is_due = effect.deletion && *effect.deletion <= acceptance.now(now_);
        if (!is_due) continue;
        auto row = store_->bundles().row(bundle);
        if (!row) return fail(row.error());
        if (*row && (*row)->publisher == publisher) due.emplace(bundle, std::move(**row));
    }
    std::vector<store::BundleRow> rows;
    for (auto const& [bundle, row] : due) rows.push_back(row);
    return store_->erase(rows, now_);
}

Ledger const* Intake::ledger(PublisherId const& publisher) const
{
    auto const held = ledgers_.find(publisher);
    return held == ledgers_.end() ? nullptr : &held->second;
}

trust::Release const* Intake::release(BundleId const& bundle) const
{
    auto const named = named_.find(bundle);
    return named == named_.end() ? nullptr : &named->second.release;
}

Expected<bool, Trouble> Intake::holds_whole(BundleId const& bundle)
{
    auto const held = store_->bundles().find(bundle);
    if (!held) return fail(held.error());
    return *held && (*held)->row().tiers == bundles::TierSet::all();
}

// Held with fewer tiers than the copy seems to have, or not at all.
Expected<bool, Trouble> Intake::brings_more(OfferedCopy const& copy)
{
    auto const whole = holds_whole(copy.bundle);
    if (!whole) return fail(whole.error());
    if (*whole) return false;
    auto const held = store_->bundles().find(copy.bundle);
    if (!held) return fail(held.error());
    if (!*held) return true;
    auto const task = store_->bundles().scrub_task(copy.bundle);
    if (!task) return fail(task.error());
    auto const directory = bundles::BagDirectory::open(copy.bag);
    if (!directory || !*task) return false;
    auto const listing = directory->list();
    return listing && listing->files.size() > (*task)->files.size();
}

Expected<IntakeResult, Trouble> Intake::take(OfferedCopy const& copy)
{
    IntakeResult result;
    result.bundle = copy.bundle;
    result.slug = copy.bag.filename().string();
    auto const found = named_.find(copy.bundle);
    if (found == named_.end()) return result;
    auto const& named = found->second;
    result.publisher = named.publisher;
    auto const more = brings_more(copy);
    if (!more) return fail(more.error());
    if (!*more) {
        result.what = Intaken::held_already;
        return result;
    }
    auto torrent = read_file(copy.torrent, bundles::largest_torrent);
    if (torrent) return judge(copy, named, std::move(*torrent));
    result.what = Intaken::refused;
    result.word = torrent.error().system_error == ENOENT ? "missing-file" : "unreadable";
    result.path = copy.torrent.filename().string();
    return result;
}

Expected<IntakeResult, Trouble> Intake::judge(OfferedCopy const& copy, Named const& named, Bytes bytes)
{
    auto const& release = named.release;
    IntakeResult result{Intaken::refused, copy.bundle, named.publisher, copy.bag.filename().string(), 0, {}, {}};
    auto const refuse = [&](std::string_view word, std::string path) {
        result.word = word;
        result.path = std::move(path);
        return discard(named, result);
    };
    auto const torrent =
        bundles::check_torrent(bytes, {.info_hash = release.info_hash, .bytes = release.bytes, .files = release.files});
    if (!torrent) return refuse(word(torrent.error()), copy.torrent.filename().string());
    auto const outline = outline_of(copy.bag, *torrent);
    if (!outline) return refuse("unreadable", outline.error().reason);
    if (outline->wrong) return refuse(outline->wrong->word(), outline->wrong->path);
    auto const free = store_->free_space();
    if (!free) return fail(free.error());
    if (*free < outline->bytes + room_to_spare) return refuse("no-space", {});

    if (auto copied = store_->quarantine().take_in(release.info_hash, copy.bag); !copied) {
        if (copied.error().system_error == ENOSPC) return refuse("no-space", {});
        return refuse("unreadable", copied.error().reason);
    }
    bool const is_whole = outline->files == torrent->files().size();
    JudgeAndSeal const task{{named.publisher, release, std::move(bytes)}, is_whole ? Origin::folder : Origin::swarm};
    auto const judged = judge_copy(store_->quarantine(), task, ledgers_.at(named.publisher).acceptance());
    if (auto const* const failed = std::get_if<store::SealFailure>(&judged)) return fail(failed->trouble);
    if (auto const* const unsound = std::get_if<Unsound>(&judged)) return refuse(unsound->word, unsound->path);
    auto const& sound = std::get<Sound>(judged);
    if (!is_whole) {
        auto const outside = file_outside_torrent(sound.copy);
        if (!outside) return fail(outside.error());
        if (*outside) return refuse(word(bundles::Refusal::wrong_info_hash), **outside);
    }
    auto const sealed = store_->bundles().seal(sound.copy, sound.titles, now_);
    if (!sealed) return fail(sealed.error().trouble);
    result.what = Intaken::sealed;
    result.bytes = sealed->row().bytes;
    return result;
}

Expected<IntakeResult, Trouble> Intake::discard(Named const& named, IntakeResult result)
{
    if (auto gone = store_->quarantine().discard(named.release.info_hash); !gone) return fail(gone.error());
    return result;
}

}  // namespace nightletter::mirror
