// config/keys.hpp: how one key of the file is read.
//
// Inside this folder only: it shows TOML's nodes. A setter takes a value or says what is wrong with it, in words that
// end a sentence which begins with the key's name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"

// As toml++ 3 declares them; whoever reads one includes it.
namespace toml {
inline namespace v3 {
class node;
class table;
}  // namespace v3
}  // namespace toml

namespace nightletter::config {

struct Objection {
    Objection(std::string words, std::size_t in_line = 0) : what{std::move(words)}, line{in_line} {}
    Objection(char const* words) : what{words} {}

    std::string what;
    std::size_t line = 0;  // 0: the key's
};
using Complaint = std::optional<Objection>;
using Setter = std::function<Complaint(Config&, toml::node const&)>;

struct Key {
    std::string name;  // section.key
    Setter set;
};

// For a string that `take` understands or complains about; for a list of them.
[[nodiscard]] Setter text_key(std::function<Complaint(Config&, std::string const&)> take);
[[nodiscard]] Setter list_key(std::function<Complaint(Config&, std::string const&)> take);
[[nodiscard]] Setter flag_key(std::function<bool&(Config&)> flag);
// For a whole number from `least` to `most`.
[[nodiscard]] Setter count_key(std::uint64_t least, std::uint64_t most,
                               std::function<void(Config&, std::uint64_t)> take);
// For `[[section.key]]`, once for each; only fields that are named may stand in one.
[[nodiscard]] Setter tables_key(std::vector<std::string> fields,
                                std::function<Complaint(Config&, toml::table const&)> take);

[[nodiscard]] Complaint take_size(std::uint64_t& size, std::string const& text);

// `[choose]`: what is fetched and kept.
[[nodiscard]] std::vector<Key> keys_of_choice();

// `[traffic]`: what may move over the network, and when.
[[nodiscard]] std::vector<Key> keys_of_traffic();

}  // namespace nightletter::config
