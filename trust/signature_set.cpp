// The file of blocks: frame first, then each block, then their order. docs/formats.md section 6 B.
#include <algorithm>
#include <array>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "trust/candidate.hpp"
#include "trust/minisign.hpp"

namespace nightletter::trust {
namespace {

constexpr std::string_view untrusted_prefix = "untrusted comment: ";
constexpr std::string_view trusted_prefix = "trusted comment: ";
constexpr std::size_t lines_per_block = 4;
constexpr std::size_t longest_trusted_comment = 1024;

using BlockLines = std::array<std::string_view, lines_per_block>;

bool is_one_printable_line(std::string_view text, std::size_t longest)
{
    return text.size() <= longest && is_utf8(text) && !has_control(text);
}

Expected<std::vector<BlockLines>, Refusal> split(std::string_view file)
{
    if (file.empty() || file.back() != '\n') return fail(Refusal::signature_frame);
    std::vector<BlockLines> blocks;
    while (!file.empty()) {
        if (blocks.size() == most_signatures) return fail(Refusal::too_many_signatures);
        auto& lines = blocks.emplace_back();
        for (auto& line : lines) {
            auto const newline = file.find('\n');
            if (newline == std::string_view::npos) return fail(Refusal::signature_frame);
            line = file.substr(0, newline);
            file.remove_prefix(newline + 1);
        }
        if (!lines[0].starts_with(untrusted_prefix) || !lines[2].starts_with(trusted_prefix)) {
            return fail(Refusal::signature_frame);
        }
    }
    return blocks;
}

Expected<SignatureBlock, Refusal> read_block(BlockLines const& lines)
{
    SignatureBlock block;
    block.untrusted_comment = lines[0].substr(untrusted_prefix.size());
    if (!is_one_printable_line(block.untrusted_comment, longest_comment)) return fail(Refusal::untrusted_comment);

    auto const first = base64_decode(lines[1]);
    auto const second = base64_decode(lines[3]);
    if (!first || !second) return fail(Refusal::signature_base64);
    if (first->size() != 2 + KeyId::size + Signature::size || second->size() != Signature::size) {
        return fail(Refusal::signature_frame);
    }
    ByteView const bytes{*first};
    auto const algorithm = as_text(bytes.first(2));
    if (algorithm == "Ed") return fail(Refusal::legacy_algorithm);
    if (algorithm != "ED") return fail(Refusal::unknown_algorithm);
    block.key_id = *KeyId::from(bytes.subspan(2, KeyId::size));
    block.signature = *Signature::from(bytes.subspan(2 + KeyId::size));
    block.comment_signature = *Signature::from(*second);

    block.trusted_comment = lines[2].substr(trusted_prefix.size());
    if (!is_one_printable_line(block.trusted_comment, longest_trusted_comment)) return fail(Refusal::trusted_comment);
    return block;
}

Expected<void, Refusal> check_order(std::vector<SignatureBlock> const& blocks)
{
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        if (blocks[i - 1].key_id == blocks[i].key_id) return fail(Refusal::signature_twice);
        if (blocks[i].key_id < blocks[i - 1].key_id) return fail(Refusal::signatures_out_of_order);
    }
    return {};
}

}  // namespace

Expected<SignatureSet, Refusal> SignatureSet::parse(ByteView file)
{
    if (file.size() > largest_signature_set) return fail(Refusal::too_large);
    auto const text = as_text(file);
    if (text.find('\r') != std::string_view::npos) return fail(Refusal::line_ends);
    auto const frame = split(text);
    if (!frame) return fail(frame.error());
    std::vector<SignatureBlock> blocks;
    for (auto const& lines : *frame) {
        auto block = read_block(lines);
        if (!block) return fail(block.error());
        blocks.push_back(std::move(*block));
    }
    if (auto const ordered = check_order(blocks); !ordered) return fail(ordered.error());
    return SignatureSet{std::move(blocks)};
}

Expected<SignatureSet, Refusal> SignatureSet::make(std::vector<SignatureBlock> blocks)
{
    if (blocks.empty()) return fail(Refusal::signature_frame);
    if (blocks.size() > most_signatures) return fail(Refusal::too_many_signatures);
    std::ranges::sort(blocks, {}, &SignatureBlock::key_id);
    for (auto const& block : blocks) {
        if (!is_one_printable_line(block.untrusted_comment, longest_comment)) return fail(Refusal::untrusted_comment);
        if (!is_one_printable_line(block.trusted_comment, longest_trusted_comment)) {
            return fail(Refusal::trusted_comment);
        }
    }
    if (auto const ordered = check_order(blocks); !ordered) return fail(ordered.error());
    return SignatureSet{std::move(blocks)};
}

std::string SignatureSet::text() const
{
    std::string text;
    for (auto const& block : blocks_) text += block.text();
    return text;
}

}  // namespace nightletter::trust
