#include "store/tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/durable_file.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

std::int64_t nanoseconds(timespec const& time)
{
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileMark mark_of(struct stat const& status, std::string path)
{
    return {std::move(path), static_cast<std::uint64_t>(status.st_size), status.st_ino, nanoseconds(status.st_mtim),
            nanoseconds(status.st_ctim)};
}

bool is_lone_file(struct stat const& status)
{
    return S_ISREG(status.st_mode) && status.st_nlink == 1;
}

// Calls visit(path, status) for everything below `root`, directories before what they hold; links are not followed.
template <class Visit>
Expected<void, Trouble> walk(fs::path const& root, Visit&& visit)
{
    std::error_code error;
    fs::recursive_directory_iterator entries{root, error};
    for (; !error && entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
        struct stat status {};
        if (::lstat(entries->path().c_str(), &status) != 0)
            return fail(trouble_from_errno("examine", entries->path().string()));
        if (Expected<void, Trouble> seen = visit(entries->path(), status); !seen) return seen;
    }
    if (error) return fail(Trouble{"list", root.string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

Expected<void, Trouble> set_mode(fs::path const& path, mode_t mode)
{
    if (::chmod(path.c_str(), mode) != 0) return fail(trouble_from_errno("set the mode of", path.string()));
    return {};
}

Expected<void, Trouble> set_modes(fs::path const& root, mode_t files, mode_t directories)
{
    if (auto set = set_mode(root, directories); !set) return set;
    return walk(root, [&](fs::path const& path, struct stat const& status) -> Expected<void, Trouble> {
        if (S_ISDIR(status.st_mode)) return set_mode(path, directories);
        if (S_ISREG(status.st_mode)) return set_mode(path, files);
        return {};
    });
}

Expected<void, Trouble> copy_contents(int from, int to, std::string const& name)
{
    // In the kernel; file systems that can share the blocks do.
    for (;;) {
        auto const copied = ::copy_file_range(from, nullptr, to, nullptr, std::size_t{1} << 30U, 0);
        if (copied < 0 && errno == EINTR) continue;
        if (copied < 0) return fail(trouble_from_errno("copy", name));
        if (copied == 0) return {};
    }
}

}  // namespace

std::optional<FileMark> mark_file(fs::path const& root, std::string const& path)
{
    struct stat status {};
    if (::lstat((root.native() + '/' + path).c_str(), &status) != 0 || !is_lone_file(status)) return std::nullopt;
    return mark_of(status, path);
}

Expected<std::vector<FileMark>, Trouble> mark_files(fs::path const& root)
{
    std::vector<FileMark> marks;
    auto const walked = walk(root, [&](fs::path const& path, struct stat const& status) -> Expected<void, Trouble> {
        if (S_ISDIR(status.st_mode)) return {};
        if (!is_lone_file(status)) {
            return fail(Trouble{"use", path.string(), "it is not a regular file with one link"});
        }
        marks.push_back(mark_of(status, path.lexically_relative(root).generic_string()));
        return {};
    });
    if (!walked) return fail(walked.error());
    std::sort(marks.begin(), marks.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
    return marks;
}

Expected<void, Trouble> make_read_only(fs::path const& root)
{
    return set_modes(root, 0444, 0555);
}

Expected<void, Trouble> make_writable(fs::path const& root)
{
    return set_modes(root, 0644, 0755);
}

Expected<void, Trouble> copy_writable(fs::path const& from, fs::path const& to)
{
    FileDescriptor const source{::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!source.is_open()) return fail(trouble_from_errno("open", from.string()));
    FileDescriptor target{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)};
    if (!target.is_open()) return fail(trouble_from_errno("create", to.string()));
    if (auto copied = copy_contents(source.get(), target.get(), from.string()); !copied) return copied;
    if (target.close() != 0) return fail(trouble_from_errno("write", to.string()));
    return {};
}

Expected<void, Trouble> copy_tree(fs::path const& from, fs::path const& to, Unreadable unreadable)
{
    if (::mkdir(to.c_str(), 0755) != 0 && errno != EEXIST) return fail(trouble_from_errno("make", to.string()));
    return walk(from, [&](fs::path const& path, struct stat const& status) -> Expected<void, Trouble> {
        auto const target = to / path.lexically_relative(from);
        if (S_ISDIR(status.st_mode)) {
            if (::mkdir(target.c_str(), 0755) != 0) return fail(trouble_from_errno("make", target.string()));
            return {};
        }
        if (!S_ISREG(status.st_mode)) return {};
        auto copied = copy_writable(path, target);
        if (copied || unreadable == Unreadable::stop || copied.error().system_error != EIO) return copied;
        ::unlink(target.c_str());
        return {};
    });
}

Expected<void, Trouble> remove_tree(fs::path const& root)
{
    struct stat status {};
    if (::lstat(root.c_str(), &status) != 0) {
        if (errno == ENOENT) return {};
        return fail(trouble_from_errno("remove", root.string()));
    }
    if (S_ISDIR(status.st_mode)) {
        if (auto opened = make_writable(root); !opened) return opened;
    }
    std::error_code error;
    fs::remove_all(root, error);
    if (error) return fail(Trouble{"remove", root.string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

Expected<std::uint64_t, Trouble> bytes_on_disk(fs::path const& root)
{
    std::uint64_t blocks = 0;
    auto const walked = walk(root, [&](fs::path const&, struct stat const& status) -> Expected<void, Trouble> {
        blocks += static_cast<std::uint64_t>(status.st_blocks);
        return {};
    });
    if (!walked) return fail(walked.error());
    return blocks * 512;
}

}  // namespace nightletter::store
