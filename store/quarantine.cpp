#include "store/quarantine.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

Expected<void, Trouble> make_directory(fs::path const& path)
{
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail(trouble_from_errno("make", path.string()));
    return {};
}

Trouble cannot_list(fs::path const& path, std::error_code const& error)
{
    return {"list", path.string(), error.message(), Retry::is_useless, error.value()};
}

// The one directory in a room's copy. Files beside it are the swarm engine's leftovers of unwanted pieces.
Expected<fs::path, Trouble> only_bag_in(fs::path const& copy)
{
    std::vector<fs::path> bags;
    std::vector<fs::path> leftovers;
    std::error_code error;
    for (fs::directory_iterator entries{copy, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto& kind = entries->symlink_status().type() == fs::file_type::directory ? bags : leftovers;
        kind.push_back(entries->path());
    }
    if (error) return fail(cannot_list(copy, error));
    if (bags.size() != 1) {
        return fail(Trouble{"seal", copy.string(), "it does not hold exactly one bag's directory"});
    }
    for (auto const& leftover : leftovers) {
        if (!fs::remove(leftover, error)) return fail(Trouble{"remove", leftover.string(), error.message()});
    }
    return bags.front();
}

}  // namespace

Expected<fs::path, Trouble> Quarantine::make_room(InfoHash const& hash) const
{
    if (auto made = make_directory(layout_.arrival(hash)); !made) return fail(made.error());
    if (auto made = make_directory(layout_.arrival_copy(hash)); !made) return fail(made.error());
    return layout_.arrival_copy(hash);
}

Expected<void, Trouble> Quarantine::keep_torrent(InfoHash const& hash, ByteView torrent) const
{
    if (auto room = make_room(hash); !room) return fail(room.error());
    return write_durably(layout_.arrival_torrent(hash), torrent);
}

Expected<std::optional<Bytes>, Trouble> Quarantine::torrent(InfoHash const& hash) const
{
    auto contents = read_file(layout_.arrival_torrent(hash), bundles::largest_torrent);
    if (contents) return std::optional<Bytes>{std::move(*contents)};
    if (contents.error().system_error == ENOENT) return std::optional<Bytes>{};
    return fail(contents.error());
}

Expected<void, Trouble> Quarantine::take_in(InfoHash const& hash, fs::path const& bag) const
{
    auto const room = make_room(hash);
    if (!room) return fail(room.error());
    auto const target = *room / bag.filename();
    // An earlier try may have left half of it.
    if (auto removed = remove_tree(target); !removed) return removed;
    return copy_tree(bag, target, Unreadable::stop);
}

Expected<void, Trouble> Quarantine::keep_only(InfoHash const& hash, std::set<std::string> const& paths) const
{
    auto const bag = only_bag_in(layout_.arrival_copy(hash));
    if (!bag) return fail(bag.error());
    std::vector<fs::path> others;
    std::error_code error;
    for (fs::recursive_directory_iterator entries{*bag, error}; !error && entries != fs::recursive_directory_iterator{};
         entries.increment(error)) {
        bool const is_directory = entries->symlink_status().type() == fs::file_type::directory;
        auto const path = entries->path().lexically_relative(*bag).generic_string();
        if (!is_directory && !paths.contains(path)) others.push_back(entries->path());
    }
    if (error) return fail(cannot_list(*bag, error));
    for (auto const& other : others) {
        if (!fs::remove(other, error)) return fail(Trouble{"remove", other.string(), error.message()});
        // With the directories that held nothing else.
        auto emptied = other.parent_path();
        while (emptied != *bag && fs::is_empty(emptied, error) && fs::remove(emptied, error))
            emptied = emptied.parent_path();
    }
    return {};
}

Expected<StillCopy, Trouble> Quarantine::hold_still(InfoHash const& hash) const
{
    auto bag = only_bag_in(layout_.arrival_copy(hash));
    if (!bag) return fail(bag.error());
    if (auto set = make_read_only(*bag); !set) return fail(set.error());
    auto marks = mark_files(*bag);
    if (!marks) return fail(marks.error());
    return StillCopy{hash, std::move(*bag), std::move(*marks)};
}

Expected<void, Trouble> Quarantine::let_go(InfoHash const& hash) const
{
    return make_writable(layout_.arrival_copy(hash));
}

Expected<void, Trouble> Quarantine::discard(InfoHash const& hash) const
{
    return remove_tree(layout_.arrival(hash));
}

Expected<std::vector<InfoHash>, Trouble> Quarantine::arrivals() const
{
    std::vector<InfoHash> found;
    std::error_code error;
    for (fs::directory_iterator entries{layout_.quarantine(), error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        if (auto const hash = InfoHash::from_hex(entries->path().filename().string())) found.push_back(*hash);
    }
    if (error) return fail(cannot_list(layout_.quarantine(), error));
    std::sort(found.begin(), found.end());
    return found;
}

Expected<std::uint64_t, Trouble> Quarantine::bytes() const
{
    return bytes_on_disk(layout_.quarantine());
}

}  // namespace nightletter::store
