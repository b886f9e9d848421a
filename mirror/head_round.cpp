#include "mirror/head_round.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

constexpr Moment before_new_feed = std::chrono::seconds{1};
constexpr Moment time_to_read = std::chrono::seconds{5};
constexpr Moment time_to_post = std::chrono::seconds{10};

}  // namespace

HeadRound::Step HeadRound::tick(Moment now, Sha256 const& feed)
{
    if (at_ == Moment::min()) {
        plan(Step::read, now + first_round);
    } else if (feed != feed_) {
        plan(Step::read, std::min(at_, now + before_new_feed));
    }
    feed_ = feed;
    if (now < at_) return Step::none;
    auto const step = next_;
    switch (step) {
        case Step::read:
            plan(Step::post, now + time_to_read);
            break;
        case Step::post:
            is_there_ = false;
            plan(Step::read_back, now + time_to_post);
            break;
        case Step::read_back:
            plan(Step::none, now + time_to_read);
            break;
        case Step::none: {
            auto const rest = is_there_ ? between_rounds : before_retry;
            plan(Step::read, now + rest + rest * scatter_ / 1024);
            break;
        }
    }
    return step;
}

bool HeadRound::found()
{
    bool const is_answer = next_ == Step::none && !is_there_;
    is_there_ = true;
    return is_answer;
}

void HeadRound::plan(Step next, Moment at)
{
    next_ = next;
    at_ = at;
}

}  // namespace nightletter::mirror
