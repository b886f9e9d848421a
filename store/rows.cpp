#include "store/rows.hpp"

#include <algorithm>

namespace nightletter::store {
namespace {

// The catalogue is ours, but a disk can change it: a value that we could not have written is trouble, not a bug.
Trouble odd_value(std::string what)
{
    return {"read", "the catalogue", "it has " + std::move(what) + " that no program of ours wrote"};
}

std::optional<bundles::TierSet> parse_tiers(std::string_view text)
{
    bundles::TierSet tiers;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const tier = bundles::parse_tier(text.substr(0, end));
        if (!tier) return std::nullopt;
        tiers.add(*tier);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return tiers;
}

Expected<BundleRow, Trouble> bundle_row(Statement const& row)
{
    auto const id = BundleId::from(row.bytes(0));
    auto const publisher = PublisherId::from(row.bytes(1));
    auto const info_hash = InfoHash::from(row.bytes(2));
    auto const tiers = parse_tiers(row.text(4));
    auto const state = parse_bundle_state(row.text(5));
    if (!id || !publisher || !info_hash || !tiers || !state) return fail(odd_value("a bundle"));
    return BundleRow{*id,
                     *publisher,
                     *info_hash,
                     row.text(3),
                     *tiers,
                     *state,
                     UtcTime{row.integer(6)},
                     static_cast<std::uint64_t>(row.integer(7)),
                     UtcTime{row.integer(8)},
                     {}};
}

// `WHERE column = ?1` when one row is asked for.
std::string narrowed(std::string sql, std::string const& column, bool one)
{
    return one ? sql + " WHERE " + column + " = ?1" : sql;
}

// Which bundles are asked for.
struct Wanted {
    std::string bundles;  // a condition on the table of that name
    std::string titles;   // the same of theirs
    ByteView value;       // ?1 in both; empty: none
};

Expected<void, Trouble> add_titles(Database& database, std::vector<BundleRow>& bundles, Wanted const& wanted)
{
    auto statement = database.prepare("SELECT bundle, language, title FROM title" + wanted.titles + " ORDER BY bundle");
    if (!statement) return fail(statement.error());
    if (!wanted.value.empty()) statement->bind(1, wanted.value);
    auto bundle = bundles.begin();
    for (;;) {
        auto const more = statement->step();
        if (!more) return fail(more.error());
        if (!*more) return {};
        auto const id = BundleId::from(statement->bytes(0));
        if (!id) return fail(odd_value("a title"));
        while (bundle != bundles.end() && bundle->id < *id) ++bundle;
        if (bundle == bundles.end() || bundle->id != *id) continue;
        bundle->titles.emplace(statement->text(1), statement->text(2));
    }
}

Expected<std::vector<BundleRow>, Trouble> read_wanted(Database& database, Wanted const& wanted)
{
    auto statement =
        database.prepare("SELECT id, publisher, info_hash, slug, tiers, state, sealed_at, bytes, read_at FROM bundle" +
                         wanted.bundles + " ORDER BY id");
    if (!statement) return fail(statement.error());
    if (!wanted.value.empty()) statement->bind(1, wanted.value);
    std::vector<BundleRow> bundles;
    for (;;) {
        auto const more = statement->step();
        if (!more) return fail(more.error());
        if (!*more) break;
        auto row = bundle_row(*statement);
        if (!row) return fail(row.error());
        bundles.push_back(std::move(*row));
    }
    if (auto added = add_titles(database, bundles, wanted); !added) return fail(added.error());
    return bundles;
}

}  // namespace

Expected<std::vector<BundleRow>, Trouble> read_bundles(Database& database, std::optional<BundleId> which)
{
    if (!which) return read_wanted(database, {});
    return read_wanted(database, {" WHERE id = ?1", " WHERE bundle = ?1", which->bytes()});
}

Expected<std::vector<BundleRow>, Trouble> read_bundles_of(Database& database, PublisherId const& publisher)
{
    return read_wanted(database, {" WHERE publisher = ?1",
                                  " WHERE bundle IN (SELECT id FROM bundle WHERE publisher = ?1)", publisher.bytes()});
}

Expected<std::vector<PublisherRow>, Trouble> read_publishers(Database& database, std::optional<PublisherId> which)
{
    auto statement =
        database.prepare(narrowed("SELECT id, name, root_version, root_epoch, epoch, seq, feed FROM publisher", "id",
                                  which.has_value()) +
                         " ORDER BY id");
    if (!statement) return fail(statement.error());
    if (which) statement->bind(1, which->bytes());
    std::vector<PublisherRow> publishers;
    for (;;) {
        auto const more = statement->step();
        if (!more) return fail(more.error());
        if (!*more) return publishers;
        auto const id = PublisherId::from(statement->bytes(0));
        auto const feed = Sha256::from(statement->bytes(6));
        if (!id || !feed) return fail(odd_value("a publisher"));
        auto const number = [&](int column) { return static_cast<std::uint64_t>(statement->integer(column)); };
        publishers.push_back({*id, statement->text(1), number(2), {number(3), {number(4), number(5), *feed}}});
    }
}

Expected<std::vector<SealedFile>, Trouble> read_files(Database& database, BundleId const& bundle)
{
    auto statement =
        database.prepare("SELECT path, size, modified_ns, digest FROM file WHERE bundle = ?1 ORDER BY path");
    if (!statement) return fail(statement.error());
    statement->bind(1, bundle.bytes());
    std::vector<SealedFile> files;
    for (;;) {
        auto const more = statement->step();
        if (!more) return fail(more.error());
        if (!*more) return files;
        auto const digest = Sha256::from(statement->bytes(3));
        if (!digest) return fail(odd_value("a file"));
        files.push_back(
            {statement->text(0), static_cast<std::uint64_t>(statement->integer(1)), statement->integer(2), *digest});
    }
}

}  // namespace nightletter::store
