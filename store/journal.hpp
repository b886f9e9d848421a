// store/journal.hpp: replaces several files of one folder together or not at all.
//
// The new files are written to a directory of their own; one rename of that directory decides; then they move to
// where they belong. What a crash leaves decided is carried out at the next start, what it leaves undecided is
// dropped. Knows nothing of what the files say.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/durable_file.hpp"

namespace nightletter::store {

struct NamedFile {
    std::string name;
    Bytes contents;
};

class Journal {
public:
    // `directory` exists and is on the file system of the folders.
    explicit Journal(std::filesystem::path directory) : directory_{std::move(directory)} {}

    // `key` names the folder for `finish`. On disk when it returns; the folder is made when absent.
    [[nodiscard]] Expected<void, Trouble> replace(std::string const& key, std::filesystem::path const& folder,
                                                  std::vector<NamedFile> const& files) const;

    // Before anything else at a start.
    [[nodiscard]] Expected<void, Trouble> finish(
        std::function<std::filesystem::path(std::string const& key)> const& folder_of) const;

private:
    [[nodiscard]] Expected<void, Trouble> carry_out(std::filesystem::path const& decided,
                                                    std::filesystem::path const& folder) const;

    std::filesystem::path directory_;
};

}  // namespace nightletter::store
