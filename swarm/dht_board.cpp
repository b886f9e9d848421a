#include "swarm/dht_board.hpp"

#include <libtorrent/entry.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace nightletter::swarm {
namespace {

constexpr std::size_t most_waiting = 512;  // two for each publisher one may follow

template <std::size_t N>
std::array<char, N> as_chars(ByteView bytes)
{
    std::array<char, N> chars{};
    std::copy(bytes.begin(), bytes.end(), chars.begin());
    return chars;
}

// In libtorrent's network thread, with the newest item that the nodes near the slot have.
void hang_up(SignedItem const& ours, lt::entry& value, std::array<char, 64>& signature, std::int64_t& seq)
{
    bool const newer_is_there = value.type() != lt::entry::undefined_t && seq > static_cast<std::int64_t>(ours.seq);
    if (newer_is_there) return;  // it is kept alive as it is
    value = lt::entry::preformatted_type(ours.value.begin(), ours.value.end());
    signature = as_chars<64>(ours.signature.bytes());
    seq = static_cast<std::int64_t>(ours.seq);
}

}  // namespace

void DhtBoard::read(SlotKey const& key, std::string const& salt)
{
    if (role_ != Role::hidden) session_.dht_get_item(as_chars<32>(key.bytes()), salt);
}

void DhtBoard::post(SignedItem item)
{
    if (role_ == Role::public_ && waiting_.size() < most_waiting) waiting_.push_back(std::move(item));
}

void DhtBoard::tick()
{
    if (waiting_.empty()) return;
    auto item = std::move(waiting_.front());
    waiting_.pop_front();
    auto const key = as_chars<32>(item.key.bytes());
    auto const salt = item.salt;
    session_.dht_put_item(
        key,
        [item = std::move(item)](lt::entry& value, std::array<char, 64>& signature, std::int64_t& seq,
                                 std::string const&) { hang_up(item, value, signature, seq); },
        salt);
}

}  // namespace nightletter::swarm
