#include <fmt/format.h>

#include <algorithm>

#include "daemon/control/answers.hpp"

namespace nightletter::daemon::control {
namespace {

class Exposition {
public:
    void describe(std::string_view name, std::string_view kind, std::string_view help)
    {
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind);
    }
    template <class Number>
    void value(std::string_view name, Number number, std::string_view labels = {})
    {
        text_ += fmt::format("{}{} {}\n", name, labels, number);
    }
    template <class Number>
    void one(std::string_view name, std::string_view kind, std::string_view help, Number number)
    {
        describe(name, kind, help);
        value(name, number);
    }
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
};

std::uint64_t count(Shelf const& shelf, store::BundleState state)
{
    return static_cast<std::uint64_t>(
        std::ranges::count_if(shelf.bundles, [&](auto const& bundle) { return bundle.state == state; }));
}

}  // namespace

std::string metrics_text(Picture const& picture, Shelf const& shelf)
{
    Exposition out;
    out.describe("nightletterd_build_info", "gauge", "The version that runs.");
    out.value("nightletterd_build_info", 1, "{version=\"" NIGHTLETTER_VERSION "\"}");
    out.describe("nightletterd_bundles", "gauge", "Bundles by state.");
    out.value("nightletterd_bundles", picture.standing.arriving().size(), "{state=\"arriving\"}");
    for (auto const state : {store::BundleState::sealed, store::BundleState::damaged, store::BundleState::missing}) {
        out.value("nightletterd_bundles", count(shelf, state), fmt::format("{{state=\"{}\"}}", store::word(state)));
    }
    std::uint64_t bytes = 0;
    for (auto const& bundle : shelf.bundles) bytes += bundle.bytes;
    out.one("nightletterd_store_bytes", "gauge", "Bytes of the files held.", bytes);
    out.one("nightletterd_store_quota_bytes", "gauge", "The most that is kept; 0 when only the disk is a limit.",
            picture.config.store.quota);
    out.one("nightletterd_store_free_bytes", "gauge", "Free on that disk.", shelf.free_bytes);
    out.one("nightletterd_publishers", "gauge", "Publishers followed.", picture.config.mirror.publishers.size());
    out.one("nightletterd_sealed_total", "counter", "Bundles sealed since the start.", picture.standing.sealed());
    out.describe("nightletterd_verify_failures_total", "counter", "Documents and bundles refused, by reason.");
    for (auto const& [reason, times] : picture.standing.refused())
        out.value("nightletterd_verify_failures_total", times, fmt::format("{{reason=\"{}\"}}", reason));
    auto const& peers = picture.standing.traffic().peers;
    out.one("nightletterd_peer_upload_bytes_total", "counter", "Sent to peers since the start.", peers.sent);
    out.one("nightletterd_peer_download_bytes_total", "counter", "Received from peers since the start.",
            peers.received);
    out.one("nightletterd_feed_last_success_timestamp_seconds", "gauge",
            "When something newer was last believed of any publisher; 0 before.",
            picture.standing.adopted_at().seconds);
    out.one("nightletterd_up", "gauge", "Whether the mirror is open.", picture.state == MirrorState::open ? 1 : 0);
    return out.text();
}

}  // namespace nightletter::daemon::control
