// docs/formats.md section 7: what a neighbour is answered, and how much it can make us queue.
#include "mirror/lending.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightletter::mirror {
namespace {

class Cupboard final : public Holdings {
public:
    Have have() const override { return {}; }
    std::vector<IndexEntry> const& shelf(Shelf what) const override { return shelves.at(what); }
    std::shared_ptr<Bytes const> document(Sha256 const& sha256) override
    {
        auto const found = documents.find(sha256);
        return found == documents.end() ? nullptr : found->second;
    }

    Sha256 put(Bytes bytes)
    {
        auto const hash = sha256(bytes);
        documents[hash] = std::make_shared<Bytes const>(std::move(bytes));
        return hash;
    }

    std::map<Sha256, std::shared_ptr<Bytes const>> documents;
    std::map<Shelf, std::vector<IndexEntry>> shelves;
};

class LendingTest : public ::testing::Test {
protected:
    Cupboard cupboard;
    Lending lending;

    Part part(Want const& want, Moment now = Moment{0})
    {
        auto const answer = lending.handle(want, cupboard, now);
        return std::get<Part>(answer.value().value());
    }
    Index index(Ask const& ask) { return std::get<Index>(lending.handle(ask, cupboard, Moment{0}).value().value()); }
    // Asks for the same full part until the answers stop; how many came.
    int drain(Want const& want, Moment now)
    {
        int answers = 0;
        while (lending.handle(want, cupboard, now).value()) ++answers;
        return answers;
    }
};

TEST_F(LendingTest, CutsADocumentIntoParts)
{
    auto const hash = cupboard.put(Bytes(40'000, 0x61));
    EXPECT_EQ(part({hash, 0}).bytes.size(), part_bytes);
    EXPECT_EQ(part({hash, 32'768}), (Part{hash, 40'000, 32'768, Bytes(40'000 - 32'768, 0x61)}));
}

TEST_F(LendingTest, SaysThatItHasNotGotADocument)
{
    auto const hash = sha256(as_bytes("no such thing"));
    EXPECT_EQ(part({hash, 0}), (Part{hash, 0, 0, {}}));
}

TEST_F(LendingTest, HasNothingBehindTheEndOfADocument)
{
    auto const hash = cupboard.put(Bytes(100, 0x61));
    EXPECT_EQ(part({hash, 32'768}), (Part{hash, 0, 0, {}}));
}

TEST_F(LendingTest, GivesTheRootsFromTheVersionAskedForOn)
{
    auto& roots = cupboard.shelves[Shelf::roots];
    for (std::uint8_t version = 1; version <= 3; ++version) roots.push_back({sha256(Bytes{version}), Sha256{}});
    EXPECT_EQ(index({Shelf::roots, 2}), (Index{Shelf::roots, 2, 3, {roots[1], roots[2]}}));
    EXPECT_EQ(index({Shelf::roots, 4}), (Index{Shelf::roots, 4, 3, {}}));
}

TEST_F(LendingTest, GivesALongShelfInSeveralAnswers)
{
    cupboard.shelves[Shelf::withdrawals].resize(600);
    EXPECT_EQ(index({Shelf::withdrawals, 0}).entries.size(), index_entries);
    EXPECT_EQ(index({Shelf::withdrawals, 512}).entries.size(), 88U);
    EXPECT_EQ(index({Shelf::withdrawals, 600}).total, 600U);
}

TEST_F(LendingTest, StopsAnsweringANeighbourThatAsksWithoutEnd)
{
    Want const want{cupboard.put(Bytes(part_bytes, 0x61)), 0};
    EXPECT_EQ(drain(want, Moment{0}), 512);  // 16 MiB of 32 KiB
}

TEST_F(LendingTest, AnswersTheWaitingQuestionWhenTheAllowanceHasGrown)
{
    Want const want{cupboard.put(Bytes(part_bytes, 0x61)), 0};
    drain(want, Moment{0});
    EXPECT_FALSE(lending.resume(cupboard, Moment{1}));
    EXPECT_TRUE(lending.resume(cupboard, Moment{1000}));
    EXPECT_FALSE(lending.resume(cupboard, Moment{2000}));  // nothing waits any more
}

TEST_F(LendingTest, CallsASecondQuestionWhileTheFirstOneWaitsTooMany)
{
    Want const want{cupboard.put(Bytes(part_bytes, 0x61)), 0};
    drain(want, Moment{0});
    auto const answer = lending.handle(want, cupboard, Moment{0});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), Refusal::too_many);
}

}  // namespace
}  // namespace nightletter::mirror
