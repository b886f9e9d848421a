#include "store/sealed_tree.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/durable_file.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

Expected<void, Trouble> set_mode(fs::path const& path, mode_t mode)
{
    if (::chmod(path.c_str(), mode) != 0) return fail(trouble_from_errno("set the mode of", path.string()));
    return {};
}

Expected<void, Trouble> move(fs::path const& from, fs::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) return fail(trouble_from_errno("rename to", to.string()));
    return {};
}

// Both exist before and after. Where the file system cannot do it in one step, a crash between the three renames
// leaves `place` empty, which recovery finds as a missing bundle.
Expected<void, Trouble> exchange(fs::path const& copy, fs::path const& place)
{
    if (::renameat2(AT_FDCWD, copy.c_str(), AT_FDCWD, place.c_str(), RENAME_EXCHANGE) == 0) return {};
    if (errno != EINVAL && errno != ENOSYS) return fail(trouble_from_errno("rename to", place.string()));
    auto const aside = fs::path{copy}.concat(".old");
    if (auto moved = move(place, aside); !moved) return moved;
    if (auto moved = move(copy, place); !moved) return moved;
    return move(aside, copy);
}

// The copy's way into the store, which can be gone back until it is recorded.
class MoveIn {
public:
    MoveIn(fs::path copy, fs::path place)
        : copy_{std::move(copy)}, place_{std::move(place)}, replaces_{::access(place_.c_str(), F_OK) == 0}
    {
    }

    // A directory that changes its parent must be writable for whoever is not root.
    Expected<void, Trouble> go()
    {
        if (replaces_) {
            if (auto set = set_mode(place_, 0755); !set) return set;
        }
        auto moved = replaces_ ? exchange(copy_, place_) : move(copy_, place_);
        if (!moved) return moved;
        return set_mode(place_, 0555);
    }

    Expected<void, Trouble> sync() const
    {
        for (auto const& directory : {place_, place_.parent_path(), copy_.parent_path()}) {
            if (auto synced = sync_path(directory); !synced) return synced;
        }
        return {};
    }

    // When this fails too, recovery finds a directory without a row and brings it back.
    void undo() const
    {
        if (::access(place_.c_str(), F_OK) != 0) return;
        ::chmod(place_.c_str(), 0755);
        if (replaces_) {
            (void)exchange(copy_, place_);
            ::chmod(place_.c_str(), 0555);
        } else {
            (void)move(place_, copy_);
        }
    }

private:
    fs::path copy_;
    fs::path place_;
    bool replaces_;
};

// Marks and verified files are in the same order; settle saw to it that they are the same files.
std::vector<SealedFile> sealed_files(SettledCopy const& copy)
{
    std::vector<SealedFile> files;
    auto const& marks = copy.copy().marks();
    std::transform(marks.begin(), marks.end(), copy.bundle().files().begin(), std::back_inserter(files),
                   [](FileMark const& mark, bundles::VerifiedFile const& file) {
                       return SealedFile{mark.path, mark.size, mark.modified_ns, file.digest};
                   });
    return files;
}

// Without its layer a file of several pieces could be given to nobody. A file that is not held needs none.
bool has_layers_of_what_is_held(SettledCopy const& copy)
{
    auto const& torrent = copy.torrent();
    if (torrent.has_all_layers()) return true;
    auto const bytes = torrent.torrent();
    auto const lacks_layer = [&](bundles::CheckedFile const& file) {
        if (file.size <= torrent.piece_length() || copy.bundle().find(file.path) == nullptr) return false;
        auto const root = file.pieces_root.bytes();
        auto key = copy_of(as_bytes("32:"));
        key.insert(key.end(), root.begin(), root.end());
        // In the info dictionary the root is a value; after it comes the end of the leaf, after a layer's key a digit.
        for (auto at = bytes.begin();; ++at) {
            at = std::search(at, bytes.end(), key.begin(), key.end());
            if (at == bytes.end()) return true;
            auto const after = at + static_cast<std::ptrdiff_t>(key.size());
            if (after != bytes.end() && *after != 'e') return false;
        }
    };
    return std::none_of(torrent.files().begin(), torrent.files().end(), lacks_layer);
}

BundleRow row_of(SettledCopy const& copy, bundles::LanguageMap const& titles, UtcTime now)
{
    auto const& bundle = copy.bundle();
    return {bundle.id(),
            bundle.publisher(),
            copy.torrent().info_hash(),
            bundle.slug().text(),
            bundle.tiers(),
            BundleState::sealed,
            now,
            bundle.total_bytes(),
            now,
            titles};
}

}  // namespace

