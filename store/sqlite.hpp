// store/sqlite.hpp: SQLite behind result types.
//
// Knows no table. A Database is used by one thread at a time. After an I/O error or a failed sync it refuses every
// further statement: what the file holds is only known again after a restart.
#pragma once

#include <cerrno>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace nightletter::store {

// Trouble::system_error of a database file whose contents make no sense.
inline constexpr int damaged_file = EUCLEAN;

class Database;

// One prepared statement. Parameters and columns are counted from 1 and 0, as SQLite does.
class Statement {
public:
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, ByteView bytes);
    // True while there is a row.
    [[nodiscard]] Expected<bool, Trouble> step();
    // For statements that give no row; ready to be bound again.
    [[nodiscard]] Expected<void, Trouble> run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    // Valid until the next step.
    [[nodiscard]] ByteView bytes(int column) const;

private:
    friend class Database;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    Statement(sqlite3_stmt* statement, Database& database) : statement_{statement}, database_{&database} {}

    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
    Database* database_;
};

class Database {
public:
    enum class Use {
        own,          // read and write; made when absent
        look,         // a second reader of the live database
        look_frozen,  // a file that nobody writes any more; opens on a read-only mount
        prepare       // a file that nobody else has seen yet; not durable before it is synced
    };
    // Settings: docs/decisions/0007-the-store.md.
    [[nodiscard]] static Expected<Database, Trouble> open(std::filesystem::path const& path, Use use);

    [[nodiscard]] Expected<void, Trouble> run(std::string const& sql);
    [[nodiscard]] Expected<Statement, Trouble> prepare(std::string_view sql);
    // The single integer that `sql` gives.
    [[nodiscard]] Expected<std::int64_t, Trouble> integer(std::string_view sql);
    // Runs `work` between BEGIN IMMEDIATE and COMMIT; any trouble rolls back.
    template <class Work>
    [[nodiscard]] Expected<void, Trouble> transact(Work&& work)
    {
        if (auto begun = run("BEGIN IMMEDIATE"); !begun) return begun;
        Expected<void, Trouble> done = work();
        if (done) done = run("COMMIT");
        if (!done) roll_back();
        return done;
    }

private:
    friend class Statement;
    struct Closer {
        void operator()(sqlite3* handle) const noexcept;
    };
    Database(std::unique_ptr<sqlite3, Closer> handle, std::string name);
    [[nodiscard]] Trouble trouble(std::string doing);
    [[nodiscard]] std::optional<Trouble> gave_up() const;
    void roll_back();

    std::unique_ptr<sqlite3, Closer> handle_;
    std::string name_;
    bool failed_ = false;
};

}  // namespace nightletter::store
