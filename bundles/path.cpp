#include "bundles/path.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace nightletter::bundles {
namespace {

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_device(std::string_view stem)
{
    constexpr std::array<std::string_view, 4> names{"con", "prn", "aux", "nul"};
    if (std::find(names.begin(), names.end(), stem) != names.end()) return true;
    if (stem.size() != 4 || stem[3] < '0' || stem[3] > '9') return false;
    return stem.substr(0, 3) == "com" || stem.substr(0, 3) == "lpt";
}

std::optional<Refusal> fault_of_part(std::string_view part)
{
    auto const allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
    if (part.empty() || !is_letter_or_digit(part.front()) || part.back() == '.') return Refusal::path_not_allowed;
    if (!std::all_of(part.begin(), part.end(), allowed)) return Refusal::path_not_allowed;
    if (part.size() > longest_part) return Refusal::path_too_long;
    if (is_device(part.substr(0, part.find('.')))) return Refusal::device_name;
    return std::nullopt;
}

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (;;) {
        auto const slash = text.find('/');
        parts.push_back(text.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        text.remove_prefix(slash + 1);
    }
}

}  // namespace

Expected<Slug, Refusal> Slug::parse(std::string_view text)
{
    if (auto const fault = fault_of_part(text)) return fail(*fault);
    return Slug{text};
}

Expected<BundlePath, Refusal> BundlePath::parse(std::string_view text)
{
    if (text.size() > longest_path) return fail(Refusal::path_too_long);
    std::size_t depth = 0;
    for (auto rest = text;; ++depth) {
        auto const slash = rest.find('/');
        if (auto const fault = fault_of_part(rest.substr(0, slash))) return fail(*fault);
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    if (depth >= deepest_path) return fail(Refusal::path_too_deep);
    return BundlePath{text};
}

std::vector<std::string_view> BundlePath::parts() const
{
    return split(text_);
}

std::string_view BundlePath::file_name() const
{
    std::string_view const text = text_;
    return text.substr(text.rfind('/') + 1);  // npos + 1 is 0
}

std::string_view BundlePath::extension() const
{
    auto const name = file_name();
    auto const dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

bool BundlePath::is_under(std::string_view directory) const
{
    return text_.size() > directory.size() && text_[directory.size()] == '/' &&
           text_.compare(0, directory.size(), directory) == 0;
}

bool comes_first_in_torrent(BundlePath const& left, BundlePath const& right)
{
    // The slash ends a part, so it sorts below every byte a part may hold.
    auto const rank = [](char c) { return c == '/' ? '\0' : c; };
    return std::lexicographical_compare(left.text().begin(), left.text().end(), right.text().begin(),
                                        right.text().end(), [rank](char a, char b) { return rank(a) < rank(b); });
}

std::vector<BundlePath> colliding(std::vector<BundlePath> paths)
{
    // In torrent order everything below a directory follows the name itself directly.
    std::sort(paths.begin(), paths.end(), comes_first_in_torrent);
    std::vector<BundlePath> found;
    for (std::size_t i = 0; i + 1 < paths.size(); ++i) {
        if (paths[i] == paths[i + 1] || paths[i + 1].is_under(paths[i].text())) found.push_back(paths[i]);
    }
    return found;
}

}  // namespace nightletter::bundles
