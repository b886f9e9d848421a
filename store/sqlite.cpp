#include "store/sqlite.hpp"

#include <sqlite3.h>

#include <array>

namespace nightletter::store {
namespace {

constexpr int busy_milliseconds = 5000;

// A URI, because only a URI can say immutable=1. '%', '?' and '#' have a meaning there.
std::string frozen_uri(std::filesystem::path const& path)
{
    std::string uri = "file:";
    for (char const c : path.string()) {
        if (c == '%')
            uri += "%25";
        else if (c == '?')
            uri += "%3f";
        else if (c == '#')
            uri += "%23";
        else
            uri += c;
    }
    return uri + "?mode=ro&immutable=1";
}

Trouble trouble_opening(std::string const& name, sqlite3* handle, int code)
{
    return {"open", name, handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code),
            code == SQLITE_BUSY ? Retry::may_help : Retry::is_useless,
            handle != nullptr ? sqlite3_system_errno(handle) : 0};
}

// Settings for every connection; rows are checked when they are read, triggers and views are not run on trust.
constexpr std::string_view careful_reading =
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA mmap_size = 0;";  // an I/O error must be an error, not SIGBUS

constexpr std::string_view durable_writing =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"  // NORMAL loses the last commits at a power cut
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;";  // a withdrawn title must not stay behind in a free page

constexpr std::string_view private_writing =
    "PRAGMA journal_mode = MEMORY;"
    "PRAGMA synchronous = OFF;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;";

std::string_view settings_of_writing(Database::Use use)
{
    if (use == Database::Use::own) return durable_writing;
    return use == Database::Use::prepare ? private_writing : std::string_view{};
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const noexcept
{
    sqlite3_finalize(statement);
}

void Database::Closer::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close(handle);
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    NIGHTLETTER_INSIST(sqlite3_bind_int64(statement_.get(), parameter, value) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text)
{
    NIGHTLETTER_INSIST(sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT,
                                           SQLITE_UTF8) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int parameter, ByteView bytes)
{
    NIGHTLETTER_INSIST(sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT) ==
                       SQLITE_OK);
    return *this;
}

Expected<bool, Trouble> Statement::step()
{
    if (auto const trouble = database_->gave_up()) return fail(*trouble);
    switch (sqlite3_step(statement_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return fail(database_->trouble("use"));
    }
}

Expected<void, Trouble> Statement::run()
{
    auto const stepped = step();
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    if (!stepped) return fail(stepped.error());
    return {};
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const
{
    return std::string{as_text(bytes(column))};
}

ByteView Statement::bytes(int column) const
{
    auto const* start = static_cast<std::uint8_t const*>(sqlite3_column_blob(statement_.get(), column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Database::Database(std::unique_ptr<sqlite3, Closer> handle, std::string name)
    : handle_{std::move(handle)}, name_{std::move(name)}
{
}

Expected<Database, Trouble> Database::open(std::filesystem::path const& path, Use use)
{
    auto const frozen = use == Use::look_frozen;
    auto const where = frozen ? frozen_uri(path) : path.string();
    auto const flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                       (use == Use::own       ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                        : use == Use::prepare ? SQLITE_OPEN_READWRITE
                                              : SQLITE_OPEN_READONLY) |
                       (frozen ? SQLITE_OPEN_URI : 0);
    sqlite3* raw = nullptr;
    auto const code = sqlite3_open_v2(where.c_str(), &raw, flags, nullptr);
    std::unique_ptr<sqlite3, Closer> handle{raw};
    if (code != SQLITE_OK) return fail(trouble_opening(path.string(), raw, code));

    sqlite3_busy_timeout(raw, busy_milliseconds);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    Database database{std::move(handle), path.string()};
    if (auto set = database.run(std::string{careful_reading}); !set) return fail(set.error());
    if (auto set = database.run(std::string{settings_of_writing(use)}); !set) return fail(set.error());
    return database;
}

Expected<void, Trouble> Database::run(std::string const& sql)
{
    if (auto const trouble = gave_up()) return fail(*trouble);
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return fail(trouble("use"));
    return {};
}

Expected<Statement, Trouble> Database::prepare(std::string_view sql)
{
    if (auto const trouble = gave_up()) return fail(*trouble);
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
        return fail(trouble("use"));
    }
    return Statement{raw, *this};
}

Expected<std::int64_t, Trouble> Database::integer(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement) return fail(statement.error());
    auto const row = statement->step();
    if (!row) return fail(row.error());
    return *row ? statement->integer(0) : 0;
}

Trouble Database::trouble(std::string doing)
{
    auto const code = sqlite3_extended_errcode(handle_.get());
    auto const kind = code & 0xff;
    failed_ = failed_ || kind == SQLITE_IOERR || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
    auto const is_corrupt = kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
    auto const may_pass = kind == SQLITE_BUSY || kind == SQLITE_FULL || kind == SQLITE_NOMEM;
    return {std::move(doing), name_, sqlite3_errmsg(handle_.get()), may_pass ? Retry::may_help : Retry::is_useless,
            is_corrupt                ? damaged_file
            : kind == SQLITE_FULL     ? ENOSPC
            : kind == SQLITE_READONLY ? EROFS
                                      : sqlite3_system_errno(handle_.get())};
}

std::optional<Trouble> Database::gave_up() const
{
    if (!failed_) return std::nullopt;
    return Trouble{"use", name_,
                   "the disk failed earlier; start the program again to continue from what is safe on disk"};
}

void Database::roll_back()
{
    // After an error SQLite may have rolled back by itself; then this has nothing to do and its answer no meaning.
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace nightletter::store
