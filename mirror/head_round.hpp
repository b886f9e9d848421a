// mirror/head_round.hpp: when a publisher's head is hung up in the DHT again.
//
// docs/formats.md section 4. Nodes forget an item after two hours, so every mirror that may write hangs it up again
// within each. What a put is answered lies, so the slot is read back: what is not there is tried again soon. It does
// neither itself and knows no key.
#pragma once

#include "mirror/document.hpp"

namespace nightletter::mirror {

class HeadRound {
public:
    static constexpr Moment between_rounds = std::chrono::minutes{30};
    static constexpr Moment before_retry = std::chrono::minutes{5};
    static constexpr Moment first_round = std::chrono::seconds{5};  // the DHT is entered by then

    enum class Step { none, read, post, read_back };

    // `scatter`: 0 to 255, so that rounds that began together do not stay together.
    explicit HeadRound(std::uint8_t scatter = 0) : scatter_{scatter} {}

    // What is to be done now. A round begins at once when the newest feed held is another than before.
    [[nodiscard]] Step tick(Moment now, Sha256 const& feed);
    // The slot holds what we hold, or something newer. True when that is the answer to hanging it up.
    bool found();

private:
    void plan(Step next, Moment at);

    std::uint8_t scatter_;
    Sha256 feed_;
    Step next_ = Step::read;
    Moment at_ = Moment::min();  // of the next step; min: not begun
    bool is_there_ = false;
};

}  // namespace nightletter::mirror
