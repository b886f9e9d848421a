// base/durable_file.hpp: files that are either wholly there after a power cut or not there at all.
//
// Writes go to a temporary name beside the target, are synced, renamed over it, and the directory is synced. A failed
// fsync is never tried again on the same bytes. Reads have a limit that is checked before anything is allocated and
// follow no symbolic link in the last component.
#pragma once

#include <filesystem>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace nightletter {

enum class Visibility { everybody, owner_only };  // 0644 or 0600, before the umask

[[nodiscard]] Expected<Bytes, Trouble> read_file(std::filesystem::path const& path, std::size_t limit);

[[nodiscard]] Expected<void, Trouble> write_durably(std::filesystem::path const& path, ByteView contents,
                                                    Visibility visibility = Visibility::everybody);

// fsync of one file or directory that is already written.
[[nodiscard]] Expected<void, Trouble> sync_path(std::filesystem::path const& path);

// rename(2), then fsync of both parent directories.
[[nodiscard]] Expected<void, Trouble> rename_durably(std::filesystem::path const& from,
                                                     std::filesystem::path const& to);

// fsync of every regular file and directory below `root`, and of `root` itself.
[[nodiscard]] Expected<void, Trouble> sync_tree(std::filesystem::path const& root);

// A file descriptor that closes itself.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_{fd} {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor() { close(); }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    // Hands the descriptor over to somebody else, who closes it.
    [[nodiscard]] int release() { return std::exchange(fd_, -1); }
    // 0, or the errno of close(2).
    int close();

private:
    int fd_ = -1;
};

// All of it, at the place where the descriptor stands. `path` is for the message alone.
[[nodiscard]] Expected<void, Trouble> write_all(int descriptor, ByteView bytes, std::string const& path);

}  // namespace nightletter
