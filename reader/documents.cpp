#include "reader/documents.hpp"

#include <algorithm>
#include <string>

#include "base/durable_file.hpp"
#include "trust/root_chain.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_withdrawals_read = 8192;
constexpr std::string_view withdrawal_stem = "withdrawal.";
constexpr std::string_view signature_ending = ".minisig";

using MaybeCandidate = Expected<std::optional<trust::Candidate>, Trouble>;

// Both files of a statement, or nothing when either is missing.
MaybeCandidate read_statement(fs::path const& document, std::size_t limit)
{
    auto const signatures = fs::path{document.string() + std::string{signature_ending}};
    std::error_code error;
    if (!fs::exists(document, error) || !fs::exists(signatures, error)) return std::optional<trust::Candidate>{};
    auto bytes = read_file(document, limit);
    if (!bytes) return fail(bytes.error());
    auto set = read_file(signatures, trust::largest_signature_set);
    if (!set) return fail(set.error());
    return trust::Candidate{std::move(*bytes), std::move(*set)};
}

// `withdrawal.<sha256>`, in order of their names.
Expected<std::vector<fs::path>, Trouble> withdrawals_in(fs::path const& folder)
{
    std::vector<fs::path> found;
    std::error_code error;
    fs::directory_iterator entry{folder, error};
    for (fs::directory_iterator const end; !error && entry != end && found.size() < most_withdrawals_read;
         entry.increment(error)) {
        auto const name = entry->path().filename().string();
        if (name.starts_with(withdrawal_stem) && Sha256::from_hex(name.substr(withdrawal_stem.size()))) {
            found.push_back(entry->path());
        }
    }
    if (error) return fail(Trouble{"list", folder.string(), error.message(), Retry::is_useless, error.value()});
    std::ranges::sort(found);
    return found;
}

}  // namespace

Expected<trust::KeptDocuments, Trouble> read_documents(fs::path const& folder)
{
    trust::KeptDocuments kept;
    for (std::size_t version = 1; version <= trust::most_roots; ++version) {
        auto root = read_statement(folder / ("root." + std::to_string(version)), trust::largest_root);
        if (!root) return fail(root.error());
        if (!*root) break;
        kept.roots.push_back(std::move(**root));
    }
    auto feed = read_statement(folder / "feed", trust::largest_feed);
    if (!feed) return fail(feed.error());
    kept.feed = std::move(*feed);

    auto const paths = withdrawals_in(folder);
    if (!paths) return fail(paths.error());
    for (auto const& path : *paths) {
        auto withdrawal = read_statement(path, trust::largest_withdrawal);
        if (!withdrawal) return fail(withdrawal.error());
        if (*withdrawal) kept.withdrawals.push_back(std::move(**withdrawal));
    }
    return kept;
}

}  // namespace nightletter::reader
