#include <algorithm>

#include "base/durable_file.hpp"
#include "mirror/watched_folder.hpp"

namespace nightletter::mirror {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t most_roots = 1024;
constexpr std::size_t most_withdrawals = 16'384;

std::optional<trust::Candidate> read_pair(fs::path const& document, std::size_t limit)
{
    auto bytes = read_file(document, limit);
    if (!bytes) return std::nullopt;
    auto signatures = read_file(document.string() + ".minisig", trust::largest_signature_set);
    if (!signatures) return std::nullopt;
    return trust::Candidate{std::move(*bytes), std::move(*signatures)};
}

std::vector<fs::path> withdrawals_in(fs::path const& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entries{directory, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename().string();
        bool const is_document = name.starts_with("withdrawal.") && !name.ends_with(".minisig");
        if (is_document && found.size() < most_withdrawals) found.push_back(entries->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

Haul read_publisher_folder(fs::path const& directory)
{
    Haul haul;
    for (std::uint32_t version = 1; version <= most_roots; ++version) {
        auto root = read_pair(directory / ("root." + std::to_string(version)), trust::largest_root);
        if (!root) break;
        haul.roots.push_back(std::move(*root));
    }
    for (auto const& path : withdrawals_in(directory)) {
        if (auto withdrawal = read_pair(path, trust::largest_withdrawal))
            haul.withdrawals.push_back(std::move(*withdrawal));
    }
    haul.feed = read_pair(directory / "feed", trust::largest_feed);
    if (auto heads = read_file(directory / "heads", trust::largest_heads)) haul.heads = std::move(*heads);
    return haul;
}

}  // namespace nightletter::mirror
