// tests/tools/mutator.hpp: changes line text in the ways in which its meaning changes.
//
// Lines and fields are moved, doubled, exchanged and taken from a sibling document; numbers go to the edges of their
// ranges; bytes flip, appear and vanish. The same seed makes the same changes.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nightletter::test {

class Mutator {
public:
    // `donors` are documents like the one that will be changed; their lines and fields fit its grammar.
    Mutator(std::uint64_t seed, std::vector<std::string> const& donors);

    // One to three changes; now and then they undo one another.
    [[nodiscard]] std::string change(std::string_view text);

private:
    using Lines = std::vector<std::string>;

    [[nodiscard]] std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
    [[nodiscard]] std::string change_once(std::string text);
    [[nodiscard]] std::string change_bytes(std::string text);
    void change_lines(Lines& lines);
    void change_blocks(Lines& lines);
    void change_field(std::string& line);
    [[nodiscard]] std::string replacement_for(std::string const& field);

    std::mt19937_64 random_;
    std::vector<Lines> donors_;
};

}  // namespace nightletter::test
