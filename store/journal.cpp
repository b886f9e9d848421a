#include "store/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "store/tree.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view undecided = "undecided.";

Expected<void, Trouble> make_directory(fs::path const& path)
{
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail(trouble_from_errno("make", path.string()));
    return {};
}

Expected<std::vector<fs::path>, Trouble> entries_of(fs::path const& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entries{directory, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        found.push_back(entries->path());
    }
    if (error) return fail(Trouble{"list", directory.string(), error.message(), Retry::is_useless, error.value()});
    return found;
}

Expected<void, Trouble> move(fs::path const& from, fs::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) return fail(trouble_from_errno("rename to", to.string()));
    return {};
}

Expected<void, Trouble> write_all_files(fs::path const& directory, std::vector<NamedFile> const& files)
{
    if (auto removed = remove_tree(directory); !removed) return removed;
    if (auto made = make_directory(directory); !made) return made;
    for (auto const& file : files) {
        if (auto written = write_durably(directory / file.name, file.contents); !written) return written;
    }
    return sync_path(directory);
}

}  // namespace

Expected<void, Trouble> Journal::replace(std::string const& key, fs::path const& folder,
                                         std::vector<NamedFile> const& files) const
{
    auto const prepared = directory_ / (std::string{undecided} + key);
    auto const decided = directory_ / key;
    if (auto written = write_all_files(prepared, files); !written) {
        (void)remove_tree(prepared);
        return written;
    }
    // Something decided earlier is carried out before it could be overtaken.
    if (::access(decided.c_str(), F_OK) == 0) {
        if (auto carried = carry_out(decided, folder); !carried) return carried;
    }
    if (auto moved = move(prepared, decided); !moved) return moved;
    if (auto synced = sync_path(directory_); !synced) return synced;
    return carry_out(decided, folder);
}

Expected<void, Trouble> Journal::carry_out(fs::path const& decided, fs::path const& folder) const
{
    if (auto made = make_directory(folder); !made) return made;
    auto const files = entries_of(decided);
    if (!files) return fail(files.error());
    for (auto const& file : *files) {
        if (auto moved = move(file, folder / file.filename()); !moved) return moved;
    }
    if (auto synced = sync_path(folder); !synced) return synced;
    if (auto synced = sync_path(folder.parent_path()); !synced) return synced;
    return remove_tree(decided);
}

Expected<void, Trouble> Journal::finish(std::function<fs::path(std::string const& key)> const& folder_of) const
{
    auto const entries = entries_of(directory_);
    if (!entries) return fail(entries.error());
    for (auto const& entry : *entries) {
        auto const name = entry.filename().string();
        auto done = name.starts_with(undecided) ? remove_tree(entry) : carry_out(entry, folder_of(name));
        if (!done) return done;
    }
    return {};
}

}  // namespace nightletter::store
