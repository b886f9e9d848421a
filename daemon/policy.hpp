// daemon/policy.hpp: what the operator decided.
//
// In files, by command. Every change is on disk before it is in force. Asking again for what is so already is no
// change. A file outvotes a command: what stands in one is changed there. Loop thread only.
#pragma once

#include <filesystem>

#include "config/decisions.hpp"

namespace nightletter::daemon {

enum class Objection {
    role_undecided,  // nobody chose what strangers may learn of this mirror
    in_file,         // a file says so, and is changed by its author
    proxy_missing,   // hidden, through what?
    proxy_unused,    // a proxy, and not hidden
    not_followed,
    not_pinned,
    not_blocked,
    no_reason,
    too_many,
    not_kept,  // the disk did not take it
};
[[nodiscard]] std::string_view word(Objection objection);

struct FollowRequest {
    std::optional<config::Role> role;
    std::optional<config::Address> proxy;
    std::vector<config::Address> peers;
};

// Whether anything is different now.
enum class Change { none, made };
using Outcome = Expected<Change, Objection>;

class Policy {
public:
    // `path`: the configuration that was read; decisions lie in its store.
    [[nodiscard]] static Expected<Policy, config::Fault> read(std::filesystem::path const& path);

    [[nodiscard]] config::Config const& in_force() const { return in_force_; }
    // When the newest decision could not be read, and those before are in force.
    [[nodiscard]] std::optional<config::Fault> const& damage() const { return decisions_.damaged; }
    [[nodiscard]] bool is_role_decided() const { return decisions_.role || files_.said.contains("mirror.role"); }

    [[nodiscard]] Outcome follow(PublisherId const& publisher, FollowRequest const& request);
    [[nodiscard]] Outcome unfollow(PublisherId const& publisher);
    [[nodiscard]] Outcome pin(BundleId const& bundle);
    [[nodiscard]] Outcome unpin(BundleId const& bundle);
    // A bundle or a publisher.
    [[nodiscard]] Outcome block(config::Block const& block);
    [[nodiscard]] Outcome unblock(config::Block const& which);

    // Reads the files again; nothing changes when there is a fault. Keys that came to say something else, and which of
    // them need a new process.
    struct Reloaded {
        std::vector<std::string> changed;
        std::vector<std::string> need_restart;
    };
    [[nodiscard]] Expected<Reloaded, config::Fault> reload();

private:
    Policy(std::filesystem::path path, config::Config files, config::Decisions decisions);
    [[nodiscard]] std::optional<Objection> take_role(config::Decisions& next, FollowRequest const& request) const;
    [[nodiscard]] Outcome keep(config::Decisions next);

    std::filesystem::path path_;
    config::Config files_;
    config::Decisions decisions_;
    config::Config in_force_;
};

}  // namespace nightletter::daemon
