#include "bundles/bag_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include "bundles/bag.hpp"

namespace nightletter::bundles {
namespace {

// Files of the largest bag there can be, with its directories: more is not a bag and need not be counted to its end.
constexpr std::size_t most_entries = 2 * (limit::payload_files + limit::roots) + 8;
constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
// Without O_NONBLOCK the opening of a pipe would wait for a writer.
constexpr int file_flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

struct CloseDirectory {
    void operator()(DIR* stream) const noexcept { ::closedir(stream); }
};
using DirectoryStream = std::unique_ptr<DIR, CloseDirectory>;

FileFault fault_of_opening(std::string const& subject)
{
    switch (errno) {
        case ENOENT:
            return Refusal::missing_file;
        case ELOOP:    // a symbolic link in the last part
        case ENOTDIR:  // a link or a file where a directory should be
        case ENXIO:    // a socket
        case ENODEV:
            return Refusal::not_a_regular_file;
        default:
            return trouble_from_errno("open", subject);
    }
}

std::optional<Refusal> fault_of(struct stat const& status)
{
    if (!S_ISREG(status.st_mode)) return Refusal::not_a_regular_file;
    if (status.st_nlink != 1) return Refusal::hard_link;
    if (status.st_size == 0) return Refusal::zero_byte_file;
    return std::nullopt;
}

struct ByName {
    bool operator()(Misfit const& a, Misfit const& b) const { return a.path < b.path; }
    bool operator()(Misfit const& a, std::string_view b) const { return a.path < b; }
    bool operator()(std::string_view a, Misfit const& b) const { return a < b.path; }
};

// One look at a whole tree.
class Lister {
public:
    Expected<Listing, Trouble> list(int root)
    {
        // A second descriptor, because reading a directory moves its position.
        FileDescriptor top{::openat(root, ".", directory_flags)};
        if (!top.is_open()) return fail(trouble_from_errno("list", "the bundle's directory"));
        if (auto listed = enter(std::move(top), ""); !listed) return fail(listed.error());
        auto const by_path = [](FoundFile const& a, FoundFile const& b) { return a.path < b.path; };
        std::sort(listing_.files.begin(), listing_.files.end(), by_path);
        std::sort(listing_.directories.begin(), listing_.directories.end());
        std::sort(listing_.misfits.begin(), listing_.misfits.end(), ByName{});
        return std::move(listing_);
    }

private:
    // Called for the root and at most as deep as a path may be, so the recursion is bounded.
    Expected<void, Trouble> enter(FileDescriptor directory, std::string const& prefix)
    {
        DirectoryStream const stream{::fdopendir(directory.get())};
        if (!stream) return fail(trouble_from_errno("list", prefix));
        auto const fd = ::dirfd(stream.get());
        (void)directory.release();
        for (;;) {
            errno = 0;
            auto const* const entry = ::readdir(stream.get());
            if (entry == nullptr) break;
            std::string_view const name = entry->d_name;
            if (name == "." || name == "..") continue;
            if (++entries_ > most_entries) {
                if (entries_ == most_entries + 1) listing_.misfits.push_back({prefix, Refusal::too_many_files});
                return {};
            }
            if (auto placed = place(fd, prefix, name); !placed) return placed;
        }
        if (errno != 0) return fail(trouble_from_errno("list", prefix));
        return {};
    }

