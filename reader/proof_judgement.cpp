#include "reader/proof_judgement.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "reader/documents.hpp"

namespace nightletter::reader {
namespace {

namespace fs = std::filesystem;

// The chain of the proof, continued by the roots in a publisher's folder near the file as far as they fit.
std::optional<trust::RootChain> chain_known_here(trust::Proof const& proof, fs::path const& file)
{
    auto chain = trust::RootChain::read(proof.roots, proof.publisher);
    auto const publishers = publishers_near(file);
    if (!chain || !publishers) return std::nullopt;
    auto const kept = read_documents(*publishers / publisher_text(proof.publisher));
    if (!kept) return std::nullopt;
    for (auto const& root : kept->roots) {
        auto const step = chain->extend(root);
        if (!step && step.error() != trust::Refusal::already_held) return std::nullopt;
    }
    return std::move(*chain);
}

std::optional<Settled> settled_by(trust::RootChain const& chain, std::uint64_t epoch)
{
    auto const& roots = chain.roots();
    auto const next = std::ranges::find_if(roots, [&](auto const& root) { return root.root().epoch > epoch; });
    if (next == roots.end()) return std::nullopt;
    return Settled{next->root().version, next->root().issued, next->root().floor};
}

}  // namespace

bool is_proof(fs::path const& file)
{
    constexpr std::string_view beginning = "nightletter proof ";
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return false;
    std::array<char, beginning.size()> read{};
    return std::ifstream{file, std::ios::binary}.read(read.data(), read.size()) && std::ranges::equal(read, beginning);
}

Expected<ShownProof, trust::Refusal> judge_proof(ByteView bytes, fs::path const& file, Question const& question)
{
    auto proof = trust::Proof::parse(bytes);
    if (!proof) return fail(proof.error());
    if (question.named && *question.named != proof->publisher) return fail(trust::Refusal::wrong_publisher);
    auto contradiction = trust::check_proof(*proof);
    if (!contradiction) return fail(contradiction.error());

    ShownProof shown{std::move(*proof), std::move(*contradiction), {}, false, std::nullopt};
    auto const& publisher = shown.proof.publisher;
    shown.is_followed = question.followed.has(publisher);
    shown.publisher_name = question.followed.name_of(publisher);
    if (shown.publisher_name.empty()) shown.publisher_name = shown.contradiction.name;
    if (shown.contradiction.of == trust::Contradicts::feed) {
        if (auto const chain = chain_known_here(shown.proof, file)) {
            shown.settled = settled_by(*chain, shown.contradiction.epoch);
        }
    }
    return shown;
}

}  // namespace nightletter::reader
