// bundles/bag_directory.hpp: a bag's directory on disk, read without following a link.
//
// Every step from the root down is opened relative to the one above, so a name swapped for a link while we look is
// refused and never followed. It judges kinds of files and their names; what is in them is for others.
// Can be used by several threads at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/durable_file.hpp"
#include "base/result.hpp"
#include "bundles/path.hpp"

namespace nightletter::bundles {

// Why a file could not be taken: it is not acceptable, or the world did not let us look.
using FileFault = std::variant<Refusal, Trouble>;

struct OpenFile {
    FileDescriptor descriptor;
    std::uint64_t size = 0;  // bytes
};

// Reads from `offset` on until `into` holds `enough` bytes, or more when they come along, or the file ends; says how
// many there are.
[[nodiscard]] Expected<std::size_t, FileFault> read_some(OpenFile const& file, BundlePath const& path,
                                                         std::uint64_t offset, std::span<std::uint8_t> into,
                                                         std::size_t enough);

struct FoundFile {
    BundlePath path;
    std::uint64_t size;  // bytes
};

// Something that has no place in a bag. The name is as the disk has it and may hold any byte.
struct Misfit {
    std::string path;
    Refusal refusal;
};

struct Listing {
    std::vector<FoundFile> files;          // sorted by path; regular, one link, not empty, a path of section 2
    std::vector<std::string> directories;  // sorted; `data`, `data/media`
    std::vector<Misfit> misfits;           // sorted

    [[nodiscard]] FoundFile const* find(BundlePath const& path) const;
    // Something is there under that name, but it is no file of a bag.
    [[nodiscard]] bool has_misfit(std::string_view path) const;
    // A file or a misfit lies below that directory.
    [[nodiscard]] bool has_below(std::string_view directory) const;
};

class BagDirectory {
public:
    // Follows links on the way to `root`, which a person named, but not below it.
    [[nodiscard]] static Expected<BagDirectory, Trouble> open(std::filesystem::path const& root);

    // A regular file with one link that is not empty.
    [[nodiscard]] Expected<OpenFile, FileFault> open_file(BundlePath const& path) const;
    // The whole file in memory; too_large above `size_limit` bytes.
    [[nodiscard]] Expected<Bytes, FileFault> read(BundlePath const& path, std::uint64_t size_limit) const;
    // Everything below the root, no deeper than a bag may be. Stops at too_many_files.
    [[nodiscard]] Expected<Listing, Trouble> list() const;

    // For messages to the person who named it.
    [[nodiscard]] std::filesystem::path const& root() const { return root_; }

private:
    friend class FileOpener;
    BagDirectory(std::filesystem::path root, FileDescriptor descriptor)
        : root_{std::move(root)}, descriptor_{std::move(descriptor)}
    {
    }

    std::filesystem::path root_;
    FileDescriptor descriptor_;
};

// Opens many files of one bag, keeping the directory of the last one open for the next. One thread at a time.
class FileOpener {
public:
    // `directory` outlives it.
    explicit FileOpener(BagDirectory const& directory) : directory_{&directory} {}

    // A regular file with one link that is not empty.
    [[nodiscard]] Expected<OpenFile, FileFault> open(BundlePath const& path);

private:
    [[nodiscard]] Expected<int, FileFault> directory_of(BundlePath const& path);

    BagDirectory const* directory_;
    std::string last_;  // the path of `open_`, empty for the root
    FileDescriptor open_;
};

}  // namespace nightletter::bundles
