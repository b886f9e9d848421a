#include "packs/directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "base/durable_file.hpp"

namespace nightletter::packs {
namespace {

namespace fs = std::filesystem;

// What lies in each is a unit of its own (docs/formats.md section 5).
constexpr std::array<std::string_view, 4> pack_folders{"publishers", "bundles", "torrents", "pages"};

// Everything has one time, so that none says when the pack was made.
Expected<void, Trouble> set_pack_time(int at, char const* name, std::string const& subject)
{
    timespec const fixed{pack_time, 0};
    timespec const times[2]{fixed, fixed};
    int const set = name == nullptr ? ::futimens(at, times) : ::utimensat(at, name, times, 0);
    if (set != 0) return fail(trouble_from_errno("set the time of", subject));
    return {};
}

Expected<void, Trouble> write_file(PackFile const& file, fs::path const& path)
{
    FileDescriptor out{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)};
    if (!out.is_open()) return fail(trouble_from_errno("create", path.string()));
    auto written = each_block(file, [&](ByteView block) { return write_all(out.get(), block, path.string()); });
    if (!written) return written;
    if (auto set = set_pack_time(out.get(), nullptr, path.string()); !set) return set;
    if (::fsync(out.get()) != 0) return fail(trouble_from_errno("sync", path.string()));
    if (out.close() != 0) return fail(trouble_from_errno("close", path.string()));
    return {};
}

Expected<void, Trouble> make_directories(fs::path const& path)
{
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return fail(Trouble{"make", path.string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

Expected<void, Trouble> remove_whole(fs::path const& path)
{
    std::error_code error;
    fs::remove_all(path, error);
    if (error) return fail(Trouble{"remove", path.string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

Expected<void, Trouble> rename_to(fs::path const& from, fs::path const& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) return fail(trouble_from_errno("rename to", to.string()));
    return {};
}

std::vector<fs::path> entries_of(fs::path const& directory)
{
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry{directory, error}, end; !error && entry != end; entry.increment(error))
        found.push_back(entry->path());
    return found;
}

// Sticks wear, and a pack may have thousands of pages.
bool lies_there(PackUnit const& unit, fs::path const& place)
{
    if (unit.files.size() != 1 || unit.files.front().path != unit.path) return false;
    auto const& file = unit.files.front();
    std::error_code error;
    if (fs::file_size(place, error) != file.size() || error) return false;
    auto const bytes = read_file(place, file.size());
    return bytes && sha256(*bytes) == file.digest();
}

bool is_pack(fs::path const& root)
{
    std::error_code error;
    return fs::is_directory(root / "publishers", error) || fs::is_directory(root / unfinished_name, error);
}

// The files of a unit below `place`, each directory synced after what it holds.
Expected<void, Trouble> write_unit(PackUnit const& unit, fs::path const& place)
{
    std::set<fs::path> directories;
    for (auto const& file : unit.files) {
        auto const path = file.path == unit.path ? place : place / file.path.substr(unit.path.size() + 1);
        if (auto made = make_directories(path.parent_path()); !made) return made;
        if (auto written = write_file(file, path); !written) return written;
        for (auto above = path.parent_path(); above != place.parent_path(); above = above.parent_path())
            directories.insert(above);
    }
    for (auto directory = directories.rbegin(); directory != directories.rend(); ++directory) {
        if (auto set = set_pack_time(AT_FDCWD, directory->c_str(), directory->string()); !set) return set;
        if (auto synced = sync_path(*directory); !synced) return synced;
    }
    return {};
}

}  // namespace

Expected<PackDirectory, Trouble> PackDirectory::begin(fs::path root)
{
    if (::mkdir(root.c_str(), 0755) != 0 && errno != EEXIST) return fail(trouble_from_errno("make", root.string()));
    PackDirectory pack{std::move(root)};
    std::error_code error;
    if (auto const page = pack.root_ / "index.html"; fs::exists(page, error) && !is_pack(pack.root_)) {
        return fail(Trouble{"replace", page.string(), "no pack of ours made it", Retry::is_useless});
    }
    // What an interruption left.
    if (auto back = pack.put_back(); !back) return fail(back.error());
    if (auto removed = remove_whole(pack.staging()); !removed) return fail(removed.error());
    if (::mkdir(pack.staging().c_str(), 0755) != 0) return fail(trouble_from_errno("make", pack.staging().string()));
    if (auto synced = sync_path(pack.root_); !synced) return fail(synced.error());
    return pack;
}

Expected<void, Trouble> PackDirectory::put(PackUnit const& unit)
{
    auto const fresh = staging() / "new";
    auto const target = root_ / unit.path;
    if (lies_there(unit, target)) return set_pack_time(AT_FDCWD, target.c_str(), target.string());
    if (auto removed = remove_whole(fresh); !removed) return removed;
    if (auto written = write_unit(unit, fresh); !written) return written;
    if (auto made = make_directories(target.parent_path()); !made) return made;
    if (auto moved = set_aside(unit.path); !moved) return moved;
    if (auto moved = rename_to(fresh, target); !moved) return moved;
    if (auto synced = sync_path(target.parent_path()); !synced) return synced;
    return remove_whole(aside(unit.path));
}

Expected<void, Trouble> PackDirectory::set_aside(std::string const& unit_path) const
{
    std::error_code error;
    if (!fs::exists(fs::symlink_status(root_ / unit_path, error))) return {};
    auto const old = aside(unit_path);
    if (auto removed = remove_whole(old); !removed) return removed;
    if (auto made = make_directories(old.parent_path()); !made) return made;
    return rename_to(root_ / unit_path, old);
}

Expected<void, Trouble> PackDirectory::put_back() const
{
    auto const old = staging() / "old";
    for (auto const& entry : entries_of(old)) {
        // A unit is a file at the root, or lies in one of the pack's directories.
        bool const holds_units = std::ranges::find(pack_folders, entry.filename().string()) != pack_folders.end();
        for (auto const& unit : holds_units ? entries_of(entry) : std::vector{entry}) {
            auto const place = root_ / unit.lexically_relative(old);
            std::error_code error;
            if (fs::exists(fs::symlink_status(place, error))) continue;
            if (auto moved = rename_to(unit, place); !moved) return moved;
            if (auto synced = sync_path(place.parent_path()); !synced) return synced;
        }
    }
    return {};
}

Expected<void, Trouble> PackDirectory::take_away(std::string const& unit_path)
{
    if (auto moved = set_aside(unit_path); !moved) return moved;
    return remove_whole(aside(unit_path));
}

Expected<void, Trouble> PackDirectory::finish()
{
    if (auto synced = sync_path(root_); !synced) return synced;
    if (auto removed = remove_whole(staging()); !removed) return removed;
    std::error_code error;
    for (auto const name : pack_folders) {
        auto const directory = root_ / name;
        if (!fs::is_directory(directory, error)) continue;
        if (auto set = set_pack_time(AT_FDCWD, directory.c_str(), directory.string()); !set) return set;
        if (auto synced = sync_path(directory); !synced) return synced;
    }
    return sync_path(root_);
}

}  // namespace nightletter::packs
