// Promises: H never falls below what was once believed, whatever a crash left of the log (docs/formats.md section 6 D,
// "commit H durably"; store/high_water_log.hpp).

#include "store/high_water_log.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace nightletter::store {
namespace {

constexpr std::size_t record_size = 96;

PublisherId publisher(std::uint8_t number)
{
    std::array<std::uint8_t, 32> bytes{};
    bytes[0] = number;
    return PublisherId{bytes};
}

HighWaterMark mark(std::uint64_t epoch, std::uint64_t seq)
{
    return {epoch, {epoch, seq, sha256(as_bytes(std::to_string(seq)))}};
}

class HighWaterLogTest : public ::testing::Test {
protected:
    [[nodiscard]] HighWaterLog reopened() const
    {
        auto log = HighWaterLog::open(path);
        if (!log) throw std::runtime_error{log.error().sentence()};
        return std::move(*log);
    }
    [[nodiscard]] std::string bytes() const { return test::read_text(path); }
    void write(std::string const& contents) const { test::write_text(path, contents); }
    void SetUp() override
    {
        auto log = reopened();
        for (std::uint64_t seq = 1; seq <= 3; ++seq) ASSERT_TRUE(log.append(publisher(1), mark(0, seq)));
        ASSERT_TRUE(log.append(publisher(2), mark(0, 7)));
    }

    test::TemporaryDirectory place;
    std::filesystem::path path = place / "highwater.log";
};

TEST_F(HighWaterLogTest, RemembersTheLastMarkOfEachPublisher)
{
    auto const log = reopened();
    EXPECT_EQ(log.marks().at(publisher(1)), mark(0, 3));
    EXPECT_EQ(log.marks().at(publisher(2)), mark(0, 7));
    EXPECT_TRUE(log.damaged_records().empty());
}

TEST_F(HighWaterLogTest, WritesOneRecordOfNinetySixBytesPerMark)
{
    EXPECT_EQ(bytes().size(), 4 * record_size);
}

TEST_F(HighWaterLogTest, CutsOffATornLastRecordWhereverItTore)
{
    auto const whole = bytes();
    for (std::size_t kept = 1; kept < record_size; ++kept) {
        write(whole.substr(0, 3 * record_size + kept));
        auto const log = reopened();
        EXPECT_EQ(log.marks().at(publisher(1)), mark(0, 3));
        EXPECT_FALSE(log.marks().contains(publisher(2)));
        EXPECT_TRUE(log.damaged_records().empty());
        EXPECT_EQ(bytes(), whole.substr(0, 3 * record_size));
    }
}

TEST_F(HighWaterLogTest, CutsOffALastRecordOfFullLengthWithWrongContents)
{
    write(bytes() + std::string(record_size, '\0'));
    EXPECT_TRUE(reopened().damaged_records().empty());
    EXPECT_EQ(bytes().size(), 4 * record_size);
}

TEST_F(HighWaterLogTest, GoesOnAfterATornRecordAsIfItHadNeverBeenWritten)
{
    write(bytes() + "torn");
    auto log = reopened();
    ASSERT_TRUE(log.append(publisher(1), mark(0, 4)));
    EXPECT_TRUE(reopened().damaged_records().empty());
    EXPECT_EQ(reopened().marks().at(publisher(1)), mark(0, 4));
}

TEST_F(HighWaterLogTest, TellsADamagedRecordInTheMiddleAndStillCountsTheOthers)
{
    auto contents = bytes();
    contents[record_size + 50] ^= 1;
    write(contents);
    auto const log = reopened();
    EXPECT_EQ(log.marks().at(publisher(1)), mark(0, 3));
    EXPECT_EQ(log.damaged_records(), (std::vector<std::size_t>{2, 3}));  // the damaged one and the one chained to it
}

TEST_F(HighWaterLogTest, TellsARecordThatWasTakenOutOfTheMiddle)
{
    auto const whole = bytes();
    write(whole.substr(0, record_size) + whole.substr(2 * record_size));
    EXPECT_EQ(reopened().damaged_records(), (std::vector<std::size_t>{2}));
}

TEST_F(HighWaterLogTest, NoticesEveryChangedBitOfARecordThatIsNotTheLast)
{
    auto const whole = bytes();
    for (std::size_t bit = 0; bit < record_size * 8; ++bit) {
        auto contents = whole;
        contents[bit / 8] = static_cast<char>(contents[bit / 8] ^ (1 << (bit % 8)));
        write(contents);
        EXPECT_FALSE(reopened().damaged_records().empty()) << "bit " << bit;
    }
}

TEST_F(HighWaterLogTest, GoesBackOnlyWhenItIsToldTo)
{
    auto log = reopened();
    ASSERT_TRUE(log.append(publisher(1), {1, mark(0, 2).point}));
    EXPECT_EQ(reopened().marks().at(publisher(1)), (HighWaterMark{1, mark(0, 2).point}));
}

TEST(HighWaterMarkTest, IsAboveAnotherByEpochOfTheRootThenOfTheFeedThenBySequence)
{
    EXPECT_TRUE(mark(0, 3).is_above(mark(0, 2)));
    EXPECT_FALSE(mark(0, 3).is_above(mark(0, 3)));
    EXPECT_TRUE((HighWaterMark{1, mark(0, 2).point}).is_above(mark(0, 3)));  // a floor
    EXPECT_TRUE(mark(1, 2).is_above({1, mark(0, 3).point}));
}

}  // namespace
}  // namespace nightletter::store
