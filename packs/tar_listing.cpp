#include "packs/tar_listing.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <optional>

#include "bundles/path.hpp"
#include "bundles/torrent_check.hpp"
#include "packs/archive_reader.hpp"
#include "packs/peers.hpp"
#include "trust/candidate.hpp"

namespace nightletter::packs {
namespace {

using bundles::Refusal;

constexpr std::size_t longest_name = 420;  // bytes: bundles/, an id, a slug, a path
constexpr std::size_t deepest_name = 9;    // parts

std::vector<std::string_view> parts_of(std::string_view name)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto const slash = name.find('/');
        parts.push_back(name.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        name.remove_prefix(slash + 1);
    }
}

// `tar -C stick -cf pack.tar .` puts ./ before every name, and a slash after those of directories.
std::string_view without_decoration(std::string_view name)
{
    while (name.starts_with("./")) name.remove_prefix(2);
    while (name.ends_with('/') && name.size() > 1) name.remove_suffix(1);
    return name == "." ? std::string_view{} : name;
}

bool leads_elsewhere(std::string_view name)
{
    auto const parts = parts_of(name);
    return name.starts_with('/') || std::ranges::find(parts, "..") != parts.end();
}

bool is_of_a_pack(std::string_view name)
{
    static constexpr std::array<std::string_view, 3> folders{"bundles/", "publishers/", "torrents/"};
    return name == peers_name ||
           std::ranges::any_of(folders, [&](std::string_view folder) { return name.starts_with(folder); });
}

bool is_in_the_grammar(std::string_view name)
{
    auto const parts = parts_of(name);
    bool const is_short = name.size() <= longest_name && parts.size() <= deepest_name;
    return is_short &&
           std::ranges::all_of(parts, [](std::string_view part) { return bundles::Slug::parse(part).has_value(); });
}

std::optional<std::uint64_t> largest(std::string_view name)
{
    if (name == peers_name) return largest_peers;
    if (name.starts_with("publishers/")) return trust::largest_feed;
    if (name.starts_with("torrents/")) return bundles::largest_torrent;
    return std::nullopt;  // a bundle's file is held against its torrent
}

class Collection {
public:
    explicit Collection(std::uint64_t tar_size) : tar_size_{tar_size} {}

    // False when this entry's end is not there.
    [[nodiscard]] Expected<bool, TarFault> add(archive& tar, archive_entry* entry)
    {
        if (++seen_ > most_tar_entries) return fail(TarFault{Refusal::too_many_files, {}});
        auto const* const raw = archive_entry_pathname(entry);
        if (raw == nullptr) return true;  // in letters that no name of ours has
        auto const name = without_decoration(raw);
        if (name.empty()) return true;
        if (leads_elsewhere(name)) return fail(TarFault{Refusal::path_not_allowed, std::string{name}});
        bool const is_linked = archive_entry_hardlink(entry) != nullptr;
        if (archive_entry_filetype(entry) == AE_IFDIR && !is_linked) return true;
        bool const is_file = archive_entry_filetype(entry) == AE_IFREG && archive_entry_size_is_set(entry) != 0 &&
                             archive_entry_sparse_count(entry) == 0;
        if (is_linked || !is_file) return fail(TarFault{Refusal::not_a_regular_file, std::string{name}});
        return add_file(tar, name, static_cast<std::uint64_t>(archive_entry_size(entry)));
    }

    [[nodiscard]] Expected<TarListing, TarFault> finish(bool is_cut_short)
    {
        auto& files = listing_.files;
        std::ranges::sort(files, {}, &TarFile::path);
        auto const twice = std::ranges::adjacent_find(files, {}, &TarFile::path);
        if (twice != files.end()) return fail(TarFault{Refusal::paths_collide, twice->path});
        for (auto const& file : files) {
            if (has_a_file_above(file.path)) return fail(TarFault{Refusal::paths_collide, file.path});
        }
        listing_.is_cut_short = is_cut_short;
        return std::move(listing_);
    }

private:
    Expected<bool, TarFault> add_file(archive& tar, std::string_view name, std::uint64_t size)
    {
        auto const offset = static_cast<std::uint64_t>(archive_filter_bytes(&tar, 0));
        bool const is_whole = offset <= tar_size_ && size <= tar_size_ - offset;
        if (!is_of_a_pack(name)) return is_whole;
        if (!is_in_the_grammar(name)) return fail(TarFault{Refusal::path_not_allowed, std::string{name}});
        if (size > largest(name).value_or(size)) return fail(TarFault{Refusal::too_large, std::string{name}});
        if (is_whole) listing_.files.push_back({std::string{name}, size, offset});
        return is_whole;
    }

    // A file whose name is that of a directory of another.
    bool has_a_file_above(std::string const& path) const
    {
        for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
            if (std::ranges::binary_search(listing_.files, path.substr(0, slash), {}, &TarFile::path)) return true;
        }
        return false;
    }

    std::uint64_t tar_size_;
    std::size_t seen_ = 0;
    TarListing listing_;
};

}  // namespace

Expected<TarListing, TarFault> list_opened_tar(archive& tar, std::uint64_t size)
{
    Collection collection{size};
    while (true) {
        archive_entry* entry = nullptr;
        auto const read = archive_read_next_header(&tar, &entry);
        if (read == ARCHIVE_EOF) return collection.finish(false);
        if (read != ARCHIVE_OK && read != ARCHIVE_WARN) return collection.finish(true);
        auto const added = collection.add(tar, entry);
        if (!added) return fail(added.error());
        if (!*added) return collection.finish(true);
    }
}

Expected<TarListing, TarFault> list_tar(ByteView tar)
{
    auto const reader = tar_reader();
    if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) return TarListing{{}, true};
    return list_opened_tar(*reader, tar.size());
}

}  // namespace nightletter::packs
