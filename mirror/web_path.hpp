// mirror/web_path.hpp: the web servers a person named, as one more path by which everything may come.
//
// docs/formats.md section 5, "By the web". It owns the servers, what is asked of them about publishers, what is asked
// of them for bundles; without an address it does nothing at all. Loop thread only.
#pragma once

#include "mirror/collection.hpp"
#include "mirror/following.hpp"
#include "mirror/web_bundles.hpp"
#include "mirror/web_documents.hpp"

namespace nightletter::mirror {

struct WebPlan {
    std::vector<std::string> addresses;  // each is_web_address
    Moment stall = std::chrono::seconds{15};
};

class WebPath {
public:
    // `ports.web` is not null when there is an address. Everything handed in outlives it.
    WebPath(Ports const& ports, WebPlan plan, Observer const& observer, Following& following, Collection& collection);

    [[nodiscard]] WebBundles& bundles() { return bundles_; }
    // Several times a second.
    void tick();
    // How often a server has answered everything we asked about that publisher.
    [[nodiscard]] std::size_t visits(PublisherId const& publisher) const { return documents_.visits(publisher); }

private:
    std::list<WebMirror> mirrors_;
    WebDocuments documents_;
    WebBundles bundles_;
};

}  // namespace nightletter::mirror
