// store/schema.hpp: the tables of the catalogue, version by version.
#pragma once

#include "store/sqlite.hpp"

namespace nightletter::store {

// Brings an empty or older file up to `catalogue_version` in one transaction.
[[nodiscard]] Expected<void, Trouble> bring_up_to_date(Database& database);

// Trouble unless the file is a catalogue of a version this program can read.
[[nodiscard]] Expected<void, Trouble> expect_readable(Database& database, std::string const& name);

}  // namespace nightletter::store
