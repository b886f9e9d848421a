#include "base/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace nightletter {
namespace {

namespace fs = std::filesystem;

fs::path parent_of(fs::path const& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

// Removes its file unless the write came to its end.
class Leftover {
public:
    explicit Leftover(std::string path) : path_{std::move(path)} {}
    Leftover(Leftover const&) = delete;
    Leftover& operator=(Leftover const&) = delete;
    ~Leftover()
    {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    void keep() { path_.clear(); }

private:
    std::string path_;
};

}  // namespace

Expected<void, Trouble> write_all(int descriptor, ByteView bytes, std::string const& path)
{
    while (!bytes.empty()) {
        auto const written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(trouble_from_errno("write", path));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

int FileDescriptor::close()
{
    if (fd_ < 0) return 0;
    return ::close(std::exchange(fd_, -1)) == 0 ? 0 : errno;
}

Expected<Bytes, Trouble> read_file(fs::path const& path, std::size_t limit)
{
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!file.is_open()) return fail(trouble_from_errno("open", path.string()));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(trouble_from_errno("examine", path.string()));
    if (!S_ISREG(status.st_mode)) return fail(Trouble{"read", path.string(), "it is not a regular file"});
    if (static_cast<std::uint64_t>(status.st_size) > limit) {
        return fail(Trouble{"read", path.string(), "it is larger than " + std::to_string(limit) + " bytes",
                            Retry::is_useless, EFBIG});
    }
    Bytes contents(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < contents.size()) {
        auto const got = ::read(file.get(), contents.data() + filled, contents.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(trouble_from_errno("read", path.string()));
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    contents.resize(filled);
    return contents;
}

Expected<void, Trouble> sync_path(fs::path const& path)
{
    FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!file.is_open()) return fail(trouble_from_errno("open", path.string()));
    if (::fsync(file.get()) != 0) return fail(trouble_from_errno("sync", path.string()));
    return {};
}

Expected<void, Trouble> write_durably(fs::path const& path, ByteView contents, Visibility visibility)
{
    std::string temporary = (parent_of(path) / ("." + path.filename().string() + ".XXXXXX")).string();
    FileDescriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};
    if (!file.is_open()) return fail(trouble_from_errno("create a file in", parent_of(path).string()));
    Leftover leftover{temporary};
    if (visibility == Visibility::everybody) {
        auto const mask = ::umask(0);
        ::umask(mask);
        if (::fchmod(file.get(), 0644U & ~mask) != 0) return fail(trouble_from_errno("set the mode of", temporary));
    }
    if (auto written = write_all(file.get(), contents, path.string()); !written) return written;
    if (::fsync(file.get()) != 0) return fail(trouble_from_errno("sync", path.string()));
    if (file.close() != 0) return fail(trouble_from_errno("close", path.string()));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return fail(trouble_from_errno("rename to", path.string()));
    leftover.keep();
    return sync_path(parent_of(path));
}

Expected<void, Trouble> rename_durably(fs::path const& from, fs::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return fail(trouble_from_errno("rename to", to.string()));
    }
    if (auto synced = sync_path(parent_of(to)); !synced) return synced;
    if (parent_of(from) == parent_of(to)) return {};
    return sync_path(parent_of(from));
}

Expected<void, Trouble> sync_tree(fs::path const& root)
{
    std::error_code error;
    fs::recursive_directory_iterator entries{root, error};
    for (; !error && entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
        if (entries->is_symlink()) continue;
        if (auto synced = sync_path(entries->path()); !synced) return synced;
    }
    if (error) return fail(Trouble{"list", root.string(), error.message(), Retry::is_useless, error.value()});
    return sync_path(root);
}

}  // namespace nightletter
