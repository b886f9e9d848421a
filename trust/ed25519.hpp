// trust/ed25519.hpp: Ed25519 as strictly as this house believes it.
//
// docs/formats.md section 3, "Strict Ed25519". Implementations disagree about malleated signatures and about keys
// outside the prime-order group; what libtorrent accepted says nothing here. Any thread.
#pragma once

#include "base/octets.hpp"

namespace nightletter::trust {

using PublicKey = Octets<struct PublicKeyTag, 32>;
using Signature = Octets<struct SignatureTag, 64>;

[[nodiscard]] bool verify_strict(PublicKey const& key, ByteView message, Signature const& signature);

// A point of the prime-order group: asked when a key enters a root document, so that nobody later can show a signature
// that other programs read differently.
[[nodiscard]] bool is_enrollable(PublicKey const& key);

// Whether the library of this machine tells good from S+L, small-order and mixed-order. Every program asks before it
// opens a socket, and ends when the answer is no.
[[nodiscard]] bool self_test();

}  // namespace nightletter::trust
