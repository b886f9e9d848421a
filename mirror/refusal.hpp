// mirror/refusal.hpp: the reasons for which a neighbour's answer or copy is not used.
//
// What is wrong with a document or a bundle is said in the words of trust/ and bundles/; these are the words for how
// it came here (docs/formats.md sections 6 A, 6 E, 7). None of them changes what is held.
#pragma once

#include <string_view>

namespace nightletter::mirror {

enum class Refusal {
    too_large,        // announced or counted length over its limit (6 A)
    wrong_length,     // a message of a known type whose length is not one that type can have (7)
    wrong_value,      // a field outside its range (7)
    unasked,          // an answer to no question of ours, or to another one (7)
    hash_mismatch,    // the assembled bytes are not those that were asked for (7)
    not_held,         // the neighbour has not got it (7)
    deadline_passed,  // no answer in time (6 A)
    too_many,         // more questions than one neighbour may ask (6 A)
    wrong_size,       // the torrent's bytes or files differ from the release line (6 E)
    no_space,         // the disk budget has no room for it (6 E)
};

[[nodiscard]] std::string_view word(Refusal refusal);

}  // namespace nightletter::mirror
