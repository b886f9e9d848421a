#include "store/view_reader.hpp"

#include "base/line_document.hpp"
#include "store/layout.hpp"
#include "store/schema.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

// The daemon keeps the view before the newest, so one link that went stale while we looked is no harm; two is trouble.
constexpr int tries = 3;

struct Opened {
    Database database;
    std::uint64_t number;
};

Expected<Opened, Trouble> open_current(Layout const& layout)
{
    std::error_code error;
    auto const name = fs::read_symlink(layout.view() / "current", error);
    if (error) {
        return fail(Trouble{"read the view of", layout.root().string(), "no view has been published there",
                            Retry::may_help, error.value()});
    }
    auto const number = parse_count(name.stem().string());
    if (!number)
        return fail(Trouble{"read the view of", layout.root().string(), "its link \"current\" is not one of ours"});
    auto database = Database::open(layout.view() / name, Database::Use::look_frozen);
    if (!database) return fail(database.error());
    if (auto readable = expect_readable(*database, name.string()); !readable) return fail(readable.error());
    return Opened{std::move(*database), *number};
}

}  // namespace

ViewReader::ViewReader(Database database, fs::path root, std::uint64_t number)
    : database_{std::move(database)}, root_{std::move(root)}, number_{number}
{
}

Expected<ViewReader, Trouble> ViewReader::open(fs::path const& root)
{
    Layout const layout{root};
    auto opened = open_current(layout);
    for (int again = 1; !opened && again < tries; ++again) opened = open_current(layout);
    if (!opened) return fail(opened.error());
    return ViewReader{std::move(opened->database), root, opened->number};
}

Expected<std::vector<PublisherRow>, Trouble> ViewReader::publishers()
{
    return read_publishers(database_);
}

Expected<std::vector<BundleRow>, Trouble> ViewReader::bundles()
{
    return read_bundles(database_);
}

Expected<std::optional<BundleRow>, Trouble> ViewReader::bundle(BundleId const& id)
{
    auto rows = read_bundles(database_, id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<BundleRow>{};
    return std::optional<BundleRow>{std::move(rows->front())};
}

Expected<std::vector<SealedFile>, Trouble> ViewReader::files(BundleId const& id)
{
    return read_files(database_, id);
}

fs::path ViewReader::bag(BundleRow const& bundle) const
{
    return Layout{root_}.bundle(bundle.id) / bundle.slug;
}

}  // namespace nightletter::store
