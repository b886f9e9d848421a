#include "bundles/bag.hpp"

#include <algorithm>

#include "base/line_document.hpp"
#include "bundles/tier.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view profile_line = "BagIt-Profile-Identifier: urn:nightletter:bag:1\n";
constexpr std::string_view publisher_label = "Nightletter-Publisher: ";
constexpr std::string_view slug_label = "External-Identifier: ";
constexpr std::string_view oxum_label = "Payload-Oxum: ";

// Removes `start` from the front of `text`, or says that it was not there.
bool take(std::string_view& text, std::string_view start)
{
    if (text.substr(0, start.size()) != start) return false;
    text.remove_prefix(start.size());
    return true;
}

// The value of the next line, which must carry the label.
std::optional<std::string_view> take_value(std::string_view& text, std::string_view label)
{
    if (!take(text, label)) return std::nullopt;
    auto const end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto const value = text.substr(0, end);
    text.remove_prefix(end + 1);
    return value;
}

Expected<ManifestLine, Refusal> parse_line(std::string_view line)
{
    constexpr std::size_t hex_size = 2 * Sha256::size;
    if (line.size() < hex_size + 2 || line.substr(hex_size, 2) != "  ") return fail(Refusal::bad_manifest);
    auto const digest = Sha256::from_hex(line.substr(0, hex_size));
    if (!digest) return fail(Refusal::bad_manifest);
    auto path = BundlePath::parse(line.substr(hex_size + 2));
    if (!path) return fail(path.error());
    return ManifestLine{*digest, std::move(*path)};
}

Expected<void, Refusal> may_be_listed(BundlePath const& path, ManifestOf what)
{
    if (path.is_payload() != (what == ManifestOf::payload)) return fail(Refusal::bad_manifest);
    // The tag manifest cannot hold its own digest, and its signatures come later.
    if (path.text() == name::tag_manifest || path.text() == name::signatures) return fail(Refusal::bad_manifest);
    return may_be_in_a_bag(path);
}

bool has_ending(std::string_view text, std::string_view ending)
{
    return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

Expected<BagInfo, Refusal> BagInfo::parse(ByteView received)
{
    auto text = as_text(received);
    if (!take(text, profile_line)) return fail(Refusal::bad_bag_info);
    auto const publisher_value = take_value(text, publisher_label);
    auto const slug_value = take_value(text, slug_label);
    auto const oxum = take_value(text, oxum_label);
    if (!publisher_value || !slug_value || !oxum || !text.empty()) return fail(Refusal::bad_bag_info);

    auto const publisher = parse_publisher(*publisher_value);
    auto slug = Slug::parse(*slug_value);
    auto const dot = oxum->find('.');
    if (!publisher || !slug || dot == std::string_view::npos) return fail(Refusal::bad_bag_info);
    auto const bytes = parse_count(oxum->substr(0, dot));
    auto const files = parse_count(oxum->substr(dot + 1));
    if (!bytes || !files) return fail(Refusal::bad_bag_info);

    BagInfo info{*publisher, std::move(*slug), *bytes, *files};
    // An id has an upper-case spelling too; only what we would write is accepted.
    if (info.text() != as_text(received)) return fail(Refusal::bad_bag_info);
    return info;
}

std::string BagInfo::text() const
{
    std::string text{profile_line};
    text.append(publisher_label).append(publisher_text(publisher)).append("\n");
    text.append(slug_label).append(slug.text()).append("\n");
    text.append(oxum_label)
        .append(std::to_string(payload_bytes))
        .append(".")
        .append(std::to_string(payload_files))
        .append("\n");
    return text;
}

Expected<Manifest, Refusal> Manifest::parse(ByteView received, ManifestOf what)
{
    if (received.size() > limit::manifest) return fail(Refusal::too_large);
    auto text = as_text(received);
    if (text.empty() || text.back() != '\n') return fail(Refusal::bad_manifest);
    std::vector<ManifestLine> lines;
    while (!text.empty()) {
        if (lines.size() == limit::payload_files) return fail(Refusal::too_many_files);
        auto const end = text.find('\n');
        auto line = parse_line(text.substr(0, end));
        if (!line) return fail(line.error());
        if (auto listed = may_be_listed(line->path, what); !listed) return fail(listed.error());
        if (!lines.empty() && line->path <= lines.back().path) return fail(Refusal::bad_manifest);
        lines.push_back(std::move(*line));
        text.remove_prefix(end + 1);
    }
    std::vector<BundlePath> paths;
    for (auto const& line : lines) paths.push_back(line.path);
    if (!colliding(std::move(paths)).empty()) return fail(Refusal::paths_collide);
    return Manifest{std::move(lines)};
}

Manifest Manifest::of(std::vector<ManifestLine> lines)
{
    auto const by_path = [](ManifestLine const& a, ManifestLine const& b) { return a.path < b.path; };
    auto const same_path = [](ManifestLine const& a, ManifestLine const& b) { return a.path == b.path; };
    std::sort(lines.begin(), lines.end(), by_path);
    NIGHTLETTER_INSIST(std::adjacent_find(lines.begin(), lines.end(), same_path) == lines.end());
    return Manifest{std::move(lines)};
}

std::optional<Sha256> Manifest::digest_of(BundlePath const& path) const
{
    auto const found =
        std::lower_bound(lines_.begin(), lines_.end(), path,
                         [](ManifestLine const& line, BundlePath const& wanted) { return line.path < wanted; });
    if (found == lines_.end() || found->path != path) return std::nullopt;
    return found->digest;
}

std::string Manifest::text() const
{
    std::string text;
    for (auto const& line : lines_) text.append(line.digest.hex()).append("  ").append(line.path.text()).append("\n");
    return text;
}

Expected<void, Refusal> may_be_in_a_bag(BundlePath const& path)
{
    if (path.is_payload()) {
        if (!tier_of(path)) return fail(Refusal::no_tier);
        return {};
    }
    for (auto const tag_file : {name::bagit, name::bag_info, name::manifest, name::tag_manifest, name::signatures}) {
        if (path.text() == tag_file) return {};
    }
    if (root_number(path)) return {};
    return fail(Refusal::path_not_allowed);
}

std::optional<std::uint64_t> size_limit(BundlePath const& path)
{
    auto const& text = path.text();
    if (text == name::bagit || text == name::bag_info) return limit::bag_info;
    if (text == name::manifest || text == name::tag_manifest) return limit::manifest;
    if (text == name::metadata) return limit::metadata;
    if (path.is_payload()) {
        auto const is_transcript = path.extension() == "txt" || path.extension() == "vtt";
        return is_transcript ? std::optional<std::uint64_t>{limit::transcript} : std::nullopt;
    }
    return path.extension() == "minisig" ? limit::signature_set : limit::root;
}

std::optional<std::uint32_t> root_number(BundlePath const& path)
{
    std::string_view text = path.text();
    if (!take(text, "publisher/root.")) return std::nullopt;
    constexpr std::string_view signatures_ending = ".minisig";
    if (has_ending(text, signatures_ending)) text.remove_suffix(signatures_ending.size());
    auto const number = parse_count(text);
    if (!number || *number == 0 || *number > limit::roots) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

BundlePath root_path(std::uint32_t number)
{
    return known_path("publisher/root." + std::to_string(number));
}

BundlePath root_signatures_path(std::uint32_t number)
{
    return known_path("publisher/root." + std::to_string(number) + ".minisig");
}

BundlePath known_path(std::string_view text)
{
    auto path = BundlePath::parse(text);
    NIGHTLETTER_INSIST(path.has_value());
    return *path;
}

}  // namespace nightletter::bundles
