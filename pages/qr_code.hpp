// pages/qr_code.hpp: a text as a QR code.
//
// Capitals, digits and `$%*+-./: ` are packed most densely (docs/formats.md 1.6). Error correction is medium: fifteen
// of a hundred code words may be spoiled. Pure values, any thread.
#pragma once

#include <string>
#include <vector>

namespace nightletter::pages {

class QrCode {
public:
    // At most 2 331 bytes, or 3 391 of the characters that are packed densely.
    explicit QrCode(std::string const& text);

    [[nodiscard]] int size() const { return size_; }  // modules a side, without the quiet zone
    // Light outside the code.
    [[nodiscard]] bool is_dark(int x, int y) const;
    // The `d` of an SVG path over all dark modules, one unit each, from 0,0.
    [[nodiscard]] std::string svg_path() const;

private:
    int size_ = 0;
    std::vector<bool> dark_;  // row by row
};

inline constexpr int quiet_zone = 4;  // light modules that a scanner needs on each side

}  // namespace nightletter::pages
