#include "mirror/watched_folder.hpp"

#include <sys/stat.h>

#include <optional>

#include "base/durable_file.hpp"
#include "bundles/torrent_check.hpp"
#include "store/tree.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 25'000;    // in one thing that is offered; a bundle has at most 20 000 payload files
constexpr std::size_t most_entries = 65'536;  // in one folder; a feed names at most 8 192 bundles

// What the files of one thing look like: equal shapes are equal contents for all we need to know.
class Shape {
public:
    // False when it cannot be read, or was touched a moment ago.
    bool add(fs::path const& path, UtcTime now)
    {
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0) return false;
        auto const age = now.seconds - status.st_ctim.tv_sec;
        // A change in the future means that the clock was set; it is as settled as it will be.
        if (age >= 0 && age < WatchedFolder::settling_seconds) return false;
        auto const text = path.string() + '\0' + std::to_string(status.st_ino) + ' ' + std::to_string(status.st_size) +
                          ' ' + std::to_string(status.st_mtim.tv_sec) + '.' + std::to_string(status.st_mtim.tv_nsec) +
                          ' ' + std::to_string(status.st_ctim.tv_sec) + '.' + std::to_string(status.st_ctim.tv_nsec) +
                          '\n';
        stream_.feed(as_bytes(text));
        return true;
    }

    bool add_tree(fs::path const& root, UtcTime now)
    {
        std::error_code error;
        std::size_t files = 0;
        if (!add(root, now)) return false;
        for (fs::recursive_directory_iterator entries{root, error};
             !error && entries != fs::recursive_directory_iterator{}; entries.increment(error)) {
            if (++files > most_files || !add(entries->path(), now)) return false;
        }
        return !error;
    }

    Sha256 finish() { return stream_.finish(); }

private:
    Sha256Stream stream_;
};

std::optional<Sha256> shape_of_file(fs::path const& file, UtcTime now)
{
    Shape shape;
    if (!shape.add(file, now)) return std::nullopt;
    return shape.finish();
}

bool is_real_directory(fs::path const& path)
{
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::directory;
}

// Directories in `directory`, without following links; none when it cannot be read.
template <class Take>
void each_entry(fs::path const& directory, std::size_t most, Take take)
{
    std::error_code error;
    for (fs::directory_iterator entries{directory, error}; !error && most > 0 && entries != fs::directory_iterator{};
         entries.increment(error), --most) {
        take(entries->path());
    }
}

}  // namespace

Finds WatchedFolder::look(std::set<PublisherId> const& followed, std::set<InfoHash> const& wanted, UtcTime now)
{
    Finds finds;
    look_into(root_, followed, wanted, now, finds);
    each_entry(root_, most_outputs, [&](fs::path const& output) {
        if (is_real_directory(output)) look_into(output, followed, wanted, now, finds);
    });
    if (!room_.empty()) look_at_tars({followed, wanted, now}, finds);
    return finds;
}

void WatchedFolder::look_at_tars(Asked const& asked, Finds& finds)
{
    std::set<fs::path> tars;
    each_entry(root_, most_entries, [&](fs::path const& file) {
        std::error_code error;
        bool const is_tar = file.extension() == ".tar" && fs::is_regular_file(fs::symlink_status(file, error));
        if (is_tar && tars.size() < most_tars) tars.insert(file);
    });
    std::erase_if(tars_, [&](auto const& known) {
        if (tars.contains(known.first)) return false;
        forget(known.second);
        return true;
    });
    for (auto const& tar : tars) look_at_tar(tar, asked, finds);
}

void WatchedFolder::look_at_tar(fs::path const& tar, Asked const& asked, Finds& finds)
{
    auto const shape = shape_of_file(tar, asked.now);
    if (!shape) return;
    auto& known = tars_[tar];
    if (known.shape != *shape) {
        forget(known);
        known = {*shape, std::nullopt};
        // No file's name goes into the store.
        auto const room = room_ / sha256(as_bytes(tar.filename().string())).hex();
        auto opened = WatchedTar::open(tar, room, asked.followed);
        if (opened)
            known.opened.emplace(std::move(*opened));
        else
            finds.not_taken.push_back(opened.error());
    }
    if (!known.opened) return;
    known.opened->bring(asked.wanted, asked.now, min_free_);
    // What was taken out just now was written by nobody else.
    UtcTime const settled{asked.now.seconds + settling_seconds};
    look_into(known.opened->room(), asked.followed, asked.wanted, settled, finds);
    known.opened->documents_were_read();
}

void WatchedFolder::forget(KnownTar const& tar)
{
    if (!tar.opened) return;
    auto const room = tar.opened->room();
    auto const lies_in_room = [&](auto const& known) { return known.first.string().starts_with(room.string() + '/'); };
    std::erase_if(torrents_, lies_in_room);
    std::erase_if(offered_, lies_in_room);
    (void)store::remove_tree(room);
}

void WatchedFolder::look_into(fs::path const& output, std::set<PublisherId> const& followed,
                              std::set<InfoHash> const& wanted, UtcTime now, Finds& finds)
{
    each_entry(output / "publishers", most_outputs, [&](fs::path const& directory) {
        auto const publisher = parse_publisher(directory.filename().string());
        if (publisher && followed.contains(*publisher) && is_real_directory(directory)) {
            look_at_documents(directory, *publisher, now, finds);
        }
    });
    each_entry(output, most_entries, [&](fs::path const& file) {
        if (file.extension() == ".torrent")
            look_at_torrent(file, fs::path{file}.replace_extension(), wanted, now, finds);
    });
    auto const torrents = output / "torrents";
    if (!is_real_directory(torrents)) return;
    each_entry(torrents, most_entries, [&](fs::path const& file) {
        if (file.extension() != ".torrent") return;
        each_entry(output / "bundles" / file.stem(), 1,
                   [&](fs::path const& bag) { look_at_torrent(file, bag, wanted, now, finds); });
    });
}

void WatchedFolder::look_at_documents(fs::path const& directory, PublisherId const& publisher, UtcTime now,
                                      Finds& finds)
{
    Shape shape;
    if (!shape.add_tree(directory, now) || !is_new_shape(directory, shape.finish())) return;
    finds.documents.push_back({publisher, read_publisher_folder(directory)});
}

void WatchedFolder::look_at_torrent(fs::path const& torrent, fs::path const& bag, std::set<InfoHash> const& wanted,
                                    UtcTime now, Finds& finds)
{
    auto const own_shape = shape_of_file(torrent, now);
    if (!own_shape || !is_real_directory(bag)) return;
    auto& known = torrents_[torrent];
    if (known.shape == *own_shape && !wanted.contains(known.info_hash)) return;
    auto bytes = read_file(torrent, bundles::largest_torrent);
    if (!bytes) return;
    auto const checked = bundles::check_torrent(*bytes, {});
    known = {*own_shape, checked ? checked->info_hash() : InfoHash{}};
    if (!wanted.contains(known.info_hash)) return;
    Shape shape;
    if (!shape.add(torrent, now) || !shape.add_tree(bag, now) || !is_new_shape(torrent, shape.finish())) return;
    finds.copies.push_back({known.info_hash, bag, std::move(*bytes)});
}

bool WatchedFolder::is_new_shape(fs::path const& path, Sha256 const& shape)
{
    auto& offered = offered_[path];
    if (offered == shape) return false;
    offered = shape;
    return true;
}

}  // namespace nightletter::mirror
