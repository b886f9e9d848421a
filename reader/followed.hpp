// reader/followed.hpp: the publishers whose word this reader takes.
//
// A text file that a person can read and edit: one publisher id a line, then a name of the person's own choosing.
// It decides between "a publisher you follow" and "a publisher you do not follow", and nothing else.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/names.hpp"
#include "base/result.hpp"

namespace nightletter::reader {

// A line of the file that is no publisher id with a name: from 1.
struct BadLine {
    std::size_t line = 0;
    std::string text;
};

class Followed {
public:
    // `#` begins a comment line; empty lines are skipped.
    [[nodiscard]] static Expected<Followed, BadLine> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool has(PublisherId const& publisher) const { return names_.contains(publisher); }
    // What this person calls the publisher; empty when it has no name here.
    [[nodiscard]] std::string name_of(PublisherId const& publisher) const;
    // Replaces the name when the publisher is followed already.
    void add(PublisherId const& publisher, std::string name);
    // False when it was not followed.
    bool remove(PublisherId const& publisher) { return names_.erase(publisher) != 0; }
    [[nodiscard]] std::map<PublisherId, std::string> const& names() const { return names_; }

private:
    std::map<PublisherId, std::string> names_;
};

// $XDG_CONFIG_HOME/nightletter/followed, or below ~/.config.
[[nodiscard]] std::filesystem::path followed_file();

// A file that is not there follows nobody.
[[nodiscard]] Expected<Followed, std::variant<Trouble, BadLine>> read_followed(std::filesystem::path const& file);
// Makes the directory when it is missing.
[[nodiscard]] Expected<void, Trouble> write_followed(std::filesystem::path const& file, Followed const& followed);

}  // namespace nightletter::reader
