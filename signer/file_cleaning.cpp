#include "signer/file_cleaning.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable_file.hpp"
#include "media/confinement.hpp"
#include "signer/failures.hpp"
#include "signer/media_remarks.hpp"
#include "signer/process.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

// The new file under its working name, which is always the same: a run that was ended in between leaves one behind,
// and the next run makes it anew. Gone unless it took the place of the old one.
class NewFile {
public:
    explicit NewFile(fs::path const& old) : path_{old.parent_path() / ("." + old.filename().string() + ".cleaning")} {}
    NewFile(NewFile const&) = delete;
    NewFile& operator=(NewFile const&) = delete;
    ~NewFile()
    {
        if (!path_.empty()) ::unlink(path_.c_str());
    }

    // With the old file's permissions.
    [[nodiscard]] Expected<FileDescriptor, Trouble> open(mode_t mode) const
    {
        ::unlink(path_.c_str());
        FileDescriptor file{::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (!file.is_open()) return fail(trouble_from_errno("create", path_.string()));
        if (::fchmod(file.get(), mode & 0777U) != 0) return fail(trouble_from_errno("set the mode of", path_.string()));
        return file;
    }

    [[nodiscard]] Expected<void, Trouble> take_the_place_of(fs::path const& old)
    {
        if (auto synced = sync_path(path_); !synced) return synced;
        if (auto renamed = rename_durably(path_, old); !renamed) return renamed;
        path_.clear();
        return {};
    }

    [[nodiscard]] fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

Failure cannot_be_cleaned(fs::path const& path, std::string because)
{
    return refused(path.string() + " cannot be cleaned", "unreadable-media", std::move(because),
                   "save it anew with another program, or leave it out");
}

Expected<Cleaned, Failure> clean_known(fs::path const& path, media::Format format, struct stat const& status)
{
    NewFile made{path};
    auto const file = made.open(status.st_mode);
    if (!file) return fail(could_not_write(file.error()));
    auto const found = media::copy_without_tags(path, format, *file);
    if (interrupted()) return fail(stopped());
    if (!found) return fail(could_not_read(found.error()));
    if (found->unreadable) return fail(cannot_be_cleaned(path, why_unreadable(*found->unreadable)));
    auto const again = media::look_into(made.path(), format);
    if (interrupted()) return fail(stopped());
    if (!again) return fail(could_not_read(again.error()));
    if (!again->is_clean())
        return fail(cannot_be_cleaned(path, "a copy without its tags was read again and is still not clean"));
    if (auto const placed = made.take_the_place_of(path); !placed) return fail(could_not_write(placed.error()));
    std::error_code ignored;
    return Cleaned{found->tags, static_cast<std::uint64_t>(status.st_size), fs::file_size(path, ignored)};
}

}  // namespace

Expected<Cleaned, Failure> clean_file(fs::path const& path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return fail(could_not_read(trouble_from_errno("examine", path.string())));
    auto const format = media::format_of(path.filename().string());
    if (!format) {
        return fail(refused(path.string() + " cannot be cleaned", "unknown-media",
                            "its name does not end in a format that carries tags known here",
                            "clean pictures, recordings, PDF and EPUB files; texts carry no tags"));
    }
    auto const found = media::look_into(path, *format);
    if (interrupted()) return fail(stopped());
    if (!found) return fail(could_not_read(found.error()));
    if (found->unreadable) return fail(cannot_be_cleaned(path, why_unreadable(*found->unreadable)));
    auto const size = static_cast<std::uint64_t>(status.st_size);
    if (found->tags.empty()) return Cleaned{{}, size, size};
    return clean_known(path, *format, status);
}

}  // namespace nightletter::signer
