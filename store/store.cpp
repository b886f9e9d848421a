#include "store/store.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "store/tree.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

// A damaged catalogue can be made again from the sealed tree: it is put aside, and every bundle, being without a row
// then, goes through quarantine and is judged anew.
Expected<fs::path, Trouble> set_aside(fs::path const& catalogue)
{
    auto aside = catalogue;
    std::error_code error;
    for (int n = 1; fs::exists(aside, error); ++n) aside = fs::path{catalogue}.concat(".damaged-" + std::to_string(n));
    if (auto moved = rename_durably(catalogue, aside); !moved) return fail(moved.error());
    // A write-ahead log belongs to its database and would be replayed into the new one.
    fs::remove(fs::path{catalogue}.concat("-wal"), error);
    fs::remove(fs::path{catalogue}.concat("-shm"), error);
    return aside;
}

Expected<void, Trouble> remove_set_aside(fs::path const& catalogue)
{
    auto const prefix = catalogue.filename().string() + ".damaged-";
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator entries{catalogue.parent_path(), error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        if (entries->path().filename().string().starts_with(prefix)) found.push_back(entries->path());
    }
    if (error) return fail(Trouble{"list", catalogue.parent_path().string(), error.message()});
    for (auto const& path : found) {
        if (auto removed = remove_tree(path); !removed) return removed;
    }
    return {};
}

struct OpenedCatalogue {
    Catalogue catalogue;
    fs::path set_aside;
};

Expected<OpenedCatalogue, Trouble> open_catalogue(fs::path const& path)
{
    auto catalogue = Catalogue::open(path);
    if (catalogue) return OpenedCatalogue{std::move(*catalogue), {}};
    if (catalogue.error().system_error != damaged_file) return fail(catalogue.error());
    auto aside = set_aside(path);
    if (!aside) return fail(aside.error());
    auto fresh = Catalogue::open(path);
    if (!fresh) return fail(fresh.error());
    return OpenedCatalogue{std::move(*fresh), std::move(*aside)};
}

}  // namespace

Store::Store(Premises premises, Catalogue catalogue, HighWaterLog log, View view)
    : premises_{std::move(premises)},
      catalogue_{std::move(catalogue)},
      log_{std::move(log)},
      view_{std::move(view)},
      quarantine_{premises_.layout()},
      bundles_{premises_.layout(), catalogue_}
{
}

Expected<std::unique_ptr<Store>, Trouble> Store::open(fs::path const& root)
{
    auto premises = Premises::enter(root);
    if (!premises) return fail(premises.error());
    auto const layout = premises->layout();
    auto log = HighWaterLog::open(layout.high_water_log());
    if (!log) return fail(log.error());
    auto opened = open_catalogue(layout.catalogue());
    if (!opened) return fail(opened.error());
    auto view = View::open(layout);
    if (!view) return fail(view.error());

    std::unique_ptr<Store> store{
        new Store{std::move(*premises), std::move(opened->catalogue), std::move(*log), std::move(*view)}};
    if (auto recovered = store->recover_all(); !recovered) return fail(recovered.error());
    store->recovery_.set_aside_catalogue = std::move(opened->set_aside);
    return store;
}

Expected<void, Trouble> Store::recover_all()
{
    if (auto emptied = remove_tree(premises_.layout().unpacked()); !emptied) return emptied;
    auto folders = PublisherFolders::open(premises_.layout(), catalogue_, log_);
    if (!folders) return fail(folders.error());
    publishers_ = std::move(*folders);
    auto report = recover(premises_.layout(), catalogue_);
    if (!report) return fail(report.error());
    recovery_ = std::move(*report);
    recovery_.damaged_records = log_.damaged_records();
    return {};
}

Expected<void, Trouble> Store::erase(std::vector<BundleRow> const& bundles, UtcTime now)
{
    if (bundles.empty()) return {};
    if (auto marked = write_durably(premises_.layout().erasing(), {}); !marked) return marked;
    // Nobody is shown a bundle whose files are going, whenever this ends.
    for (auto const& bundle : bundles) {
        if (auto dark = catalogue_.set_state(bundle.id, BundleState::dark); !dark) return dark;
    }
    if (auto shown = publish_last_view(now); !shown) return shown;
    for (auto const& bundle : bundles) {
        if (auto removed = bundles_.remove(bundle.id); !removed) return removed;
        if (auto discarded = quarantine_.discard(bundle.info_hash); !discarded) return discarded;
    }
    return finish_erasing(now);
}

Expected<void, Trouble> Store::finish_erasing(UtcTime now)
{
    auto const layout = premises_.layout();
    std::error_code error;
    if (!fs::exists(layout.erasing(), error)) return {};
    if (auto left = catalogue_.leave_nothing_behind(); !left) return left;
    if (auto removed = remove_set_aside(layout.catalogue()); !removed) return removed;
    if (auto shown = view_.publish(catalogue_.changes(), now); !shown) return shown;
    if (auto removed = view_.remove_earlier(); !removed) return removed;
    return remove_tree(layout.erasing());
}

Expected<void, Trouble> Store::publish_view(UtcTime now)
{
    if (!view_.is_due(catalogue_.changes(), now)) return {};
    return view_.publish(catalogue_.changes(), now);
}

Expected<void, Trouble> Store::publish_last_view(UtcTime now)
{
    if (!view_.is_outdated(catalogue_.changes())) return {};
    return view_.publish(catalogue_.changes(), now);
}

Expected<fs::path, Trouble> Store::room_for_unpacking() const
{
    auto const room = premises_.layout().unpacked();
    if (auto emptied = remove_tree(room); !emptied) return fail(emptied.error());
    if (::mkdir(room.c_str(), 0700) != 0) return fail(trouble_from_errno("make", room.string()));
    return room;
}

Expected<std::uint64_t, Trouble> Store::free_space() const
{
    struct statvfs status {};
    if (::statvfs(root().c_str(), &status) != 0) return fail(trouble_from_errno("examine", root().string()));
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace nightletter::store
