// store/traffic_book.hpp: the month's traffic of every program that shares this store, each in a file of its own.
//
// Nobody waits for anybody: a program writes its own file whole (old or new after a crash) and reads the others'. What
// was counted since the last writing is lost by a kill, and no more. It decides nothing. One thread; writing is a value
// for any.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "store/traffic_months.hpp"

namespace nightletter::store {

class TrafficBook {
public:
    static constexpr std::size_t most_programs = 16;

    // `directory` is made when it is absent. A file of ours that cannot be read is put aside, and we count from zero.
    [[nodiscard]] static Expected<TrafficBook, Trouble> open(std::filesystem::path directory, std::string program);

    // The month of that moment. Before `floor`, which is known to be past, the newest month that was counted.
    [[nodiscard]] Month month_at(UtcTime now, UtcTime floor) const;
    void count(Month month, Moved const& moved) { own_.add(month, moved); }
    // By every program.
    [[nodiscard]] Moved used(Month month) const;

    // What others have written since. The trouble is about one that cannot be read; what it said before still counts.
    [[nodiscard]] Expected<void, Trouble> read_others();
    [[nodiscard]] std::filesystem::path file() const { return directory_ / program_; }
    [[nodiscard]] std::string text() const { return own_.text(); }
    [[nodiscard]] bool was_put_aside() const { return was_put_aside_; }

private:
    TrafficBook(std::filesystem::path directory, std::string program)
        : directory_{std::move(directory)}, program_{std::move(program)}
    {
    }

    std::filesystem::path directory_;
    std::string program_;
    TrafficMonths own_;
    std::map<std::string, TrafficMonths> others_;
    bool was_put_aside_ = false;
};

}  // namespace nightletter::store