    Expected<void, Trouble> place(int directory, std::string const& prefix, std::string_view name)
    {
        auto const text = prefix + std::string{name};
        struct stat status {};
        if (::fstatat(directory, text.c_str() + prefix.size(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT) return {};  // gone again; if it is listed it will be missed
            return fail(trouble_from_errno("examine", text));
        }
        auto path = BundlePath::parse(text);
        if (!path) return misfit(text, path.error());
        if (!S_ISDIR(status.st_mode)) {
            if (auto const fault = fault_of(status)) return misfit(text, *fault);
            listing_.files.push_back({std::move(*path), static_cast<std::uint64_t>(status.st_size)});
            return {};
        }
        listing_.directories.push_back(text);
        FileDescriptor below{::openat(directory, text.c_str() + prefix.size(), directory_flags)};
        if (!below.is_open()) return fail(trouble_from_errno("open", text));
        return enter(std::move(below), text + '/');
    }

    Expected<void, Trouble> misfit(std::string const& path, Refusal refusal)
    {
        listing_.misfits.push_back({path, refusal});
        return {};
    }

    Listing listing_;
    std::size_t entries_ = 0;
};

}  // namespace

FoundFile const* Listing::find(BundlePath const& path) const
{
    auto const found =
        std::lower_bound(files.begin(), files.end(), path,
                         [](FoundFile const& file, BundlePath const& wanted) { return file.path < wanted; });
    return found != files.end() && found->path == path ? &*found : nullptr;
}

bool Listing::has_misfit(std::string_view path) const
{
    return std::binary_search(misfits.begin(), misfits.end(), path, ByName{});
}

bool Listing::has_below(std::string_view directory) const
{
    auto const below = std::string{directory} + '/';
    auto const is_below = [&](std::string_view path) { return path.substr(0, below.size()) == below; };
    auto const file =
        std::lower_bound(files.begin(), files.end(), below,
                         [](FoundFile const& one, std::string const& start) { return one.path.text() < start; });
    auto const misfit = std::lower_bound(misfits.begin(), misfits.end(), std::string_view{below}, ByName{});
    return (file != files.end() && is_below(file->path.text())) || (misfit != misfits.end() && is_below(misfit->path));
}

Expected<BagDirectory, Trouble> BagDirectory::open(std::filesystem::path const& root)
{
    FileDescriptor descriptor{::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!descriptor.is_open()) return fail(trouble_from_errno("open", root.string()));
    return BagDirectory{root, std::move(descriptor)};
}

Expected<OpenFile, FileFault> BagDirectory::open_file(BundlePath const& path) const
{
    return FileOpener{*this}.open(path);
}

Expected<int, FileFault> FileOpener::directory_of(BundlePath const& path)
{
    auto const& text = path.text();
    auto const slash = text.rfind('/');
    if (slash == std::string::npos) return directory_->descriptor_.get();
    if (open_.is_open() && text.compare(0, slash, last_) == 0) return open_.get();
    auto parts = path.parts();
    parts.pop_back();
    FileDescriptor below;
    for (auto const part : parts) {
        auto const above = below.is_open() ? below.get() : directory_->descriptor_.get();
        FileDescriptor next{::openat(above, std::string{part}.c_str(), directory_flags)};
        if (!next.is_open()) return fail(fault_of_opening(text));
        below = std::move(next);
    }
    open_ = std::move(below);
    last_ = text.substr(0, slash);
    return open_.get();
}

Expected<OpenFile, FileFault> FileOpener::open(BundlePath const& path)
{
    auto const above = directory_of(path);
    if (!above) return fail(above.error());
    FileDescriptor file{::openat(*above, path.text().c_str() + path.text().rfind('/') + 1, file_flags)};
    if (!file.is_open()) return fail(fault_of_opening(path.text()));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(FileFault{trouble_from_errno("examine", path.text())});
    if (auto const fault = fault_of(status)) return fail(FileFault{*fault});
    return OpenFile{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

Expected<std::size_t, FileFault> read_some(OpenFile const& file, BundlePath const& path, std::uint64_t offset,
                                           std::span<std::uint8_t> into, std::size_t enough)
{
    std::size_t filled = 0;
    while (filled < enough) {
        auto const rest = into.subspan(filled);
        auto const got = ::pread(file.descriptor.get(), rest.data(), rest.size(), static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(FileFault{trouble_from_errno("read", path.text())});
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

Expected<Bytes, FileFault> BagDirectory::read(BundlePath const& path, std::uint64_t size_limit) const
{
    auto const file = open_file(path);
    if (!file) return fail(file.error());
    if (file->size > size_limit) return fail(FileFault{Refusal::too_large});
    // One byte more than there should be shows a file that grows while we read.
    Bytes contents(static_cast<std::size_t>(file->size) + 1);
    auto const got = read_some(*file, path, 0, contents, contents.size());
    if (!got) return fail(got.error());
    if (*got != file->size) return fail(FileFault{Refusal::changed_while_reading});
    contents.pop_back();
    return contents;
}

Expected<Listing, Trouble> BagDirectory::list() const
{
    return Lister{}.list(descriptor_.get());
}

}  // namespace nightletter::bundles
