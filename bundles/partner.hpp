// bundles/partner.hpp: the one thread beside the caller's.
//
// Lives no longer than the call that made it. Where the system gives no second thread there is none, and the caller
// does all the work.
#pragma once

#include <system_error>
#include <thread>
#include <utility>

namespace nightletter::bundles {

class Partner {
public:
    template <class Work>
    explicit Partner(Work work)
    {
        try {
            thread_ = std::thread{std::move(work)};
        } catch (std::system_error const&) {
        }
    }
    ~Partner() { join(); }
    Partner(Partner const&) = delete;
    Partner& operator=(Partner const&) = delete;

    [[nodiscard]] bool exists() const { return thread_.joinable(); }
    void join()
    {
        if (thread_.joinable()) thread_.join();
    }

private:
    std::thread thread_;
};

}  // namespace nightletter::bundles
