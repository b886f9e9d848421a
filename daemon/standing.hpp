// daemon/standing.hpp: how things stand, gathered from what the mirror reports.
//
// For whoever asks over the control socket. Bounded: one entry for each publisher, each bundle under way, each word of
// the log; nothing about peers but their number. Loop thread only.
#pragma once

#include <map>
#include <string>

#include "daemon/entry.hpp"

namespace nightletter::daemon {

// Something that was complained of.
struct Notice {
    std::string line;  // the last one
    UtcTime first;
    UtcTime last;
    std::uint64_t count = 0;
};

struct Arriving {
    std::uint64_t total_bytes = 0;
    swarm::Standing standing;
    std::optional<UtcTime> alone_since;  // no peer since then
};

// What went over the network, as this process counts it.
struct TrafficCount {
    Moved peers{};  // since the process began
    Moved today{};  // with web servers; UTC's day, or since the process began
    UtcDay day{};   // that is meant by it
    Moved month{};  // with web servers, by every program that shares the store
    mirror::Spending state = mirror::Spending::within_budget;
};

class Standing {
public:
    void heard(mirror::Report const& report, Entry const& entry, UtcTime now);
    // The mirror was closed; it tells everything anew when it is open again.
    void closed();

    [[nodiscard]] std::map<PublisherId, mirror::PublisherAdopted> const& publishers() const { return publishers_; }
    [[nodiscard]] std::map<BundleId, Arriving> const& arriving() const { return arriving_; }
    [[nodiscard]] std::map<std::string, Notice> const& notices() const { return notices_; }
    // By the word of the refusal; documents and bundles.
    [[nodiscard]] std::map<std::string, std::uint64_t> const& refused() const { return refused_; }
    [[nodiscard]] std::optional<std::uint16_t> port() const { return port_; }
    [[nodiscard]] std::uint64_t sealed() const { return sealed_; }
    [[nodiscard]] TrafficCount const& traffic() const { return traffic_; }
    // When a publisher's documents were last found to be newer, of all.
    [[nodiscard]] UtcTime adopted_at() const { return adopted_at_; }

private:
    void take(mirror::Report const& report, UtcTime now);
    void count(mirror::TrafficTally const& tally, UtcTime now);
    void note(Entry const& entry, UtcTime now);

    std::map<PublisherId, mirror::PublisherAdopted> publishers_;
    std::map<BundleId, Arriving> arriving_;
    std::map<std::string, Notice> notices_;  // by the word of the entry
    std::map<std::string, std::uint64_t> refused_;
    std::optional<std::uint16_t> port_;
    std::uint64_t sealed_ = 0;
    UtcTime adopted_at_;
    TrafficCount traffic_;
};

}  // namespace nightletter::daemon
