// What it costs to catch up with the largest publisher there may be: a chain of 64 roots of three people, then a feed
// of 8 192 releases with three signatures, from bytes to acceptance, then the feed after it. CPU milliseconds, best of
// five.
#include <ctime>

#include <algorithm>
#include <cstdio>

#include "tests/support/newsroom.hpp"
#include "trust/acceptance.hpp"

namespace {

using namespace nightletter;

double cpu_milliseconds()
{
    std::timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
    double roots = 1e9;
    double feed = 1e9;
    double next_feed = 1e9;
};

}  // namespace

int main()
{
    test::Newsroom newsroom{"A large publisher", 3, 3, 3};
    while (newsroom.roots().size() < 64) newsroom.adopt(newsroom.next_root());
    std::vector<trust::Release> releases;
    for (int i = 0; i < 8191; ++i) releases.push_back(test::release_of(std::to_string(i)));
    auto const feed = newsroom.publish(releases);
    auto const next = newsroom.publish({test::release_of("the last one")});
    auto const clock = test::at("2026-06-01T00:00:00Z");

    Cost best;
    for (int round = 0; round < 5; ++round) {
        trust::Acceptance desk{newsroom.id()};
        auto const start = cpu_milliseconds();
        bool sound = desk.consider_roots(newsroom.roots(), clock).has_value();
        auto const after_roots = cpu_milliseconds();
        sound = desk.consider_feed(feed, clock).has_value() && sound;
        auto const after_feed = cpu_milliseconds();
        sound = desk.consider_feed(next, clock).has_value() && sound;
        auto const after_next = cpu_milliseconds();
        if (!sound) return 1;
        best = {std::min(best.roots, after_roots - start), std::min(best.feed, after_feed - after_roots),
                std::min(best.next_feed, after_next - after_feed)};
    }
    std::printf("64 roots %.1f ms, first feed of 8191 releases %.1f ms, together %.1f ms; the feed after it %.1f ms\n",
                best.roots, best.feed, best.roots + best.feed, best.next_feed);
    return 0;
}
