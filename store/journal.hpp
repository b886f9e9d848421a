// store/journal.hpp: replaces several files below one root together or not at all.
//
// The new files are written to a directory of their own, which has the folders of the root; one rename of it decides;
// then they move to where they belong. What a crash leaves decided is carried out at the next start, what it leaves
// undecided is dropped. Knows nothing of what the files say.
#pragma once

#include <string>
#include <vector>

#include "base/durable_file.hpp"

namespace nightletter::store {

struct NewFile {
    std::filesystem::path path;  // from the root
    Bytes contents;
};

class Journal {
public:
    // `directory` exists and is on the file system of `root`.
    Journal(std::filesystem::path root, std::filesystem::path directory)
        : root_{std::move(root)}, directory_{std::move(directory)}
    {
    }

    // On disk when it returns. `key` is a file name of the caller's; changes with one key follow each other.
    [[nodiscard]] Expected<void, Trouble> replace(std::string const& key, std::vector<NewFile> const& files) const;

    // Before anything else at a start.
    [[nodiscard]] Expected<void, Trouble> finish() const;

private:
    [[nodiscard]] Expected<void, Trouble> carry_out(std::filesystem::path const& decided) const;

    std::filesystem::path root_;
    std::filesystem::path directory_;
};

}  // namespace nightletter::store
