#include "store/catalogue.hpp"

#include "store/schema.hpp"

namespace nightletter::store {
namespace {

template <class Row>
Expected<std::optional<Row>, Trouble> first_of(Expected<std::vector<Row>, Trouble> rows)
{
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<Row>{};
    return std::optional<Row>{std::move(rows->front())};
}

std::int64_t as_integer(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

Expected<void, Trouble> insert_bundle(Database& database, BundleRow const& bundle)
{
    auto row = database.prepare(
        "INSERT INTO bundle (id, publisher, info_hash, slug, tiers, state, sealed_at, bytes, read_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    if (!row) return fail(row.error());
    row->bind(1, bundle.id.bytes()).bind(2, bundle.publisher.bytes()).bind(3, bundle.info_hash.bytes());
    row->bind(4, std::string_view{bundle.slug}).bind(5, bundle.tiers.text()).bind(6, word(bundle.state));
    row->bind(7, bundle.sealed_at.seconds).bind(8, as_integer(bundle.bytes)).bind(9, bundle.read_at.seconds);
    return row->run();
}

Expected<void, Trouble> insert_titles(Database& database, BundleRow const& bundle)
{
    auto row = database.prepare("INSERT INTO title (bundle, language, title) VALUES (?1, ?2, ?3)");
    if (!row) return fail(row.error());
    for (auto const& [language, title] : bundle.titles) {
        row->bind(1, bundle.id.bytes()).bind(2, std::string_view{language}).bind(3, std::string_view{title});
        if (auto ran = row->run(); !ran) return ran;
    }
    return {};
}

Expected<void, Trouble> insert_files(Database& database, BundleId const& id, std::vector<SealedFile> const& files)
{
    auto row =
        database.prepare("INSERT INTO file (bundle, path, size, modified_ns, digest) VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!row) return fail(row.error());
    for (auto const& file : files) {
        row->bind(1, id.bytes()).bind(2, std::string_view{file.path}).bind(3, as_integer(file.size));
        row->bind(4, file.modified_ns).bind(5, file.digest.bytes());
        if (auto ran = row->run(); !ran) return ran;
    }
    return {};
}

// Titles and files go with it.
Expected<void, Trouble> delete_bundle(Database& database, BundleId const& id)
{
    auto row = database.prepare("DELETE FROM bundle WHERE id = ?1");
    if (!row) return fail(row.error());
    return row->bind(1, id.bytes()).run();
}

Expected<void, Trouble> upsert_publisher(Database& database, PublisherRow const& publisher)
{
    auto row = database.prepare(
        "INSERT INTO publisher (id, name, root_version, root_epoch, epoch, seq, feed)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " ON CONFLICT (id) DO UPDATE SET name = ?2, root_version = ?3, root_epoch = ?4, epoch = ?5, seq = ?6, feed = "
        "?7");
    if (!row) return fail(row.error());
    auto const& [root_epoch, point] = publisher.high_water;
    row->bind(1, publisher.id.bytes()).bind(2, std::string_view{publisher.name});
    row->bind(3, as_integer(publisher.root_version)).bind(4, as_integer(root_epoch));
    row->bind(5, as_integer(point.epoch)).bind(6, as_integer(point.seq)).bind(7, point.feed.bytes());
    return row->run();
}

Expected<void, Trouble> replace_documents(Database& database, PublisherId const& id,
                                          std::vector<DocumentRow> const& documents)
{
    auto gone = database.prepare("DELETE FROM document WHERE publisher = ?1");
    if (!gone) return fail(gone.error());
    if (auto ran = gone->bind(1, id.bytes()).run(); !ran) return ran;
    auto row = database.prepare("INSERT OR REPLACE INTO document (digest, publisher, name) VALUES (?1, ?2, ?3)");
    if (!row) return fail(row.error());
    for (auto const& document : documents) {
        row->bind(1, document.digest.bytes()).bind(2, id.bytes()).bind(3, std::string_view{document.name});
        if (auto ran = row->run(); !ran) return ran;
    }
    return {};
}

Expected<void, Trouble> expect_sound(Database& database, std::string const& name)
{
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) return fail(check.error());
    auto const row = check->step();
    if (!row) return fail(row.error());
    if (*row && check->text(0) == "ok") return {};
    return fail(Trouble{"open", name, "its contents are damaged", Retry::is_useless, damaged_file});
}

}  // namespace

Expected<Catalogue, Trouble> Catalogue::open(std::filesystem::path const& path)
{
    auto database = Database::open(path, Database::Use::own);
    if (!database) return fail(database.error());
    if (auto readable = expect_readable(*database, path.string()); !readable) return fail(readable.error());
    if (auto current = bring_up_to_date(*database); !current) return fail(current.error());
    if (auto sound = expect_sound(*database, path.string()); !sound) return fail(sound.error());
    return Catalogue{std::move(*database)};
}

Expected<void, Trouble> Catalogue::changed(Expected<void, Trouble> done)
{
    if (done) ++changes_;
    return done;
}

Expected<void, Trouble> Catalogue::answers()
{
    // The number that is there already: a page is written, and nothing is different.
    return database_.transact([this]() -> Expected<void, Trouble> {
        auto const version = database_.integer("PRAGMA user_version");
        if (!version) return fail(version.error());
        return database_.run("PRAGMA user_version = " + std::to_string(*version));
    });
}

Expected<void, Trouble> Catalogue::record(BundleRow const& bundle, std::vector<SealedFile> const& files)
{
    return changed(database_.transact([&]() -> Expected<void, Trouble> {
        if (auto done = delete_bundle(database_, bundle.id); !done) return done;
        if (auto done = insert_bundle(database_, bundle); !done) return done;
        if (auto done = insert_titles(database_, bundle); !done) return done;
        return insert_files(database_, bundle.id, files);
    }));
}

Expected<void, Trouble> Catalogue::set_state(BundleId const& id, BundleState state)
{
    auto row = database_.prepare("UPDATE bundle SET state = ?2 WHERE id = ?1");
    if (!row) return fail(row.error());
    return changed(row->bind(1, id.bytes()).bind(2, word(state)).run());
}

Expected<void, Trouble> Catalogue::note_reading(BundleId const& id, UtcTime when)
{
    auto row = database_.prepare("UPDATE bundle SET read_at = ?2 WHERE id = ?1");
    if (!row) return fail(row.error());
    return row->bind(1, id.bytes()).bind(2, when.seconds).run();
}

Expected<void, Trouble> Catalogue::forget(BundleId const& id)
{
    return changed(delete_bundle(database_, id));
}

Expected<void, Trouble> Catalogue::leave_nothing_behind()
{
    // secure_delete empties free pages, but not what is left in a page from which a row was moved away.
    return database_.run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}

Expected<std::vector<BundleRow>, Trouble> Catalogue::bundles()
{
    return read_bundles(database_);
}

Expected<std::vector<BundleRow>, Trouble> Catalogue::bundles_of(PublisherId const& publisher)
{
    return read_bundles_of(database_, publisher);
}

Expected<std::optional<BundleRow>, Trouble> Catalogue::bundle(BundleId const& id)
{
    return first_of(read_bundles(database_, id));
}

Expected<std::vector<SealedFile>, Trouble> Catalogue::files(BundleId const& id)
{
    return read_files(database_, id);
}

Expected<void, Trouble> Catalogue::each_file(std::function<void(BundleId const&, SealedFile const&)> const& visit)
{
    auto statement =
        database_.prepare("SELECT bundle, path, size, modified_ns, digest FROM file ORDER BY bundle, path");
    if (!statement) return fail(statement.error());
    for (;;) {
        auto const more = statement->step();
        if (!more) return fail(more.error());
        if (!*more) return {};
        auto const bundle = BundleId::from(statement->bytes(0));
        auto const digest = Sha256::from(statement->bytes(4));
        if (!bundle || !digest)
            return fail(Trouble{"read", "the catalogue", "it has a file that no program of ours wrote"});
        visit(*bundle,
              {statement->text(1), static_cast<std::uint64_t>(statement->integer(2)), statement->integer(3), *digest});
    }
}

Expected<void, Trouble> Catalogue::record(PublisherRow const& publisher, std::vector<DocumentRow> const& documents)
{
    return changed(database_.transact([&]() -> Expected<void, Trouble> {
        if (auto done = upsert_publisher(database_, publisher); !done) return done;
        return replace_documents(database_, publisher.id, documents);
    }));
}

Expected<std::vector<PublisherRow>, Trouble> Catalogue::publishers()
{
    return read_publishers(database_);
}

Expected<std::optional<PublisherRow>, Trouble> Catalogue::publisher(PublisherId const& id)
{
    return first_of(read_publishers(database_, id));
}

Expected<std::optional<Catalogue::Found>, Trouble> Catalogue::document(Sha256 const& digest)
{
    auto statement = database_.prepare("SELECT publisher, name FROM document WHERE digest = ?1");
    if (!statement) return fail(statement.error());
    auto const row = statement->bind(1, digest.bytes()).step();
    if (!row) return fail(row.error());
    if (!*row) return std::optional<Found>{};
    auto const publisher = PublisherId::from(statement->bytes(0));
    if (!publisher) return fail(Trouble{"read", "the catalogue", "it has a document that no program of ours wrote"});
    return std::optional<Found>{{*publisher, statement->text(1)}};
}

}  // namespace nightletter::store
