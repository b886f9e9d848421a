#include "store/seal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/durable_file.hpp"

namespace nightletter::store {
namespace {

Trouble changed(StillCopy const& copy, std::string const& path)
{
    return {"seal", (copy.bag() / path).string(), "it changed after it was verified", Retry::may_help};
}

// The files held still are the files verified: same paths, same sizes, nothing more.
Expected<void, Trouble> expect_same_files(StillCopy const& copy, bundles::VerifiedBundle const& bundle)
{
    auto const& marks = copy.marks();
    auto const& files = bundle.files();
    auto const same = [](FileMark const& mark, bundles::VerifiedFile const& file) {
        return mark.path == file.path.text() && mark.size == file.size;
    };
    auto const [mark, file] = std::mismatch(marks.begin(), marks.end(), files.begin(), files.end(), same);
    if (mark == marks.end() && file == files.end()) return {};
    return fail(changed(copy, mark != marks.end() ? mark->path : file->path.text()));
}

// The torrent is of this bundle: every verified file is in it with its size, and it has no file that the bundle lacks.
Expected<void, Trouble> expect_same_torrent(StillCopy const& copy, bundles::VerifiedBundle const& bundle,
                                            bundles::CheckedTorrent const& torrent)
{
    auto const matches = [&](bundles::CheckedFile const& file) {
        auto const* held = bundle.find(file.path);
        if (held != nullptr) return held->size == file.size;
        return std::find(bundle.absent().begin(), bundle.absent().end(), file.path) != bundle.absent().end();
    };
    auto const is_same = torrent.info_hash() == copy.info_hash() && torrent.name() == bundle.slug() &&
                         copy.bag().filename() == bundle.slug().text() &&
                         torrent.files().size() == bundle.files().size() + bundle.absent().size() &&
                         std::all_of(torrent.files().begin(), torrent.files().end(), matches);
    if (is_same) return {};
    return fail(Trouble{"seal", copy.bag().string(), "its torrent is of other files"});
}

Expected<void, SealFailure> sync_one(std::filesystem::path const& path)
{
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!file.is_open()) return fail(SealFailure{trouble_from_errno("open", path.string())});
    if (::fsync(file.get()) != 0)
        return fail(SealFailure{trouble_from_errno("sync", path.string()), CopyFate::condemned});
    return {};
}

// Files, then the directories that name them, up to the one above the bag: it moves with it.
Expected<void, SealFailure> sync_copy(StillCopy const& copy)
{
    std::set<std::filesystem::path> directories{copy.bag(), copy.bag().parent_path()};
    for (auto const& mark : copy.marks()) {
        auto const path = copy.bag() / mark.path;
        if (auto synced = sync_one(path); !synced) return synced;
        for (auto above = path.parent_path(); above != copy.bag(); above = above.parent_path())
            directories.insert(above);
    }
    for (auto const& directory : directories) {
        if (auto synced = sync_one(directory); !synced) return synced;
    }
    return {};
}

}  // namespace

Expected<void, Trouble> expect_unchanged(StillCopy const& copy)
{
    for (auto const& mark : copy.marks()) {
        if (mark_file(copy.bag(), mark.path) != mark) return fail(changed(copy, mark.path));
    }
    return {};
}

void begin_writing(StillCopy const& copy)
{
    for (auto const& mark : copy.marks()) {
        FileDescriptor const file{::open((copy.bag() / mark.path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
        // Without the flags that wait it reports no error of the disk, so none is taken from the fsync that follows.
        if (file.is_open()) (void)::sync_file_range(file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    }
}

Expected<SettledCopy, SealFailure> settle(StillCopy copy, bundles::VerifiedBundle bundle,
                                          bundles::CheckedTorrent torrent)
{
    if (auto same = expect_same_files(copy, bundle); !same) return fail(SealFailure{same.error()});
    if (auto same = expect_same_torrent(copy, bundle, torrent); !same) return fail(SealFailure{same.error()});
    if (auto same = expect_unchanged(copy); !same) return fail(SealFailure{same.error()});
    if (auto synced = sync_copy(copy); !synced) return fail(synced.error());
    return SettledCopy{std::move(copy), std::move(bundle), std::move(torrent)};
}

}  // namespace nightletter::store
