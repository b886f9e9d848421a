#include "store/journal.hpp"

#include <unistd.h>

#include <set>

#include "store/tree.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view undecided = "undecided.";

Trouble trouble_with(std::string doing, fs::path const& path, std::error_code const& error)
{
    return {std::move(doing), path.string(), error.message(), Retry::is_useless, error.value()};
}

Expected<void, Trouble> move(fs::path const& from, fs::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) return fail(trouble_from_errno("rename to", to.string()));
    return {};
}

Expected<void, Trouble> make_directories(fs::path const& path)
{
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return fail(trouble_with("make", path, error));
    return {};
}

Expected<void, Trouble> prepare(fs::path const& directory, std::vector<NewFile> const& files)
{
    if (auto removed = remove_tree(directory); !removed) return removed;
    for (auto const& file : files) {
        auto const path = directory / file.path;
        if (auto made = make_directories(path.parent_path()); !made) return made;
        if (auto written = write_durably(path, file.contents); !written) return written;
    }
    return sync_tree(directory);
}

Expected<std::vector<fs::path>, Trouble> files_below(fs::path const& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::recursive_directory_iterator entries{directory, error};
         !error && entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
        if (!entries->is_directory()) found.push_back(entries->path());
    }
    if (error) return fail(trouble_with("list", directory, error));
    return found;
}

}  // namespace

Expected<void, Trouble> Journal::replace(std::string const& key, std::vector<NewFile> const& files) const
{
    auto const prepared = directory_ / (std::string{undecided} + key);
    auto const decided = directory_ / key;
    if (auto done = prepare(prepared, files); !done) {
        (void)remove_tree(prepared);
        return done;
    }
    // Something decided earlier is carried out before it could be overtaken.
    if (::access(decided.c_str(), F_OK) == 0) {
        if (auto carried = carry_out(decided); !carried) return carried;
    }
    if (auto moved = move(prepared, decided); !moved) return moved;
    if (auto synced = sync_path(directory_); !synced) return synced;
    return carry_out(decided);
}

Expected<void, Trouble> Journal::carry_out(fs::path const& decided) const
{
    auto const files = files_below(decided);
    if (!files) return fail(files.error());
    std::set<fs::path> changed;
    for (auto const& file : *files) {
        auto const target = root_ / file.lexically_relative(decided);
        if (auto made = make_directories(target.parent_path()); !made) return made;
        if (auto moved = move(file, target); !moved) return moved;
        changed.insert(target.parent_path());
        changed.insert(target.parent_path().parent_path());
    }
    for (auto const& directory : changed) {
        if (auto synced = sync_path(directory); !synced) return synced;
    }
    return remove_tree(decided);
}

Expected<void, Trouble> Journal::finish() const
{
    std::error_code error;
    std::vector<fs::path> left;
    for (fs::directory_iterator entries{directory_, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        left.push_back(entries->path());
    }
    if (error) return fail(trouble_with("list", directory_, error));
    for (auto const& entry : left) {
        auto done = entry.filename().string().starts_with(undecided) ? remove_tree(entry) : carry_out(entry);
        if (!done) return done;
    }
    return {};
}

}  // namespace nightletter::store
