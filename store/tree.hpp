// store/tree.hpp: the files of one bundle as the file system shows them.
//
// Sizes, times and inodes only; what the bytes should be is known to bundles/. Every function works on the paths it is
// given and touches nothing shared: any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.hpp"

namespace nightletter::store {

// Enough of a file's status to notice that somebody wrote to it. The change time cannot be set by hand.
struct FileMark {
    std::string path;  // relative, with '/'
    std::uint64_t size = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;  // since 1970
    std::int64_t changed_ns = 0;
    bool operator==(FileMark const&) const = default;
};

// nullopt when there is no such file, or it is not a regular file with exactly one link.
[[nodiscard]] std::optional<FileMark> mark_file(std::filesystem::path const& root, std::string const& path);

// Every file below `root` in the order of their paths. Trouble when something is neither directory nor regular file
// with one link.
[[nodiscard]] Expected<std::vector<FileMark>, Trouble> mark_files(std::filesystem::path const& root);

// Files 0444, directories 0555, `root` included; and back to 0644, 0755.
[[nodiscard]] Expected<void, Trouble> make_read_only(std::filesystem::path const& root);
[[nodiscard]] Expected<void, Trouble> make_writable(std::filesystem::path const& root);

// A writable copy under a name that is free. A link is not followed.
[[nodiscard]] Expected<void, Trouble> copy_writable(std::filesystem::path const& from, std::filesystem::path const& to);

// Regular files and directories below `from`, as writable copies. Links are not followed and not copied. A file that
// cannot be read is left out when `unreadable` says so; its pieces can come from elsewhere.
enum class Unreadable { stop, leave_out };
[[nodiscard]] Expected<void, Trouble> copy_tree(std::filesystem::path const& from, std::filesystem::path const& to,
                                                Unreadable unreadable);

// Nothing is left below or at `root`; read-only directories do not hinder. Done when there was nothing.
[[nodiscard]] Expected<void, Trouble> remove_tree(std::filesystem::path const& root);

// Sum of what the files below `root` take on disk.
[[nodiscard]] Expected<std::uint64_t, Trouble> bytes_on_disk(std::filesystem::path const& root);

}  // namespace nightletter::store
