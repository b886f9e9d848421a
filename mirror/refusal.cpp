#include "mirror/refusal.hpp"

namespace nightletter::mirror {

std::string_view word(Refusal refusal)
{
    switch (refusal) {
        case Refusal::too_large:
            return "too-large";
        case Refusal::wrong_length:
            return "wrong-length";
        case Refusal::wrong_value:
            return "wrong-value";
        case Refusal::unasked:
            return "unasked";
        case Refusal::hash_mismatch:
            return "hash-mismatch";
        case Refusal::not_held:
            return "not-held";
        case Refusal::deadline_passed:
            return "deadline-passed";
        case Refusal::too_many:
            return "too-many";
        case Refusal::wrong_size:
            return "wrong-size";
        case Refusal::no_space:
            return "no-space";
    }
    return "unknown";
}

}  // namespace nightletter::mirror
