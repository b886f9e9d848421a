#include "swarm/pieces.hpp"

#include <libtorrent/torrent_info.hpp>
#include <libtorrent/torrent_status.hpp>

#include <vector>

namespace nightletter::swarm {
namespace {

bool is_fetching(lt::torrent_status const& status)
{
    return status.state == lt::torrent_status::downloading || status.state == lt::torrent_status::finished;
}

}  // namespace

PiecesMissing missing_pieces(lt::torrent_handle const& handle, InfoHash const& bundle)
{
    PiecesMissing missing{bundle, {}, {}};
    auto const status = handle.status(lt::torrent_handle::query_pieces);
    if (!is_fetching(status)) return missing;
    auto const priorities = handle.get_piece_priorities();
    std::vector<bool> begun(priorities.size());
    for (auto const& piece : handle.get_download_queue()) {
        begun[static_cast<std::size_t>(static_cast<int>(piece.piece_index))] = true;
    }
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        lt::piece_index_t const piece{static_cast<int>(i)};
        bool const had = piece < status.pieces.end_index() && status.pieces[piece];
        if (had || priorities[i] == lt::dont_download) continue;
        (begun[i] ? missing.begun : missing.untouched).push_back(static_cast<std::uint32_t>(i));
    }
    return missing;
}

void put_piece(lt::torrent_handle const& handle, std::uint32_t piece, Bytes const& bytes)
{
    auto const info = handle.torrent_file();
    if (!info || piece >= static_cast<std::uint32_t>(info->num_pieces())) return;
    lt::piece_index_t const index{static_cast<int>(piece)};
    auto const size = static_cast<std::size_t>(info->piece_size(index));
    if (bytes.size() > size) return;
    std::vector<char> padded(bytes.begin(), bytes.end());
    padded.resize(size);  // a file's last piece is zeros to its end
    handle.add_piece(index, std::move(padded));
}

}  // namespace nightletter::swarm
