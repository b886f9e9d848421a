#include "store/states.hpp"

#include "base/result.hpp"

namespace nightletter::store {

std::string_view word(BundleState state)
{
    switch (state) {
        case BundleState::sealed:
            return "sealed";
        case BundleState::damaged:
            return "damaged";
        case BundleState::missing:
            return "missing";
        case BundleState::dark:
            return "dark";
    }
    broken_promise("a bundle state has a word", __FILE__, __LINE__);
}

std::optional<BundleState> parse_bundle_state(std::string_view text)
{
    for (auto const state : {BundleState::sealed, BundleState::damaged, BundleState::missing, BundleState::dark}) {
        if (text == word(state)) return state;
    }
    return std::nullopt;
}

}  // namespace nightletter::store
