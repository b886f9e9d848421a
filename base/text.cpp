#include "base/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "base/result.hpp"

namespace nightletter {
namespace {

icu::Normalizer2 const& nfc()
{
    UErrorCode status = U_ZERO_ERROR;
    static icu::Normalizer2 const* const instance = icu::Normalizer2::getNFCInstance(status);
    NIGHTLETTER_INSIST(U_SUCCESS(status) && instance != nullptr);
    return *instance;
}

icu::StringPiece piece(std::string_view text)
{
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

// Reads one scalar value at `at` and moves `at` past it; negative when the bytes are not UTF-8.
std::int32_t next(std::string_view text, std::size_t& at)
{
    UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
    U8_NEXT(text.data(), at, text.size(), c);
#pragma GCC diagnostic pop
    return c;
}

std::size_t edits(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const substituted = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

}  // namespace

bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        if (next(text, at) <= 0) return false;
    }
    return true;
}

bool is_nfc(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    bool const normal = nfc().isNormalizedUTF8(piece(text), status) != 0;
    return U_SUCCESS(status) && normal;
}

std::string to_nfc(std::string_view text)
{
    std::string normal;
    icu::StringByteSink<std::string> sink{&normal};
    UErrorCode status = U_ZERO_ERROR;
    nfc().normalizeUTF8(0, piece(text), sink, nullptr, status);
    NIGHTLETTER_INSIST(U_SUCCESS(status));
    return normal;
}

std::vector<char32_t> scalars(std::string_view text)
{
    std::vector<char32_t> values;
    for (std::size_t at = 0; at < text.size();) values.push_back(static_cast<char32_t>(next(text, at)));
    return values;
}

bool has_bidi_override(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next(text, at);
        if (c >= 0x202a && c <= 0x202e) return true;
    }
    return false;
}

bool has_control(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next(text, at);
        if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029) return true;
    }
    return false;
}

std::optional<std::string> nearest(std::string_view word, std::vector<std::string> const& candidates)
{
    std::optional<std::string> best;
    std::size_t fewest = std::min<std::size_t>(3, word.size());
    for (auto const& candidate : candidates) {
        auto const distance = edits(word, candidate);
        if (distance < fewest) {
            fewest = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace nightletter
