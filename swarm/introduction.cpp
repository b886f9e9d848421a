#include "swarm/introduction.hpp"

#include <libtorrent/address.hpp>

#include <algorithm>

namespace nightletter::swarm {
namespace {

template <class AddressBytes>
void append(Bytes& payload, AddressBytes const& address)
{
    payload.push_back(static_cast<std::uint8_t>(address.size()));
    payload.insert(payload.end(), address.begin(), address.end());
}

template <class Address>
lt::address read_address(ByteView bytes)
{
    typename Address::bytes_type address;
    std::copy(bytes.begin(), bytes.end(), address.begin());
    return Address{address};
}

}  // namespace

Expected<std::vector<lt::tcp::endpoint>, IntroductionFault> parse_introduction(ByteView payload)
{
    std::vector<lt::tcp::endpoint> peers;
    while (!payload.empty()) {
        if (peers.size() == most_introduced) return fail(IntroductionFault::too_long);
        std::size_t const size = payload.front();
        if (size != 4 && size != 16) return fail(IntroductionFault::unknown_kind);
        if (payload.size() < 1 + size + 2) return fail(IntroductionFault::broken_off);
        auto const address = payload.subspan(1, size);
        auto const port = static_cast<std::uint16_t>(payload[1 + size] << 8 | payload[2 + size]);
        peers.emplace_back(size == 4 ? read_address<lt::address_v4>(address) : read_address<lt::address_v6>(address),
                           port);
        payload = payload.subspan(1 + size + 2);
    }
    return peers;
}

Bytes introduction(std::vector<lt::tcp::endpoint> const& peers)
{
    NIGHTLETTER_INSIST(peers.size() <= most_introduced);
    Bytes payload;
    for (auto const& peer : peers) {
        if (peer.address().is_v4()) {
            append(payload, peer.address().to_v4().to_bytes());
        } else {
            append(payload, peer.address().to_v6().to_bytes());
        }
        payload.push_back(static_cast<std::uint8_t>(peer.port() >> 8));
        payload.push_back(static_cast<std::uint8_t>(peer.port()));
    }
    return payload;
}

}  // namespace nightletter::swarm
