// swarm/handout.hpp: which piece of a served bundle each peer had best ask for first.
//
// Inside the wall only; knows neither peers nor messages; single-threaded. Every piece is named once, to one peer, and
// only while nobody else is known to have it: so the first mirror's uplink carries each piece once, and the peers get
// the rest from one another.
#pragma once

#include <optional>
#include <vector>

namespace nightletter::swarm {

class Handout {
public:
    explicit Handout(int pieces) : taken_(static_cast<std::size_t>(pieces)) {}

    // Some peer has it: it can be had there. A number beyond the last piece is ignored.
    void seen(int piece)
    {
        if (piece >= 0 && static_cast<std::size_t>(piece) < taken_.size())
            taken_[static_cast<std::size_t>(piece)] = true;
    }

    // Nothing when all pieces were named, or seen.
    [[nodiscard]] std::optional<int> next()
    {
        while (at_ < taken_.size() && taken_[at_]) ++at_;
        if (at_ == taken_.size()) return std::nullopt;
        return static_cast<int>(at_++);
    }

private:
    std::vector<bool> taken_;
    std::size_t at_ = 0;
};

}  // namespace nightletter::swarm
