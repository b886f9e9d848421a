#include "mirror/watched_tar.hpp"

#include <optional>

#include "bundles/torrent_check.hpp"
#include "packs/space.hpp"
#include "store/tree.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

std::string torrent_of(std::string const& bundle)
{
    return "torrents/" + bundle + ".torrent";
}

std::string word_of(packs::TarProblem const& problem)
{
    auto const* const fault = std::get_if<packs::TarFault>(&problem);
    return fault == nullptr ? "unreadable" : std::string{word(fault->refusal)};
}

std::string word_of(packs::NotTakenOut const& failure)
{
    return failure.side == packs::Side::tar ? "unreadable" : "no-space";
}

}  // namespace

Expected<WatchedTar, std::string> WatchedTar::open(fs::path tar, fs::path room, std::set<PublisherId> const& followed)
{
    auto const opened = packs::TarPack::open(tar);
    if (!opened) return fail(word_of(opened.error()));
    if (opened->listing().is_cut_short) return fail(std::string{"cut-short"});
    std::error_code error;
    auto const emptied = store::remove_tree(room);
    if (!emptied || !fs::create_directories(room, error)) return fail(std::string{"no-space"});
    WatchedTar watched{std::move(tar), std::move(room)};
    if (auto taken = watched.take_out_the_small(*opened, followed); !taken) {
        (void)store::remove_tree(watched.room_);
        return fail(taken.error());
    }
    return watched;
}

Expected<void, std::string> WatchedTar::take_out_the_small(packs::TarPack const& tar,
                                                           std::set<PublisherId> const& followed)
{
    for (auto const& publisher : followed) {
        auto const out = tar.take_out("publishers/" + publisher_text(publisher), room_);
        if (!out) return fail(word_of(out.error()));
    }
    for (auto const& home : tar.bundles()) {
        auto const id = fs::path{home}.filename().string();
        if (!parse_bundle(id)) continue;
        if (auto out = tar.take_out_file(torrent_of(id), room_); !out) return fail(word_of(out.error()));
        auto const bytes = read_file(room_ / torrent_of(id), bundles::largest_torrent);
        if (!bytes) continue;
        // A torrent names files: none lies here longer than its bundle is wanted.
        if (auto gone = store::remove_tree(room_ / "torrents"); !gone) return fail(std::string{"unreadable"});
        auto const checked = bundles::check_torrent(*bytes, {});
        if (checked) bundles_.try_emplace(checked->info_hash(), Bundle{id});
    }
    return {};
}

void WatchedTar::bring(std::set<InfoHash> const& wanted, UtcTime now, std::uint64_t min_free)
{
    std::erase_if(taken_out_, [&](auto const& one) {
        auto const age = now.seconds - one.second.seconds;
        // A time in the future means that the clock was set.
        if (wanted.contains(one.first) && age >= 0 && age < patience_seconds) return false;
        remove(bundles_.at(one.first).id);
        return true;
    });
    std::optional<packs::TarPack> tar;
    for (auto& [info_hash, bundle] : bundles_) {
        if (taken_out_.size() == most_bundles) return;
        if (bundle.was_tried || !wanted.contains(info_hash)) continue;
        if (!tar) {
            auto opened = packs::TarPack::open(tar_);
            if (!opened) return;
            tar.emplace(std::move(*opened));
        }
        if (!take_out(*tar, bundle.id, min_free)) continue;
        bundle.was_tried = true;
        taken_out_.emplace(info_hash, now);
    }
}

// False when there is no room now, or the tar is not what it was; nothing of the bundle lies here then.
bool WatchedTar::take_out(packs::TarPack const& tar, std::string const& bundle, std::uint64_t min_free) const
{
    auto const home = "bundles/" + bundle;
    auto const space = packs::space_at(room_);
    // It is there twice while it is judged.
    auto const needed = 2 * packs::space_taken(tar.bytes_in(home), tar.files_in(home));
    if (!space || space->free < min_free || space->free - min_free < needed) return false;
    if (tar.take_out(home, room_) && tar.take_out_file(torrent_of(bundle), room_)) return true;
    remove(bundle);
    return false;
}

void WatchedTar::remove(std::string const& bundle) const
{
    (void)store::remove_tree(room_ / "bundles" / bundle);
    (void)store::remove_tree(room_ / torrent_of(bundle));
}

void WatchedTar::documents_were_read() const
{
    (void)store::remove_tree(room_ / "publishers");
}

}  // namespace nightletter::mirror
