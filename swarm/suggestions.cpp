#include "swarm/suggestions.hpp"

#include <libtorrent/bitfield.hpp>
#include <libtorrent/peer_connection_handle.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "swarm/handout.hpp"

namespace nightletter::swarm {
namespace {

constexpr int bytes_ahead = 2 * 1024 * 1024;  // what a peer asks for in one go over a good link
constexpr std::size_t fast_extension_byte = 7;
constexpr char fast_extension_bit = 0x04;

std::array<char, 9> suggestion(int piece)
{
    constexpr char length = 5;
    constexpr char suggest_piece = 13;
    auto const number = static_cast<unsigned>(piece);
    return {0,
            0,
            0,
            length,
            suggest_piece,
            static_cast<char>(number >> 24),
            static_cast<char>(number >> 16),
            static_cast<char>(number >> 8),
            static_cast<char>(number)};
}

// What the peers of one bundle share. Empty while nobody has asked for anything: most bundles, most of the time.
class Sharing {
public:
    Sharing(int pieces, int piece_length)
        : pieces_{pieces}, ahead_{static_cast<std::size_t>(std::clamp(bytes_ahead / piece_length, 2, most_suggestions))}
    {
    }

    [[nodiscard]] std::size_t ahead() const { return ahead_; }
    [[nodiscard]] int pieces() const { return pieces_; }
    [[nodiscard]] Handout& handout()
    {
        if (!handout_) handout_.emplace(pieces_);
        return *handout_;
    }

    void came() { ++peers_; }
    void left()
    {
        if (--peers_ == 0) handout_.reset();
    }

private:
    int pieces_;
    std::size_t ahead_;
    std::optional<Handout> handout_;
    int peers_ = 0;
};

class SuggestingPeer final : public lt::peer_plugin {
public:
    SuggestingPeer(lt::peer_connection_handle connection, std::shared_ptr<Sharing> sharing)
        : connection_{std::move(connection)}, sharing_{std::move(sharing)}
    {
        sharing_->came();
    }
    SuggestingPeer(SuggestingPeer const&) = delete;
    SuggestingPeer& operator=(SuggestingPeer const&) = delete;
    ~SuggestingPeer() override { sharing_->left(); }

    bool on_handshake(lt::span<char const> reserved) override
    {
        takes_advice_ = (reserved[fast_extension_byte] & fast_extension_bit) != 0;
        return true;
    }

    // Only now is it sure that it has heard what we have.
    bool on_interested() override
    {
        suggest();
        return false;
    }

    bool on_have(lt::piece_index_t piece) override
    {
        auto const number = static_cast<int>(piece);
        sharing_->handout().seen(number);
        if (told_.erase(number) > 0) suggest();
        return false;
    }

    bool on_bitfield(lt::bitfield const& has) override
    {
        for (int piece = 0; piece < std::min(has.size(), sharing_->pieces()); ++piece) {
            if (has[piece]) sharing_->handout().seen(piece);
        }
        return false;
    }

    bool on_have_all() override
    {
        for (int piece = 0; piece < sharing_->pieces(); ++piece) sharing_->handout().seen(piece);
        return false;
    }

private:
    void suggest()
    {
        if (!takes_advice_) return;
        while (told_.size() < sharing_->ahead()) {
            auto const piece = sharing_->handout().next();
            if (!piece) return;
            told_.insert(*piece);
            auto const message = suggestion(*piece);
            connection_.send_buffer(message.data(), static_cast<int>(message.size()));
        }
    }

    lt::peer_connection_handle connection_;
    std::shared_ptr<Sharing> sharing_;
    bool takes_advice_ = false;
    std::set<int> told_;  // what it does not have yet of what it was told to ask for
};

class Suggestions final : public lt::torrent_plugin {
public:
    Suggestions(int pieces, int piece_length) : sharing_{std::make_shared<Sharing>(pieces, piece_length)} {}

    std::shared_ptr<lt::peer_plugin> new_connection(lt::peer_connection_handle const& connection) override
    {
        return std::make_shared<SuggestingPeer>(connection, sharing_);
    }

private:
    std::shared_ptr<Sharing> sharing_;
};

}  // namespace

std::shared_ptr<lt::torrent_plugin> suggest_pieces(int pieces, int piece_length)
{
    return std::make_shared<Suggestions>(pieces, piece_length);
}

}  // namespace nightletter::swarm
