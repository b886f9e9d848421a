// web/client.hpp: the wall around libcurl.
//
// The one implementation of web/web.hpp. It drives libcurl from the loop; no socket of it ever blocks the loop.
// Connections that served are kept for the next request to the same server. Loop thread only.
#pragma once

#include <memory>

#include "base/loop.hpp"
#include "base/moved.hpp"
#include "web/route.hpp"
#include "web/web.hpp"

namespace nightletter::web {

class Multi;

class Client final : public Web {
public:
    // `route` was checked (base/web_address.hpp).
    Client(Loop& loop, Route route);
    // Every visit was destroyed before.
    ~Client() override;

    // Since the start: requests and answers with their headers, without what TLS and TCP add.
    [[nodiscard]] Moved moved() const;

    [[nodiscard]] std::unique_ptr<Visit> get(Request request, std::function<void(Outcome)> done) override;

private:
    Loop& loop_;
    Route route_;
    std::unique_ptr<Multi> multi_;
};

}  // namespace nightletter::web
