#include "store/traffic_book.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/durable_file.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view put_aside = ".damaged";

// Temporary names and files put aside hold a dot.
bool is_program(std::string const& name)
{
    return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

Expected<TrafficMonths, Trouble> read_months(fs::path const& file)
{
    auto const bytes = read_file(file, TrafficMonths::largest_file);
    if (!bytes) return fail(bytes.error());
    auto months = TrafficMonths::parse(*bytes);
    if (!months) return fail(Trouble{"read", file.string(), "it does not count traffic month by month"});
    return std::move(*months);
}

}  // namespace

Expected<TrafficBook, Trouble> TrafficBook::open(fs::path directory, std::string program)
{
    NIGHTLETTER_INSIST(is_program(program));
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST)
        return fail(trouble_from_errno("make", directory.string()));
    TrafficBook book{std::move(directory), std::move(program)};
    auto own = read_months(book.file());
    if (own) {
        book.own_ = std::move(*own);
        return book;
    }
    if (own.error().system_error == ENOENT) return book;
    if (own.error().system_error != 0) return fail(own.error());
    if (auto moved = rename_durably(book.file(), fs::path{book.file()}.concat(put_aside)); !moved)
        return fail(moved.error());
    book.was_put_aside_ = true;
    return book;
}

Month TrafficBook::month_at(UtcTime now, UtcTime floor) const
{
    if (now >= floor) return Month::of(now);
    return std::max(Month::of(floor), own_.newest().value_or(Month{}));
}

Moved TrafficBook::used(Month month) const
{
    auto sum = own_.used(month);
    for (auto const& [program, months] : others_) sum += months.used(month);
    return sum;
}

Expected<void, Trouble> TrafficBook::read_others()
{
    std::error_code error;
    std::optional<Trouble> trouble;
    for (fs::directory_iterator entries{directory_, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename().string();
        bool const is_known = others_.contains(name);
        if (!is_program(name) || name == program_ || (!is_known && others_.size() == most_programs)) continue;
        auto months = read_months(entries->path());
        if (months)
            others_[name] = std::move(*months);
        else
            trouble = months.error();
    }
    if (error) return fail(Trouble{"list", directory_.string(), error.message(), Retry::may_help, error.value()});
    if (trouble) return fail(std::move(*trouble));
    return {};
}

}  // namespace nightletter::store
