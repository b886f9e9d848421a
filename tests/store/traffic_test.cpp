// What store/traffic_months.hpp and store/traffic_book.hpp promise: a month's traffic survives a start, a kill, a clock
// that jumps, and is that of all programs together.
#include "store/traffic_book.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::store {
namespace {

UtcTime at(std::string_view text)
{
    return parse_time(text).value();
}

Month month(std::string_view text)
{
    return Month::parse(text).value();
}

std::optional<TrafficMonths> parse(std::string_view text)
{
    return TrafficMonths::parse(as_bytes(text));
}

TEST(MonthTest, IsUtcsAndBeginsAtMidnightOfTheFirst)
{
    EXPECT_EQ(Month::of(at("2026-11-30T23:59:59Z")).text(), "2026-11");
    EXPECT_EQ(Month::of(at("2026-12-01T00:00:00Z")).text(), "2026-12");
    EXPECT_EQ(month("2026-12").after(1).text(), "2027-01");
    for (auto const* const wrong : {"2026-13", "2026-00", "2026-1", "2026-011", "26-11", "", "2026-1x"})
        EXPECT_FALSE(Month::parse(wrong)) << wrong;
}

TEST(TrafficMonthsTest, IsReadAsItIsWritten)
{
    TrafficMonths months;
    months.add(month("2026-10"), {1, 2});
    months.add(month("2026-11"), {30, 4});
    months.add(month("2026-11"), {0, 1});
    EXPECT_EQ(months.text(),
              "nightletter traffic 1\nmonth 2026-10 sent 1 received 2\nmonth 2026-11 sent 30 received 5\nend\n");
    EXPECT_EQ(parse(months.text()), months);
    EXPECT_EQ(months.used(month("2026-11")).total(), 35U);
}

TEST(TrafficMonthsTest, RefusesWhatItWouldNotWrite)
{
    std::string const head = "nightletter traffic 1\n";
    EXPECT_TRUE(parse(head + "end\n"));
    for (auto const* const wrong :
         {"month 2026-11 sent 1 received 2\nmonth 2026-11 sent 1 received 2\nend\n",
          "month 2026-11 sent 1 received 2\nmonth 2026-10 sent 1 received 2\nend\n",
          "month 2026-11 sent -1 received 2\nend\n", "month 2026-11 sent 99999999999999999999 received 2\nend\n",
          "month 2026-11 sent 1\nend\n", "month 2026-11 sent 1 received 2\n", "year 2026-11 sent 1 received 2\nend\n"})
        EXPECT_FALSE(parse(head + wrong)) << wrong;
    EXPECT_FALSE(parse("nightletter traffic 2\nend\n"));
    EXPECT_FALSE(parse(""));
}

TEST(TrafficMonthsTest, AClockThatGoesBackFindsTheMonthAsFullAsItWas)
{
    TrafficMonths months;
    months.add(month("2026-12"), {100, 0});
    EXPECT_EQ(months.used(month("2026-11")).sent, 100U);
    months.add(month("2026-11"), {5, 0});
    EXPECT_EQ(months.used(month("2026-11")).sent, 105U);
    EXPECT_EQ(months.used(month("2026-12")).sent, 100U);
}

TEST(TrafficMonthsTest, AClockThatWasYearsAheadIsForgivenOnceItIsRight)
{
    TrafficMonths months;
    months.add(month("2036-03"), {100, 0});
    EXPECT_EQ(months.used(month("2026-11")).sent, 0U);
    EXPECT_EQ(months.used(month("2035-04")).sent, 100U);
}

TEST(TrafficMonthsTest, KeepsFiveYears)
{
    TrafficMonths months;
    for (int n = 0; n < 100; ++n) months.add(month("2026-11").after(n), {1, 1});
    EXPECT_EQ(parse(months.text()), months);
    EXPECT_EQ(months.used(month("2026-11").after(39)).sent, 0U + 11U);
    EXPECT_LE(months.text().size(), TrafficMonths::largest_file);
}

class TrafficBookTest : public ::testing::Test {
protected:
    [[nodiscard]] TrafficBook open(std::string const& program = "nightletterd")
    {
        return TrafficBook::open(place / "traffic", program).value();
    }
    static void write(TrafficBook const& book) { test::write_text(book.file(), book.text()); }

    test::TemporaryDirectory place;
    Month november = month("2026-11");
};

TEST_F(TrafficBookTest, GoesOnCountingAfterAStart)
{
    auto first = open();
    first.count(november, {7, 8});
    write(first);
    auto second = open();
    second.count(november, {1, 1});
    EXPECT_EQ(second.used(november).total(), 17U);
}

TEST_F(TrafficBookTest, AddsWhatOtherProgramsCounted)
{
    auto gateway = open("nightletter-gateway");
    gateway.count(november, {100, 10});
    write(gateway);
    auto book = open();
    book.count(november, {1, 1});
    EXPECT_TRUE(book.read_others());
    EXPECT_EQ(book.used(november).total(), 112U);
    // One that cannot be read any more counts as it did.
    test::write_text(gateway.file(), "???");
    EXPECT_FALSE(book.read_others());
    EXPECT_EQ(book.used(november).total(), 112U);
}

TEST_F(TrafficBookTest, PutsADamagedFileOfItsOwnAsideAndCountsFromZero)
{
    write(open());
    test::write_text(open().file(), "nightletter traffic 1\nmon");
    auto const book = open();
    EXPECT_TRUE(book.was_put_aside());
    EXPECT_EQ(book.used(november).total(), 0U);
    EXPECT_TRUE(std::filesystem::exists(place / "traffic/nightletterd.damaged"));
    EXPECT_FALSE(open().was_put_aside());
}

TEST_F(TrafficBookTest, AClockThatStandsInThePastCountsInTheNewestMonth)
{
    auto const floor = at("2026-05-01T00:00:00Z");
    auto book = open();
    EXPECT_EQ(book.month_at(at("1970-01-01T00:01:00Z"), floor), month("2026-05"));
    book.count(november, {1, 1});
    EXPECT_EQ(book.month_at(at("1970-01-01T00:01:00Z"), floor), november);
    EXPECT_EQ(book.month_at(at("2026-12-24T00:00:00Z"), floor), month("2026-12"));
}

}  // namespace
}  // namespace nightletter::store
