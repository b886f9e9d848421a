#include "pages/qr_code.hpp"

#include <qrcodegen/qrcodegen.hpp>

namespace nightletter::pages {

QrCode::QrCode(std::string const& text)
{
    auto const code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    size_ = code.getSize();
    dark_.reserve(static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_));
    for (int y = 0; y < size_; ++y) {
        for (int x = 0; x < size_; ++x) dark_.push_back(code.getModule(x, y));
    }
}

bool QrCode::is_dark(int x, int y) const
{
    if (x < 0 || y < 0 || x >= size_ || y >= size_) return false;
    return dark_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(x)];
}

std::string QrCode::svg_path() const
{
    std::string path;
    for (int y = 0; y < size_; ++y) {
        for (int x = 0; x < size_; ++x) {
            int length = 0;
            while (is_dark(x + length, y)) ++length;
            if (length == 0) continue;
            auto const run = std::to_string(length);
            path += 'M' + std::to_string(x) + ' ' + std::to_string(y) + 'h' + run + "v1h-" + run + 'z';
            x += length;
        }
    }
    return path;
}

}  // namespace nightletter::pages
