#include "store/scrub.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bundles/file_digest.hpp"
#include "bundles/torrent_check.hpp"

namespace nightletter::store {
namespace {

using bundles::BagDirectory;
using bundles::BundlePath;

// Pages that are clean and not in use leave the cache, so that what is read next comes from the disk.
void forget_cached(BagDirectory const& bag, std::vector<BundlePath> const& paths)
{
    for (auto const& path : paths) {
        if (auto const file = bag.open_file(path)) ::posix_fadvise(file->descriptor.get(), 0, 0, POSIX_FADV_DONTNEED);
    }
}

// What happened to a file, when nothing is known of its bytes.
enum class Fault { absent, other, ours };

Fault kind_of(bundles::FileFault const& fault)
{
    if (auto const* refusal = std::get_if<bundles::Refusal>(&fault)) {
        return *refusal == bundles::Refusal::missing_file ? Fault::absent : Fault::other;
    }
    switch (std::get<Trouble>(fault).system_error) {
        case ENOENT:
            return Fault::absent;
        // We ran out of something; that says nothing about the file.
        case EMFILE:
        case ENFILE:
        case ENOMEM:
            return Fault::ours;
        default:
            return Fault::other;
    }
}

void find_unexpected(BagDirectory const& bag, ScrubReport& report)
{
    auto const listing = bag.list();
    if (!listing) return;
    auto const was_sealed = [&](std::string const& path) {
        return std::any_of(report.files.begin(), report.files.end(),
                           [&](auto const& file) { return file.path == path; });
    };
    for (auto const& file : listing->files) {
        if (!was_sealed(file.path.text())) report.unexpected.push_back(file.path.text());
    }
    for (auto const& misfit : listing->misfits) {
        if (!was_sealed(misfit.path)) report.unexpected.push_back(misfit.path);
    }
}

}  // namespace

Expected<ScrubReport, Trouble> scrub(ScrubTask const& task)
{
    ScrubReport report{task.bundle, {}, {}, {}, task.files};
    auto const bag = BagDirectory::open(task.bag);
    if (!bag && kind_of(bag.error()) == Fault::ours) return fail(bag.error());
    if (!bag) {
        for (auto const& file : task.files) report.missing.push_back(file.path);
        return report;
    }

    std::vector<BundlePath> paths;
    for (auto const& file : task.files) {
        auto path = BundlePath::parse(file.path);
        if (!path) return fail(Trouble{"read", "the catalogue", "it has a file name that no bundle has"});
        paths.push_back(std::move(*path));
    }
    forget_cached(*bag, paths);
    auto const digests = bundles::digest_files(*bag, paths, {.hashes = bundles::Hashes::flat});
    for (std::size_t i = 0; i < digests.size(); ++i) {
        auto& file = report.files[i];
        auto const& digest = digests[i];
        auto const fault = digest ? Fault::other : kind_of(digest.error());
        if (fault == Fault::ours) return fail(std::get<Trouble>(digest.error()));
        auto const mark = mark_file(task.bag, file.path);
        if (fault == Fault::absent)
            report.missing.push_back(file.path);
        else if (!digest || !mark || digest->flat != file.digest)
            report.changed.push_back(file.path);
        else
            file.modified_ns = mark->modified_ns;
    }
    find_unexpected(*bag, report);
    return report;
}

Expected<void, Trouble> copy_for_healing(HealingTask const& task)
{
    // An earlier try may have left half of it.
    if (auto removed = remove_tree(task.room); !removed) return removed;
    if (::mkdir(task.room.c_str(), 0755) != 0) return fail(trouble_from_errno("make", task.room.string()));
    auto const torrent = read_file(task.torrent, bundles::largest_torrent);
    if (torrent) {
        if (auto kept = write_durably(task.room / "torrent", *torrent); !kept) return kept;
    }
    if (::access(task.damaged.c_str(), F_OK) != 0) {
        if (::mkdir((task.room / "copy").c_str(), 0755) != 0)
            return fail(trouble_from_errno("make", task.room.string()));
        return {};
    }
    return copy_tree(task.damaged, task.room / "copy", Unreadable::leave_out);
}

}  // namespace nightletter::store
