// bundles/bencode_reader.hpp: walks over a stranger's bencode without building anything.
//
// Canonical form only: integers without leading zero, minus zero or sign on zero, keys strictly ascending, nothing
// after the last byte. Depth is bounded. The first fault sticks: every later question answers no, so a caller may ask
// on and look at `fault` once. Strings are views into the buffer that was handed in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "bundles/refusal.hpp"

namespace nightletter::bundles {

class BencodeReader {
public:
    static constexpr unsigned deepest = 16;  // dictionaries and lists within one another

    explicit BencodeReader(ByteView bytes) : bytes_{bytes} {}

    // True when a dictionary starts here; it has been entered.
    [[nodiscard]] bool enter_dictionary();
    // The next key of the dictionary one is in; nullopt when that was the last one and the dictionary has been left.
    [[nodiscard]] std::optional<std::string_view> next_key();
    [[nodiscard]] std::optional<std::string_view> string();
    // nullopt for a negative one.
    [[nodiscard]] std::optional<std::uint64_t> count();
    // Steps over one value of any kind; its bytes.
    [[nodiscard]] std::optional<ByteView> skip();
    // Nothing is left and nothing was wrong.
    [[nodiscard]] bool is_at_end();

    // What was not canonical, if anything.
    [[nodiscard]] std::optional<Refusal> fault() const { return fault_; }
    [[nodiscard]] std::size_t position() const { return position_; }

private:
    struct Level {
        bool is_dictionary = false;
        bool has_key = false;
        std::string_view last_key;
    };

    bool enter(bool dictionary);
    bool leave();
    bool step_over_one_thing();
    std::optional<std::string_view> digits(char end);
    void give_up(Refusal refusal);
    [[nodiscard]] char here() const;

    ByteView bytes_;
    std::size_t position_ = 0;
    std::array<Level, deepest> levels_;
    unsigned depth_ = 0;
    std::optional<Refusal> fault_;
};

}  // namespace nightletter::bundles
