#include "store/view.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/durable_file.hpp"
#include "base/line_document.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

// n of `<n>.db`; nullopt for every other name.
std::optional<std::uint64_t> number_of(fs::path const& path)
{
    if (path.extension() != ".db") return std::nullopt;
    return parse_count(path.stem().string());
}

Expected<void, Trouble> copy_catalogue(fs::path const& from, fs::path const& to)
{
    auto database = Database::open(from, Database::Use::look);
    if (!database) return fail(database.error());
    auto copy = database->prepare("VACUUM INTO ?1");
    if (!copy) return fail(copy.error());
    return copy->bind(1, std::string_view{to.native()}).run();
}

// A row that is deleted may live on in the free part of its page: the second writing leaves nothing of it.
Expected<void, Trouble> take_out_the_dark(fs::path const& view)
{
    auto database = Database::open(view, Database::Use::prepare);
    if (!database) return fail(database.error());
    auto const dark = database->integer("SELECT count(*) FROM bundle WHERE state = 'dark'");
    if (!dark) return fail(dark.error());
    if (*dark == 0) return {};
    return database->run("DELETE FROM bundle WHERE state = 'dark'; VACUUM");
}

}  // namespace

View::View(Layout const& layout, std::uint64_t newest)
    : catalogue_{layout.catalogue()}, directory_{layout.view()}, newest_{newest}
{
}

Expected<View, Trouble> View::open(Layout const& layout)
{
    std::uint64_t newest = 0;
    std::error_code error;
    for (fs::directory_iterator entries{layout.view(), error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        newest = std::max(newest, number_of(entries->path()).value_or(0));
    }
    if (error) return fail(Trouble{"list", layout.view().string(), error.message(), Retry::is_useless, error.value()});
    return View{layout, newest};
}

bool View::is_due(std::uint64_t catalogue_changes, UtcTime now) const
{
    if (!is_outdated(catalogue_changes)) return false;
    if (!shown_) return true;
    // A clock that went back does not stop the views.
    return now < published_at_ || now.seconds - published_at_.seconds >= seconds_between_views;
}

Expected<void, Trouble> View::publish(std::uint64_t catalogue_changes, UtcTime now)
{
    auto const number = newest_ + 1;
    auto const name = std::to_string(number) + ".db";
    auto const unfinished = directory_ / (name + ".new");
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    auto copied = copy_catalogue(catalogue_, unfinished);
    if (copied) copied = take_out_the_dark(unfinished);
    if (!copied) {
        fs::remove(unfinished, ignored);
        return copied;
    }
    if (auto synced = sync_path(unfinished); !synced) return synced;
    if (auto renamed = rename_durably(unfinished, directory_ / name); !renamed) return renamed;

    auto const link = directory_ / "current.new";
    fs::remove(link, ignored);
    if (::symlink(name.c_str(), link.c_str()) != 0) return fail(trouble_from_errno("make", link.string()));
    if (auto renamed = rename_durably(link, directory_ / "current"); !renamed) return renamed;
    newest_ = number;
    shown_ = catalogue_changes;
    published_at_ = now;
    // The one before stays: a reader may have read the link and not yet opened the file.
    for (auto const& old : older_than(number - 1)) fs::remove(old, ignored);
    return {};
}

Expected<void, Trouble> View::remove_earlier() const
{
    for (auto const& path : older_than(newest_)) {
        if (::unlink(path.c_str()) != 0) return fail(trouble_from_errno("remove", path.string()));
    }
    return sync_path(directory_);
}

std::vector<fs::path> View::older_than(std::uint64_t number) const
{
    std::error_code error;
    std::vector<fs::path> old;
    for (fs::directory_iterator entries{directory_, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const of_view = number_of(entries->path());
        auto const is_leftover = entries->path().extension() == ".new" || entries->path().extension() == ".new-journal";
        if (is_leftover || (of_view && *of_view < number)) old.push_back(entries->path());
    }
    return old;
}

}  // namespace nightletter::store
