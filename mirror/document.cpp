#include "mirror/document.hpp"

#include "bundles/torrent_check.hpp"
#include "trust/candidate.hpp"

namespace nightletter::mirror {

std::uint32_t limit_of(DocumentKind kind)
{
    switch (kind) {
        case DocumentKind::root:
            return trust::largest_root;
        case DocumentKind::feed:
            return trust::largest_feed;
        case DocumentKind::withdrawal:
            return trust::largest_withdrawal;
        case DocumentKind::heads:
            return trust::largest_heads;
        case DocumentKind::signature_set:
            return trust::largest_signature_set;
        case DocumentKind::info_dictionary:
            return bundles::largest_torrent;
    }
    return 0;
}

}  // namespace nightletter::mirror