Expected<SealedBundle, SealFailure> SealedTree::seal(SettledCopy const& copy, bundles::LanguageMap const& titles,
                                                     UtcTime now)
{
    auto const row = row_of(copy, titles, now);
    if (!has_layers_of_what_is_held(copy)) {
        return fail(SealFailure{Trouble{"seal", copy.copy().bag().string(), "its torrent lacks piece layers"}});
    }
    if (auto same = expect_unchanged(copy.copy()); !same) return fail(SealFailure{same.error()});
    if (auto written = write_durably(layout_.torrent(row.id), copy.torrent().torrent()); !written) {
        return fail(SealFailure{written.error()});
    }

    MoveIn move_in{copy.copy().bag().parent_path(), layout_.bundle(row.id)};
    if (auto moved = move_in.go(); !moved) {
        move_in.undo();
        return fail(SealFailure{moved.error()});
    }
    if (auto synced = move_in.sync(); !synced) {
        move_in.undo();
        return fail(SealFailure{synced.error(), CopyFate::condemned});
    }
    if (auto recorded = catalogue_->record(row, sealed_files(copy)); !recorded) {
        move_in.undo();
        return fail(SealFailure{recorded.error()});
    }
    // What stays in the room is not needed any more; if it cannot be removed now, the next start offers it again.
    (void)remove_tree(layout_.arrival(copy.copy().info_hash()));
    return SealedBundle{row, layout_};
}

Expected<std::vector<SealedBundle>, Trouble> SealedTree::all()
{
    auto rows = catalogue_->bundles();
    if (!rows) return fail(rows.error());
    std::vector<SealedBundle> sealed;
    for (auto& row : *rows) {
        if (row.state == BundleState::sealed) sealed.push_back(SealedBundle{std::move(row), layout_});
    }
    return sealed;
}

Expected<std::optional<SealedBundle>, Trouble> SealedTree::find(BundleId const& id)
{
    auto row = catalogue_->bundle(id);
    if (!row) return fail(row.error());
    if (!*row || (*row)->state != BundleState::sealed) return std::optional<SealedBundle>{};
    return std::optional<SealedBundle>{SealedBundle{std::move(**row), layout_}};
}

Expected<void, Trouble> SealedTree::take_out_of_service(BundleId const& id, BundleState why)
{
    NIGHTLETTER_INSIST(why != BundleState::sealed);
    return catalogue_->set_state(id, why);
}

Expected<std::optional<ScrubTask>, Trouble> SealedTree::scrub_task(BundleId const& id)
{
    auto const row = catalogue_->bundle(id);
    if (!row) return fail(row.error());
    if (!*row) return std::optional<ScrubTask>{};
    auto files = catalogue_->files(id);
    if (!files) return fail(files.error());
    return std::optional<ScrubTask>{{id, layout_.bundle(id) / (*row)->slug, std::move(*files)}};
}

Expected<BundleState, Trouble> SealedTree::conclude(ScrubReport const& report, UtcTime now)
{
    auto row = catalogue_->bundle(report.bundle);
    if (!row) return fail(row.error());
    if (!*row) return fail(Trouble{"conclude the scrub of", bundle_text(report.bundle), "it was removed meanwhile"});
    auto const is_gone = report.missing.size() == report.files.size();
    auto const state = report.is_clean() ? BundleState::sealed : is_gone ? BundleState::missing : BundleState::damaged;
    if (!report.is_clean()) {
        if (auto set = catalogue_->set_state(report.bundle, state); !set) return fail(set.error());
        return state;
    }
    auto const files = catalogue_->files(report.bundle);
    if (!files) return fail(files.error());
    if ((*row)->state == state && *files == report.files) {
        if (auto noted = catalogue_->note_reading(report.bundle, now); !noted) return fail(noted.error());
        return state;
    }
    (*row)->state = state;
    (*row)->read_at = now;
    if (auto recorded = catalogue_->record(**row, report.files); !recorded) return fail(recorded.error());
    return state;
}

Expected<std::optional<HealingTask>, Trouble> SealedTree::healing_task(BundleId const& id)
{
    auto const row = catalogue_->bundle(id);
    if (!row) return fail(row.error());
    if (!*row) return std::optional<HealingTask>{};
    auto const& hash = (*row)->info_hash;
    return std::optional<HealingTask>{{id, hash, layout_.bundle(id), layout_.arrival(hash), layout_.torrent(id)}};
}

Expected<void, Trouble> SealedTree::remove(BundleId const& id)
{
    if (auto forgotten = catalogue_->forget(id); !forgotten) return forgotten;
    if (auto removed = remove_tree(layout_.torrent(id)); !removed) return removed;
    if (auto removed = remove_tree(layout_.bundle(id)); !removed) return removed;
    return sync_path(layout_.bundles());
}

}  // namespace nightletter::store
