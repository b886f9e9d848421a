#include "swarm/disguise.hpp"

#include <libtorrent/settings_pack.hpp>

namespace nightletter::swarm {
namespace {

// Long enough for a filtered handshake to fail (10 s) and for the next try.
constexpr unsigned seconds_a_turn = 15;

}  // namespace

void Disguise::tick(std::size_t peers)
{
    if (peers > 0) {
        lonely_seconds_ = 0;  // what works is left as it is
    } else if (++lonely_seconds_ == seconds_a_turn) {
        lonely_seconds_ = 0;
        change();
    }
}

void Disguise::change()
{
    using Pack = lt::settings_pack;
    is_worn_ = !is_worn_;
    Pack pack;
    pack.set_int(Pack::out_enc_policy, is_worn_ ? Pack::pe_forced : Pack::pe_enabled);
    // Otherwise everything after the first bytes could be read again.
    pack.set_int(Pack::allowed_enc_level, is_worn_ ? Pack::pe_rc4 : Pack::pe_both);
    session_.apply_settings(std::move(pack));
}

}  // namespace nightletter::swarm
