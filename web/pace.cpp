#include "web/pace.hpp"

#include <algorithm>

namespace nightletter::web {

void Pace::answered(std::uint64_t bytes, std::chrono::milliseconds took)
{
    if (took > slow) {
        step_ = std::max(least, step_ / 2);
        answers_ = 0;
        return;
    }
    // An answer that was not a whole step says nothing about longer ones.
    if (bytes < step_ || took > quick) return;
    if (++answers_ < (careful_ ? careful_answers : 1)) return;
    answers_ = 0;
    step_ = std::min(most, 2 * step_);
    if (step_ >= first) careful_ = false;
}

void Pace::broke_off(std::uint64_t bytes)
{
    // What was lost on the way, and what TLS itself says, counts towards whatever counts: stay well below.
    step_ = std::clamp(std::min(step_, bytes) / 2, least, most);
    careful_ = true;
    answers_ = 0;
}

}  // namespace nightletter::web
