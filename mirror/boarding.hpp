// mirror/boarding.hpp: brings sealed bundles into service a few at a time.
//
// A mirror that starts with thousands of them hands each to the swarm when the swarm has spoken of an earlier one, so
// that their torrents are not all in memory twice. It waits for nobody longer than from one tick to the next.
// Loop thread only.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <set>

#include "base/names.hpp"

namespace nightletter::mirror {

class Boarding {
public:
    static constexpr std::size_t most_at_once = 64;

    // Hands the bundle to the swarm, which knows it by what is returned; nothing: it could not be handed over.
    using Begin = std::function<std::optional<InfoHash>(BundleId const&)>;
    explicit Boarding(Begin begin) : begin_{std::move(begin)} {}

    void add(BundleId const& bundle);
    // Not served any more, as far as it has not begun.
    void cancel(BundleId const& bundle);
    // The swarm has said anything of it.
    void heard(InfoHash const& bundle);
    void tick();

private:
    void begin_some();

    Begin begin_;
    std::deque<BundleId> waiting_;
    std::set<InfoHash> unheard_;
};

}  // namespace nightletter::mirror
