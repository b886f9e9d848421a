// mirror/mirror.hpp: a mirror, whole: it follows, fetches, judges, seals, serves, heals.
//
// The daemon runs one for years, the reader's program for as long as a command takes. It is told what happens in the
// swarm, carries on by itself, reports. It knows no process, no configuration file, no command line. Loop thread only.
#pragma once

#include <optional>

#include "mirror/collection.hpp"
#include "mirror/following.hpp"
#include "mirror/ports.hpp"
#include "mirror/report.hpp"
#include "mirror/watched_folder.hpp"
#include "mirror/web_path.hpp"

namespace nightletter::mirror {

// What has arrived in part of bundles that nobody asks for this time. Left: somebody may ask for them another time.
enum class Strays { swept, left };

struct MirrorOptions {
    std::vector<PublisherId> publishers;
    std::vector<swarm::Endpoint> peers;  // given by a person; nobody else is ever named to anybody
    std::set<BundleId> only;             // of all that is named, fetch these alone; empty: all
    WebPlan web;                         // servers given by a person
    FetchPolicy fetch;
    std::map<PublisherId, trust::WithdrawalPolicy> withdrawals;  // of those not simply honoured
    ReadingPlan reading;
    std::filesystem::path watch;  // empty: no watched folder
    UtcTime time_floor;           // the day this program was built
    ClaimRole claims = ClaimRole::tells;
    Offering offering = Offering::to_whoever_comes;
    Strays strays = Strays::swept;
};

class Mirror {
public:
    static constexpr Moment heartbeat = std::chrono::milliseconds{250};

    Mirror(Ports const& ports, MirrorOptions options, Observer observer);
    ~Mirror();

    // Takes up what the store holds, then joins the rendezvous of every publisher.
    [[nodiscard]] Expected<void, Trouble> start();
    // Before it ends: what changed is shown to other programs.
    void show_what_changed();
    // Everything the swarm tells.
    void handle(swarm::Event const& event);

    // How much of the month's traffic is spent.
    void allow(Spending spending) { collection_.allow(spending); }

    // What is believed of a publisher; null when it is not followed.
    [[nodiscard]] Ledger const* ledger(PublisherId const& publisher) const { return following_.ledger(publisher); }
    // How often somebody has answered everything we asked about that publisher.
    [[nodiscard]] std::size_t visits(PublisherId const& publisher) const
    {
        return following_.visits(publisher) + web_.visits(publisher);
    }
    // What neighbours claim of that publisher's newest feed; only where the role is to ask.
    [[nodiscard]] std::vector<SealedClaim> claims(PublisherId const& publisher) const
    {
        return following_.claims(publisher);
    }
    // Releases that are named, not sealed, and not refused for now.
    [[nodiscard]] std::size_t unfinished() const { return collection_.unfinished(); }

    // Every sealed byte, out of turn, one bundle after the other.
    void read_everything_again() { collection_.read_everything_again(); }

private:
    void beat();
    void look_at_folder();

    Ports ports_;
    Observer observer_;
    Following following_;
    Collection collection_;
    WebPath web_;
    Crew crew_;
    Strays strays_;
    std::shared_ptr<WatchedFolder> folder_;  // null: none; shared with a look that is under way
    bool is_looking_ = false;
    Moment next_look_at_{};
    Moment slow_beat_at_{};
    std::unique_ptr<Appointment> next_beat_;
};

}  // namespace nightletter::mirror
