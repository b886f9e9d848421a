#include "daemon/watchdog.hpp"

#include <systemd/sd-daemon.h>

#include "base/durable_file.hpp"

namespace nightletter::daemon {
namespace {

constexpr int looks_in_a_period = 3;

}  // namespace

Watchdog::Watchdog(Loop& loop, std::filesystem::path store, std::function<bool()> database)
    : loop_{loop}, store_{std::move(store)}, database_{std::move(database)}
{
    std::uint64_t period = 0;  // microseconds
    if (::sd_watchdog_enabled(0, &period) <= 0) return;
    period_ = std::chrono::milliseconds{period / 1000 / looks_in_a_period};
    look();
}

void Watchdog::look()
{
    // A full pool is a stuck one.
    (void)loop_.work([store = store_] { (void)sync_path(store); },
                     [this, alive = std::weak_ptr<bool>{alive_}] {
                         if (!alive.expired()) disk_answered();
                     });
    next_ = loop_.after(period_, [this] { look(); });
}

void Watchdog::disk_answered()
{
    if (database_()) ::sd_notify(0, "WATCHDOG=1");
}

}  // namespace nightletter::daemon
