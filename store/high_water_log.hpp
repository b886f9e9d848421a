// store/high_water_log.hpp: the newest feed ever believed, per publisher, in a file that only grows.
//
// docs/formats.md section 6 D: "commit H durably before acting on it". The log survives a catalogue that was lost or
// rolled back. The last record of a publisher counts: H goes back only where trust/ took it back, by a floor or by what
// a person decided about a root fork. Records of 96 bytes, integers big-endian:
//     publisher 32 | epoch of the root in force 4 | epoch 4 | seq 8 | feed hash 32 | chain 12 | CRC-32 4
// `chain` is the start of the SHA-256 of the record before (zeros in the first), the CRC covers the 92 bytes before
// it. A torn last record is cut off; damage elsewhere is told, and the records that are whole still count.
#pragma once

#include <map>

#include "base/durable_file.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "trust/feed_point.hpp"

namespace nightletter::store {

struct HighWaterMark {
    std::uint64_t root_epoch = 0;  // a floor may take H back, but only together with a newer epoch of the root
    trust::FeedPoint point;

    // Which of two memories of one publisher is the later one. A newer epoch of the root counts for more.
    [[nodiscard]] bool is_above(HighWaterMark const& other) const;
    bool operator==(HighWaterMark const&) const = default;
};

class HighWaterLog {
public:
    [[nodiscard]] static Expected<HighWaterLog, Trouble> open(std::filesystem::path const& path);

    // On disk when it returns. After a failed write or sync the log takes nothing more until it is opened again.
    [[nodiscard]] Expected<void, Trouble> append(PublisherId const& publisher, HighWaterMark const& mark);

    [[nodiscard]] std::map<PublisherId, HighWaterMark> const& marks() const { return marks_; }
    // Records, counted from 1, that were not whole or do not follow the one before; a torn last one is not among them.
    [[nodiscard]] std::vector<std::size_t> const& damaged_records() const { return damaged_records_; }

private:
    HighWaterLog(FileDescriptor file, std::string name) : file_{std::move(file)}, name_{std::move(name)} {}
    [[nodiscard]] Expected<void, Trouble> read_back();

    FileDescriptor file_;
    std::string name_;
    std::map<PublisherId, HighWaterMark> marks_;
    std::vector<std::size_t> damaged_records_;
    Sha256 last_record_;      // of its bytes; zeros before the first
    std::size_t length_ = 0;  // bytes of records that count
    bool condemned_ = false;
};

}  // namespace nightletter::store
