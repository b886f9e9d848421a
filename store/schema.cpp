#include "store/schema.hpp"

#include <array>

#include "store/catalogue.hpp"

namespace nightletter::store {
namespace {

// One step per version; a step that was released never changes.
constexpr std::array<std::string_view, catalogue_version> steps{
    R"sql(
CREATE TABLE publisher (
    id           BLOB PRIMARY KEY CHECK (length(id) = 32),
    name         TEXT NOT NULL,
    root_version INTEGER NOT NULL,
    root_epoch   INTEGER NOT NULL,
    epoch        INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    feed         BLOB NOT NULL CHECK (length(feed) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    digest    BLOB PRIMARY KEY CHECK (length(digest) = 32),
    publisher BLOB NOT NULL REFERENCES publisher (id) ON DELETE CASCADE,
    name      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX document_of_publisher ON document (publisher);

CREATE TABLE bundle (
    id        BLOB PRIMARY KEY CHECK (length(id) = 32),
    publisher BLOB NOT NULL REFERENCES publisher (id),
    info_hash BLOB NOT NULL CHECK (length(info_hash) = 32),
    slug      TEXT NOT NULL,
    tiers     TEXT NOT NULL,
    state     TEXT NOT NULL,
    sealed_at INTEGER NOT NULL,
    bytes     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_of_publisher ON bundle (publisher);

CREATE TABLE title (
    bundle   BLOB NOT NULL REFERENCES bundle (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    title    TEXT NOT NULL,
    PRIMARY KEY (bundle, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    bundle      BLOB NOT NULL REFERENCES bundle (id) ON DELETE CASCADE,
    path        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    digest      BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (bundle, path)
) STRICT, WITHOUT ROWID;
)sql",
    // When every byte of the bundle was last read: a bundle is sealed the moment after it was verified.
    R"sql(
ALTER TABLE bundle ADD COLUMN read_at INTEGER NOT NULL DEFAULT 0;
UPDATE bundle SET read_at = sealed_at;
)sql"};

}  // namespace

Expected<void, Trouble> bring_up_to_date(Database& database)
{
    auto const version = database.integer("PRAGMA user_version");
    if (!version) return fail(version.error());
    if (*version == catalogue_version) return {};
    return database.transact([&]() -> Expected<void, Trouble> {
        for (auto next = static_cast<std::size_t>(*version); next < steps.size(); ++next) {
            if (auto taken = database.run(std::string{steps[next]}); !taken) return taken;
        }
        return database.run("PRAGMA application_id = " + std::to_string(catalogue_mark) +
                            "; PRAGMA user_version = " + std::to_string(catalogue_version));
    });
}

Expected<void, Trouble> expect_readable(Database& database, std::string const& name)
{
    auto const version = database.integer("PRAGMA user_version");
    if (!version) return fail(version.error());
    auto const mark = database.integer("PRAGMA application_id");
    if (!mark) return fail(mark.error());
    auto const tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return fail(tables.error());
    auto const is_fresh = *version == 0 && *mark == 0 && *tables == 0;
    if (!is_fresh && *mark != catalogue_mark) {
        return fail(Trouble{"open", name, "it is a database of another program"});
    }
    if (*version > catalogue_version) {
        return fail(Trouble{"open", name,
                            "it has version " + std::to_string(*version) + " and this program knows up to " +
                                std::to_string(catalogue_version) + "; nothing was changed, use the newer program"});
    }
    return {};
}

}  // namespace nightletter::store
