// mirror/web_errand.hpp: which files of a publisher's folder a web server is asked for, in which order.
//
// docs/formats.md 5.10 and 5.11: a server lists nothing, so names that are known are asked for, one after another: the
// list of withdrawals, the feed's signatures, the feed when they are news, the roots after the newest held until one is
// not there, the withdrawals the feed names, its heads, the withdrawals on the list. It brings files home unjudged and
// knows nothing of signatures. At most 64 roots and 256 withdrawals are brought; what is left is for the next errand.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "mirror/errand.hpp"

namespace nightletter::mirror {

struct WebFile {
    std::string name;           // in the publisher's folder
    std::uint32_t largest = 0;  // bytes
    bool operator==(WebFile const&) const = default;
};

// What need not be brought by this path.
struct WebHeld {
    AlreadyHeld documents;
    Sha256 feed_signatures;       // the hash of its signature set; zeros: no feed
    std::vector<Sha256> lacking;  // withdrawals that the feed held names and nobody has brought yet
};

class WebErrand {
public:
    explicit WebErrand(WebHeld held);

    // The file to ask for next; nullopt when the errand is done.
    [[nodiscard]] std::optional<WebFile> next() const;
    // The answer to `next()`: nullopt when there is no such file.
    void take(std::optional<Bytes> file);
    [[nodiscard]] Haul bring_home() { return std::move(haul_); }
    // There was more than one errand carries, and what it carries may be news: names alone bring nobody back at once.
    // Before `bring_home()`.
    [[nodiscard]] bool left_something() const
    {
        return left_roots_ || (left_withdrawals_ && !haul_.withdrawals.empty());
    }

private:
    // `listed`: a withdrawal that the list alone names.
    enum class Step {
        list,
        feed_signatures,
        feed,
        heads,
        root,
        root_signatures,
        withdrawal,
        listed,
        withdrawal_signatures
    };
    struct Stop {
        Step step;
        Sha256 withdrawal;
    };

    void put_away(Stop const& stop, Bytes file);
    void do_without(Stop const& stop);
    void take_feed(Bytes feed);
    void plan_withdrawals(std::vector<Sha256> const& named, Step step);
    void plan_root();

    WebHeld held_;  // and what is planned already
    std::vector<Sha256> listed_;
    std::deque<Stop> plan_;
    Bytes kept_;  // waits for the other of its pair
    std::size_t withdrawals_planned_ = 0;
    Haul haul_;
    bool left_roots_ = false;
    bool left_withdrawals_ = false;
};

}  // namespace nightletter::mirror
