// daemon/watchdog.hpp: tells systemd that the process still works, for as long as it does.
//
// sd_watchdog_enabled(3). One sign of life needs an answer of the loop, of the pool with the disk under it, of the
// database; when one of them is stuck the sign does not come, and systemd starts the process again, which is recovery.
// Does nothing where nobody watches. Loop thread only.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/loop.hpp"

namespace nightletter::daemon {

class Watchdog {
public:
    // `database` says whether it writes a transaction; `store` is what the disk is asked about.
    Watchdog(Loop& loop, std::filesystem::path store, std::function<bool()> database);

private:
    void look();
    void disk_answered();

    Loop& loop_;
    std::filesystem::path store_;
    std::function<bool()> database_;
    std::chrono::milliseconds period_{};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::unique_ptr<Appointment> next_;
};

}  // namespace nightletter::daemon
