#include "web/web.hpp"

namespace nightletter::web {

std::string_view word(Fault fault)
{
    switch (fault) {
        case Fault::not_found:
            return "not-found";
        case Fault::refused:
            return "refused";
        case Fault::too_large:
            return "too-large";
        case Fault::wrong_range:
            return "wrong-range";
        case Fault::untrusted:
            return "untrusted";
        case Fault::unreachable:
            return "unreachable";
        case Fault::broken_off:
            return "broken-off";
    }
    return "unknown";
}

}  // namespace nightletter::web
