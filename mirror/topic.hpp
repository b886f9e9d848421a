// mirror/topic.hpp: where the neighbours who care about a publisher meet.
//
// docs/formats.md section 7: the rendezvous info-hash. Being there says to whoever looks that one cares.
#pragma once

#include "base/names.hpp"

namespace nightletter::mirror {

// SHA-256("nightletter rendezvous 1\n" ‖ the 32 bytes of the id).
[[nodiscard]] InfoHash topic_of(PublisherId const& publisher);

}  // namespace nightletter::mirror
