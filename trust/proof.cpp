#include "trust/proof.hpp"

#include <algorithm>

#include "trust/judging.hpp"
#include "trust/statement_reader.hpp"

namespace nightletter::trust {
namespace {

constexpr std::string_view header_end = "\nend\n";

struct Sizes {
    std::uint64_t document = 0;
    std::uint64_t signatures = 0;
};

Sizes read_sizes(StatementReader& reader, std::string_view word)
{
    auto const fields = reader.fields(word, 2);
    return {reader.count_below(largest_proof, fields[0]), reader.count_below(largest_proof, fields[1])};
}

// Cuts the next `size` bytes off `rest`; nothing when there are fewer.
std::optional<Bytes> cut(ByteView& rest, std::uint64_t size)
{
    if (size > rest.size()) return std::nullopt;
    auto part = copy_of(rest.first(size));
    rest = rest.subspan(size);
    return part;
}

std::optional<Candidate> cut_candidate(ByteView& rest, Sizes const& sizes)
{
    auto document = cut(rest, sizes.document);
    auto signatures = cut(rest, sizes.signatures);
    if (!document || !signatures) return std::nullopt;
    return Candidate{std::move(*document), std::move(*signatures)};
}

std::string sizes_line(std::string_view word, Candidate const& candidate)
{
    return std::string{word} + ' ' + std::to_string(candidate.document.size()) + ' ' +
           std::to_string(candidate.signatures.size()) + '\n';
}

void append(Bytes& bytes, Candidate const& candidate)
{
    bytes.insert(bytes.end(), candidate.document.begin(), candidate.document.end());
    bytes.insert(bytes.end(), candidate.signatures.begin(), candidate.signatures.end());
}

// Whose signatures these are: all were verified before, by keys of one of these roles.
std::vector<MinisignKey> signers_of(Candidate const& candidate, std::initializer_list<Role const*> roles)
{
    auto const set = SignatureSet::parse(candidate.signatures);
    NIGHTLETTER_INSIST(set.has_value());
    std::vector<MinisignKey> signers;
    for (auto const& block : set->blocks()) {
        for (auto const* const role : roles) {
            auto const found =
                std::ranges::find(role->keys, block.key_id, [](RoleKey const& key) { return key.key.id; });
            if (found == role->keys.end()) continue;
            signers.push_back(found->key);
            break;
        }
    }
    return signers;
}

Expected<Contradiction, Refusal> compare_feeds(Proof const& proof, RootChain const& chain)
{
    auto const first = judge_feed(proof.first, chain, Judges::named_alone);
    if (!first) return fail(first.error());
    auto const second = judge_feed(proof.second, chain, Judges::named_alone);
    if (!second) return fail(second.error());
    auto const& a = first->statement;
    auto const& b = second->statement;
    bool const one_number = a.epoch == b.epoch && a.seq == b.seq && first->hash != second->hash;
    bool const denied = a.epoch == b.epoch && b.seq == a.seq + 1 && b.prev != first->hash;
    if (!one_number && !denied) return fail(Refusal::no_contradiction);

    Contradiction shown{proof.publisher, chain.newest().root().name, proof.of, a.epoch, a.seq, first->hash, {}, {}, {}};
    shown.second = one_number ? second->hash : b.prev;
    shown.first_signers = signers_of(proof.first, {&chain.find(a.root)->root().release});
    shown.second_signers = signers_of(proof.second, {&chain.find(b.root)->root().release});
    return shown;
}

Expected<Contradiction, Refusal> compare_roots(Proof const& proof, RootChain chain)
{
    auto const before = chain.newest();
    if (auto const step = chain.extend(proof.first); !step) return fail(step.error());
    auto const again = chain.extend(proof.second);
    if (again || again.error() == Refusal::already_held) return fail(Refusal::no_contradiction);
    if (again.error() != Refusal::root_fork) return fail(again.error());
    auto const branch = chain.branch_with(proof.second);
    NIGHTLETTER_INSIST(branch.has_value());

    auto const& first = chain.newest();
    auto const& second = branch->newest();
    auto const& root = first.root();
    Contradiction shown{proof.publisher, root.name, proof.of, root.epoch, root.version, first.hash(), {}, {}, {}};
    shown.second = second.hash();
    shown.first_signers = signers_of(proof.first, {&before.root().root, &root.root});
    shown.second_signers = signers_of(proof.second, {&before.root().root, &second.root().root});
    return shown;
}

}  // namespace

Expected<Proof, Refusal> Proof::parse(ByteView file)
{
    if (file.size() > largest_proof) return fail(Refusal::too_large);
    auto const end = as_text(file).find(header_end);
    if (end == std::string_view::npos) return fail(Refusal::malformed);
    auto const header = file.first(end + header_end.size());
    auto rest = file.subspan(header.size());

    StatementReader reader{header, "proof", largest_proof};
    Proof proof;
    proof.publisher = reader.publisher(reader.field("publisher"));
    auto const of = reader.field("of");
    if (of == "root") proof.of = Contradicts::root;
    if (of != "root" && of != "feed") reader.refuse(Refusal::malformed);
    std::vector<Sizes> sizes;
    while (reader.next_is("root")) sizes.push_back(read_sizes(reader, "root"));
    if (sizes.empty() || sizes.size() > most_roots) reader.refuse(Refusal::malformed);
    sizes.push_back(read_sizes(reader, "first"));
    sizes.push_back(read_sizes(reader, "second"));
    if (auto const lines = reader.finish_lines(); !lines) return fail(lines.error());

    for (auto const& size : sizes) {
        auto candidate = cut_candidate(rest, size);
        if (!candidate) return fail(Refusal::malformed);
        proof.roots.push_back(std::move(*candidate));
    }
    if (!rest.empty()) return fail(Refusal::malformed);
    proof.second = std::move(proof.roots.back());
    proof.roots.pop_back();
    proof.first = std::move(proof.roots.back());
    proof.roots.pop_back();
    return proof;
}

Bytes Proof::bytes() const
{
    std::string header = "nightletter proof 1\npublisher " + publisher_text(publisher) + "\nof " +
                         (of == Contradicts::feed ? "feed" : "root") + '\n';
    for (auto const& root : roots) header += sizes_line("root", root);
    header += sizes_line("first", first) + sizes_line("second", second) + "end\n";
    auto bytes = copy_of(as_bytes(header));
    for (auto const& root : roots) append(bytes, root);
    append(bytes, first);
    append(bytes, second);
    return bytes;
}

Expected<Contradiction, Refusal> check_proof(Proof const& proof)
{
    auto chain = RootChain::read(proof.roots, proof.publisher);
    if (!chain) return fail(chain.error());
    return proof.of == Contradicts::feed ? compare_feeds(proof, *chain) : compare_roots(proof, std::move(*chain));
}

}  // namespace nightletter::trust
