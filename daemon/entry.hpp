// daemon/entry.hpp: a report as a fixed word with fields, for the log as for whoever follows events.
//
// There is no field that could hold the address of a peer; of paths only what lies inside the store is named; what may
// name a person who has to be forgotten, as a bundle's directory or a recording may, is left out. Pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "mirror/report.hpp"

namespace nightletter::daemon {

enum class Weight { debug, info, warning, error };
[[nodiscard]] std::string_view word(Weight weight);

struct Field {
    std::string name;
    std::variant<std::string, std::uint64_t, std::vector<std::string>> value;
    enum class Form { bare, quoted } form = Form::bare;  // in a line; lists are quoted
};

struct Entry {
    Weight weight = Weight::info;
    std::string word;
    std::vector<Field> fields;
    // A complaint is told at most once a minute about the same subject; empty: no complaint.
    std::string subject;

    // `sealed bundle=nlb1… bytes=9397`
    [[nodiscard]] std::string line() const;
};

// `store`: the store's root.
[[nodiscard]] Entry entry_of(mirror::Report const& report, std::filesystem::path const& store);
[[nodiscard]] Entry entry_of(std::string word, Trouble const& trouble, std::filesystem::path const& store);

}  // namespace nightletter::daemon
