#include "store/recovery.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_set>

#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"
#include "store/quarantine.hpp"
#include "store/tree.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

Expected<std::vector<std::string>, Trouble> names_in(fs::path const& directory)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entries{directory, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        names.push_back(entries->path().filename().string());
    }
    if (error) return fail(Trouble{"list", directory.string(), error.message(), Retry::is_useless, error.value()});
    return names;
}

// The directory names of bundles that have a row.
using Recorded = std::unordered_set<std::string>;

Recorded recorded_names(std::vector<BundleRow> const& rows)
{
    Recorded names;
    for (auto const& row : rows) names.insert(bundle_text(row.id));
    return names;
}

// The room that the torrent names. Without a torrent nobody can ask for it by info-hash; it is kept under its own id
// all the same, for a person to look at.
InfoHash room_for(BundleId const& id, Expected<Bytes, Trouble> const& torrent)
{
    if (torrent) {
        if (auto const checked = bundles::check_torrent(*torrent, {})) return checked->info_hash();
    }
    return *InfoHash::from(id.bytes());
}

// The torrent is copied, not moved: when this is cut short, the next start must find the same room for the directory.
Expected<InfoHash, Trouble> return_to_quarantine(Layout const& layout, BundleId const& id)
{
    auto const torrent = read_file(layout.torrent(id), bundles::largest_torrent);
    auto const hash = room_for(id, torrent);
    auto const room = layout.arrival(hash);
    if (auto removed = remove_tree(room); !removed) return fail(removed.error());
    if (::mkdir(room.c_str(), 0755) != 0) return fail(trouble_from_errno("make", room.string()));
    if (torrent) {
        if (auto kept = write_durably(layout.arrival_torrent(hash), *torrent); !kept) return fail(kept.error());
    }
    if (auto opened = make_writable(layout.bundle(id)); !opened) return fail(opened.error());
    auto const moved = rename_durably(layout.bundle(id), layout.arrival_copy(hash));
    if (!moved) return fail(moved.error());
    return hash;
}

// Directories in bundles/ that no row names: sealing was interrupted, or the catalogue was lost.
Expected<void, Trouble> return_unrecorded(Layout const& layout, Recorded const& recorded, RecoveryReport& report)
{
    auto const names = names_in(layout.bundles());
    if (!names) return fail(names.error());
    for (auto const& name : *names) {
        if (recorded.contains(name)) continue;
        auto const id = parse_bundle(name);
        if (!id || name != bundle_text(*id)) {
            report.strangers.push_back(name);
            continue;
        }
        auto const returned = return_to_quarantine(layout, *id);
        if (!returned) return fail(returned.error());
        report.returned.push_back(*returned);
    }
    return {};
}

// Torrents of bundles without a row, and temporary files of interrupted writes.
Expected<void, Trouble> remove_stray_torrents(Layout const& layout, Recorded const& recorded)
{
    auto const names = names_in(layout.torrents());
    if (!names) return fail(names.error());
    for (auto const& name : *names) {
        auto const path = layout.torrents() / name;
        if (recorded.contains(path.stem().string()) && path.extension() == ".torrent") continue;
        if (::unlink(path.c_str()) != 0) return fail(trouble_from_errno("remove", path.string()));
    }
    return {};
}

// Looks at every file of every bundle in service. One lstat each: ten thousand bundles take well under a second.
Expected<std::vector<Suspect>, Trouble> look_at_files(Layout const& layout, Catalogue& catalogue,
                                                      std::vector<BundleRow> const& rows)
{
    std::vector<Suspect> suspects;
    auto row = rows.begin();
    fs::path bag;
    auto const visited = catalogue.each_file([&](BundleId const& id, SealedFile const& file) {
        while (row != rows.end() && row->id < id) {
            ++row;
            bag.clear();
        }
        if (row == rows.end() || row->id != id || row->state != BundleState::sealed) return;
        if (bag.empty()) bag = layout.bundle(id) / row->slug;
        auto const mark = mark_file(bag, file.path);
        if (mark && mark->size == file.size && mark->modified_ns == file.modified_ns) return;
        if (suspects.empty() || suspects.back().bundle != id) suspects.push_back({id, {}});
        suspects.back().files.push_back(file.path);
    });
    if (!visited) return fail(visited.error());
    return suspects;
}

Expected<void, Trouble> take_out_suspects(Layout const& layout, Catalogue& catalogue,
                                          std::vector<BundleRow> const& rows, RecoveryReport& report)
{
    auto suspects = look_at_files(layout, catalogue, rows);
    if (!suspects) return fail(suspects.error());
    for (auto& suspect : *suspects) {
        auto const is_gone = ::access(layout.bundle(suspect.bundle).c_str(), F_OK) != 0;
        auto const state = is_gone ? BundleState::missing : BundleState::damaged;
        if (auto set = catalogue.set_state(suspect.bundle, state); !set) return set;
        if (is_gone)
            report.missing.push_back(suspect.bundle);
        else
            report.suspects.push_back(std::move(suspect));
    }
    // A directory that came back is looked at like any other whose files are in doubt.
    for (auto const& row : rows) {
        if (row.state != BundleState::missing || ::access(layout.bundle(row.id).c_str(), F_OK) != 0) continue;
        if (auto set = catalogue.set_state(row.id, BundleState::damaged); !set) return set;
        report.suspects.push_back({row.id, {}});
    }
    return {};
}

}  // namespace

Expected<RecoveryReport, Trouble> recover(Layout const& layout, Catalogue& catalogue)
{
    RecoveryReport report;
    auto const rows = catalogue.bundles();
    if (!rows) return fail(rows.error());
    auto const recorded = recorded_names(*rows);
    if (auto done = return_unrecorded(layout, recorded, report); !done) return fail(done.error());
    if (auto done = remove_stray_torrents(layout, recorded); !done) return fail(done.error());
    if (auto done = take_out_suspects(layout, catalogue, *rows, report); !done) return fail(done.error());
    auto arrivals = Quarantine{layout}.arrivals();
    if (!arrivals) return fail(arrivals.error());
    report.arrivals = std::move(*arrivals);
    return report;
}

}  // namespace nightletter::store
