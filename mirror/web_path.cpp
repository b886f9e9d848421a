#include "mirror/web_path.hpp"

namespace nightletter::mirror {
namespace {

std::list<WebMirror> open_mirrors(Ports const& ports, WebPlan const& plan, Observer const& observer)
{
    NIGHTLETTER_INSIST(plan.addresses.empty() || ports.web != nullptr);
    std::list<WebMirror> mirrors;
    std::size_t number = 0;
    for (auto const& address : plan.addresses) {
        ++number;
        mirrors.emplace_back(address, WebMirror::Ports{*ports.web, ports.timers, ports.moment, plan.stall},
                             [observer, number](web::Fault fault) {
                                 observer(WebMirrorFailed{number, fault});
                             });
    }
    return mirrors;
}

}  // namespace

WebPath::WebPath(Ports const& ports, WebPlan plan, Observer const& observer, Following& following,
                 Collection& collection)
    : mirrors_{open_mirrors(ports, plan, observer)},
      documents_{mirrors_,
                 {[&following](PublisherId const& publisher) { return following.ledger(publisher); },
                  [&following](FoundDocuments const& found) { return following.offer(found); }},
                 following.publishers(),
                 ports.moment},
      bundles_{mirrors_, ports.bundles, ports.moment, [&collection](InfoHash const& info_hash, Bytes torrent) {
                   collection.torrent_brought(info_hash, torrent);
               }}
{
}

void WebPath::tick()
{
    documents_.tick();
    bundles_.tick();
}

}  // namespace nightletter::mirror
