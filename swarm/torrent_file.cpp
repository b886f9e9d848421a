#include "swarm/torrent_file.hpp"

#include <libtorrent/bdecode.hpp>
#include <libtorrent/info_hash.hpp>
#include <libtorrent/load_torrent.hpp>

#include <utility>

#include "swarm/profile.hpp"

namespace nightletter::swarm {
namespace {

Trouble unreadable(std::string reason)
{
    return {"read", "the torrent", std::move(reason)};
}

lt::span<char const> as_span(ByteView bytes)
{
    return {reinterpret_cast<char const*>(bytes.data()), static_cast<std::ptrdiff_t>(bytes.size())};
}

lt::bdecode_node decode(lt::span<char const> bytes, lt::error_code& error)
{
    int position = 0;
    return lt::bdecode(bytes, error, &position, deepest_nesting, most_tokens);
}

lt::info_hash_t to_info_hash(InfoHash const& hash)
{
    return lt::info_hash_t{lt::sha256_hash{reinterpret_cast<char const*>(hash.data())}};
}

// The info dictionary with the piece layers, in the torrent's own bytes, and nothing else.
std::string stripped(lt::span<char const> info, lt::span<char const> layers)
{
    std::string torrent = "d4:info";
    torrent.append(info.data(), static_cast<std::size_t>(info.size()));
    torrent += "12:piece layers";
    torrent.append(layers.data(), static_cast<std::size_t>(layers.size()));
    return torrent + "e";
}

Expected<TorrentInfo, Trouble> check_hash(TorrentInfo info, InfoHash const& expected)
{
    if (info->info_hashes() != to_info_hash(expected)) return fail(unreadable("it is not the torrent that was named"));
    return info;
}

}  // namespace

Expected<TorrentInfo, Trouble> read_info(ByteView bytes, InfoHash const& expected)
{
    lt::error_code error;
    auto const node = decode(as_span(bytes), error);
    if (error) return fail(unreadable(error.message()));
    auto info = std::make_shared<lt::torrent_info>(to_info_hash(expected));
    if (!info->parse_info_section(node, error, most_pieces)) return fail(unreadable(error.message()));
    return check_hash(std::move(info), expected);
}

Expected<TorrentInfo, Trouble> read_torrent(ByteView torrent, InfoHash const& expected)
{
    lt::error_code error;
    auto const root = decode(as_span(torrent), error);
    if (error) return fail(unreadable(error.message()));
    auto const info = root.type() == lt::bdecode_node::dict_t ? root.dict_find_dict("info") : lt::bdecode_node{};
    if (!info) return fail(unreadable("it has no info dictionary"));
    auto const section = info.data_section();
    auto const layers = root.dict_find_dict("piece layers");
    if (!layers) {
        return read_info(
            {reinterpret_cast<std::uint8_t const*>(section.data()), static_cast<std::size_t>(section.size())},
            expected);
    }
    auto const bytes = stripped(section, layers.data_section());
    auto const node = decode(bytes, error);
    if (error) return fail(unreadable(error.message()));
    auto made = std::make_shared<lt::torrent_info>(node, error);
    if (error) return fail(unreadable(error.message()));
    return check_hash(std::move(made), expected);
}

std::vector<lt::download_priority_t> priorities_for(lt::torrent_info const& info, std::set<std::string> const& paths)
{
    auto const& files = info.files();
    std::string const prefix = info.name() + "/";
    std::vector<lt::download_priority_t> priorities(static_cast<std::size_t>(files.num_files()), lt::dont_download);
    for (auto const index : files.file_range()) {
        if (files.pad_file_at(index)) continue;
        auto path = files.file_path(index);
        if (path.compare(0, prefix.size(), prefix) == 0) path.erase(0, prefix.size());
        if (paths.contains(path)) priorities[static_cast<std::size_t>(static_cast<int>(index))] = lt::default_priority;
    }
    return priorities;
}

}  // namespace nightletter::swarm
