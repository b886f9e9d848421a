#include "store/recovery.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

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

bool has_row(std::vector<BundleRow> const& rows, BundleId const& id)
{
    auto const found = std::lower_bound(rows.begin(), rows.end(), id, [](auto const& row, auto const& key) { return row.id < key; });
    return found != rows.end() && found->id == id;
}

// The room its torrent names. Without a readable torrent nobody can ask for it by info-hash; it is kept under its own
// id all the same, for a person to look at.
InfoHash room_for(Layout const& layout, BundleId const& id)
{
    if (auto const bytes = read_file(layout.torrent(id), bundles::largest_torrent)) {
        if (auto const torrent = bundles::check_torrent(*bytes, {})) return torrent->info_hash();
    }
    return *InfoHash::from(id.bytes());
}

Expected<InfoHash, Trouble> return_to_quarantine(Layout const& layout, BundleId const& id)
{
    auto const place = layout.bundle(id);
    auto const hash = room_for(layout, id);
    if (auto removed = remove_tree(layout.arrival(hash)); !removed) return fail(removed.error());
    if (::mkdir(layout.arrival(hash).c_str(), 0755) != 0) {
        return fail(trouble_from_errno("make", layout.arrival(hash).string()));
    }
    if (::rename(layout.torrent(id).c_str(), layout.arrival_torrent(hash).c_str()) != 0 && errno != ENOENT) {
        return fail(trouble_from_errno("move", layout.torrent(id).string()));
    }
    if (auto opened = make_writable(place); !opened) return fail(opened.error());
    if (auto moved = rename_durably(place, layout.arrival_copy(hash)); !moved) return fail(moved.error());
    return hash;
}

// Directories in bundles/ that no row names: sealing was interrupted, or the catalogue was lost.
Expected<void, Trouble> return_unrecorded(Layout const& layout, std::vector<BundleRow> const& rows, RecoveryReport& report)
{
    auto const names = names_in(layout.bundles());
    if (!names) return fail(names.error());
    for (auto const& name : *names) {
        auto const id = parse_bundle(name);
        if (!id || name != bundle_text(*id)) {
            report.strangers.push_back(name);
            continue;
        }
        if (has_row(rows, *id)) continue;
        auto const returned = return_to_quarantine(layout, *id);
        if (!returned) return fail(returned.error());
        report.returned.push_back(*returned);
    }
    return {};
}

// Torrents of bundles without a row, and temporary files of interrupted writes.
Expected<void, Trouble> remove_stray_torrents(Layout const& layout, std::vector<BundleRow> const& rows)
{
    auto const names = names_in(layout.torrents());
    if (!names) return fail(names.error());
    for (auto const& name : *names) {
        auto const id = parse_bundle(fs::path{name}.stem().string());
        if (id && has_row(rows, *id)) continue;
        auto const path = layout.torrents() / name;
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

Expected<void, Trouble> take_out_suspects(Layout const& layout, Catalogue& catalogue, std::vector<BundleRow> const& rows,
                                          RecoveryReport& report)
{
    auto suspects = look_at_files(layout, catalogue, rows);
    if (!suspects) return fail(suspects.error());
    for (auto& suspect : *suspects) {
        auto const is_gone = ::access(layout.bundle(suspect.bundle).c_str(), F_OK) != 0;
        auto const state = is_gone ? BundleState::missing : BundleState::damaged;
        if (auto set = catalogue.set_state(suspect.bundle, state); !set) return set;
        if (is_gone) report.missing.push_back(suspect.bundle);
        else report.suspects.push_back(std::move(suspect));
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
    if (auto done = return_unrecorded(layout, *rows, report); !done) return fail(done.error());
    if (auto done = remove_stray_torrents(layout, *rows); !done) return fail(done.error());
    if (auto done = take_out_suspects(layout, catalogue, *rows, report); !done) return fail(done.error());
    auto arrivals = Quarantine{layout}.arrivals();
    if (!arrivals) return fail(arrivals.error());
    report.arrivals = std::move(*arrivals);
    return report;
}

}  // namespace nightletter::store
