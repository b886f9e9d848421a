// base/exit_code.hpp: the one table of exit codes, for all programs.
//
// docs/handbook.md repeats it for people. An unknown non-zero code is a failure.
#pragma once

namespace nightletter {

enum class ExitCode : int {
    done = 0,               // complete for the tiers held or asked
    failed = 1,             // see the message
    wrong_usage = 2,        // command line or configuration
    content_mismatch = 3,   // content is not what was signed
    unknown_publisher = 4,  // sound, but not by a publisher one follows or named
    not_found = 5,
    network = 6,  // nobody answered in time
    daemon_unreachable = 7,
    partial = 8,             // some items done
    locked = 9,              // passphrase wrong or key locked
    refused_by_policy = 10,  // policy or quota; withdrawn, hidden, disowned; a publisher that contradicts itself
    storage_failed = 11,
    interrupted = 130,
};

}  // namespace nightletter
