// What a word of ours means, and what to do: the tables of docs/handbook.md.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.hpp"
#include "daemon/ctl/commands.hpp"
#include "daemon/ctl/handbook_words.hpp"

namespace nightletter::ctl {
namespace {

struct Meaning {
    std::vector<std::string> words;
    std::string what;
    std::string todo;
};

std::string trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(' ') - first + 1)};
}

// `| a | b | c |` → a, b, c
std::vector<std::string> cells_of(std::string_view row)
{
    std::vector<std::string> cells;
    if (row.empty()) return cells;
    row.remove_prefix(1);
    for (auto bar = row.find('|'); bar != std::string_view::npos; bar = row.find('|')) {
        cells.push_back(trimmed(row.substr(0, bar)));
        row.remove_prefix(bar + 1);
    }
    return cells;
}

// What stands between backticks.
std::vector<std::string> words_in(std::string const& cell)
{
    std::vector<std::string> words;
    std::istringstream parts{cell};
    int number = 0;
    for (std::string part; std::getline(parts, part, '`'); ++number) {
        if (number % 2 == 1) words.push_back(part);
    }
    return words;
}

std::vector<Meaning> meanings()
{
    std::vector<Meaning> meanings;
    std::istringstream lines{handbook};
    for (std::string line; std::getline(lines, line);) {
        auto const cells = cells_of(line);
        if (cells.size() >= 3) meanings.push_back({words_in(cells[0]), cells[1], cells[2]});
    }
    return meanings;
}

ExitCode unknown(std::string const& word, std::vector<Meaning> const& meanings)
{
    std::vector<std::string> known;
    for (auto const& meaning : meanings) known.insert(known.end(), meaning.words.begin(), meaning.words.end());
    auto const near = nearest(word, known);
    return report({ExitCode::not_found,
                   {"'" + word + "' is no word of ours",
                    "not-found",
                    near ? "did you mean '" + *near + "'?" : "the words stand in docs/handbook.md",
                    {},
                    near ? "nightletterctl explain " + *near : "nightletterctl status"}});
}

ExitCode explain(std::string const& word)
{
    auto const all = meanings();
    std::vector<Meaning> found;
    std::ranges::copy_if(all, std::back_inserter(found), [&](Meaning const& meaning) {
        return std::ranges::find(meaning.words, word) != meaning.words.end();
    });
    if (found.empty()) return unknown(word, all);
    if (wants_json()) {
        nlohmann::ordered_json object{{"schema", "nightletter.explain/1"}, {"word", word}};
        object["meanings"] = nlohmann::ordered_json::array();
        for (auto const& meaning : found)
            object["meanings"].push_back({{"what", meaning.what}, {"todo", meaning.todo}});
        std::cout << object.dump() << '\n';
        return ExitCode::done;
    }
    for (auto const& meaning : found)
        std::cout << word << ": " << meaning.what << "\n  next     " << meaning.todo << '\n';
    return ExitCode::done;
}

}  // namespace

Command explain_command()
{
    return {"explain", "says what a word of a message or of the log means, and what to do",
            "nightletterctl explain rolled-back", [](CLI::App& app) {
                auto const word = std::make_shared<std::string>();
                app.add_option("WORD", *word, "The word in brackets or behind reason=")->required();
                return [=] { return explain(*word); };
            }};
}

}  // namespace nightletter::ctl
