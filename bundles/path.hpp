// bundles/path.hpp: the file names a bundle may carry.
//
// docs/formats.md section 2, "Profile". A BundlePath has one maker, so whoever is given one may create a file of that
// name on any system. The grammar is lower-case ASCII, hence equal under case folding is equal.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bundles/refusal.hpp"

namespace nightletter::bundles {

inline constexpr std::size_t longest_part = 100;  // bytes
inline constexpr std::size_t longest_path = 240;  // bytes, with its slashes
inline constexpr std::size_t deepest_path = 6;    // parts, counted from the bag's root

// The name of a bundle's directory, which is the name of its torrent: one path part.
class Slug {
public:
    [[nodiscard]] static Expected<Slug, Refusal> parse(std::string_view text);
    [[nodiscard]] std::string const& text() const { return text_; }
    auto operator<=>(Slug const&) const = default;

private:
    explicit Slug(std::string_view text) : text_{text} {}
    std::string text_;
};

// A file's path from the bag's root, `data/media/interview.opus`. Ordered bytewise by the whole path, as in manifests.
class BundlePath {
public:
    [[nodiscard]] static Expected<BundlePath, Refusal> parse(std::string_view text);

    [[nodiscard]] std::string const& text() const { return text_; }
    // Views into text(), from the root down.
    [[nodiscard]] std::vector<std::string_view> parts() const;
    [[nodiscard]] std::string_view file_name() const;
    // After the last dot of the file name; empty when there is none.
    [[nodiscard]] std::string_view extension() const;
    [[nodiscard]] bool is_under(std::string_view directory) const;
    [[nodiscard]] bool is_payload() const { return is_under("data"); }

    auto operator<=>(BundlePath const&) const = default;

private:
    explicit BundlePath(std::string_view text) : text_{text} {}
    std::string text_;
};

// The order of a v2 torrent's file tree: part by part, each bytewise. `data/media/x` comes before `data/media-a`.
[[nodiscard]] bool comes_first_in_torrent(BundlePath const& left, BundlePath const& right);

// The paths that are a directory of another path of the list, or that occur twice.
[[nodiscard]] std::vector<BundlePath> colliding(std::vector<BundlePath> paths);

}  // namespace nightletter::bundles
