// Some bytes of one file over links that freeze, drip or end (docs/decisions/0011; blocking: freezing after 16 KB).
#include "web/pull.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace nightletter::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Answers each request from a file, as the script says; the test decides when.
class ScriptedWeb final : public Web {
public:
    struct Asked {
        Request request;
        std::function<void(Outcome)> done;
    };
    std::unique_ptr<Visit> get(Request request, std::function<void(Outcome)> done) override
    {
        asked.push_back({std::move(request), std::move(done)});
        return std::make_unique<Visit>();
    }
    std::deque<Asked> asked;
};

class ManualTimers final : public Timers {
public:
    std::unique_ptr<Appointment> after(milliseconds delay, std::function<void()> what) override
    {
        pauses.push_back(delay);
        due = std::move(what);
        return std::make_unique<Appointment>();
    }
    std::vector<milliseconds> pauses;
    std::function<void()> due;
};

class PullTest : public testing::Test {
protected:
    void start(Range range, Extent extent = Extent::part)
    {
        pull = std::make_unique<Pull>(Pull::Ports{web, timers, [this] { return now; }, pace},
                                      Pulled{"https://mirror.test/file", range, extent, seconds{15}},
                                      [this](Expected<Bytes, Fault> brought) { result = std::move(brought); });
    }
    Request request() const { return web.asked.front().request; }
    void answer(Outcome outcome)
    {
        auto done = std::move(web.asked.front().done);
        web.asked.pop_front();
        done(std::move(outcome));
    }
    // Sends what was asked for, as far as the file goes.
    void send(std::size_t most = SIZE_MAX) { answer(Answer{part(most), file.size()}); }
    void break_off(std::size_t after) { answer(fail(Failure{Fault::broken_off, part(after), file.size()})); }
    Bytes part(std::size_t most) const
    {
        auto const range = request().range;
        auto const bytes =
            as_bytes(std::string_view{file}.substr(range.first, std::min<std::size_t>(range.size, most)));
        return copy_of(bytes);
    }
    void wait()
    {
        auto const what = std::exchange(timers.due, {});
        ASSERT_TRUE(what);
        what();
    }

    std::string file = [] {
        std::string text;
        for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i) + ' ';
        return text;
    }();
    ScriptedWeb web;
    ManualTimers timers;
    milliseconds now{};
    Pace pace;
    std::unique_ptr<Pull> pull;
    std::optional<Expected<Bytes, Fault>> result;
};

TEST_F(PullTest, AsksForMoreAtATimeWhileAnswersComeQuickly)
{
    start({0, 900'000});
    std::vector<std::uint64_t> sizes;
    while (!result) {
        sizes.push_back(request().range.size);
        send();
    }
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{Pace::first, 2 * Pace::first, 900'000 - 3 * Pace::first}));
    ASSERT_TRUE(*result);
    EXPECT_EQ(as_text(**result), file.substr(0, 900'000));
}

TEST_F(PullTest, GetsAllThroughALinkThatFreezesEachConnectionAfterTwelveThousandBytes)
{
    start({5, 100'000});
    int breaks = 0;
    int requests = 0;
    while (!result) {
        ++requests;
        if (request().range.size > 12'000) {
            ++breaks;
            break_off(12'000);
            wait();
        } else {
            EXPECT_EQ(request().connection, Connection::fresh);
            send();
        }
    }
    EXPECT_EQ(breaks, 1);
    EXPECT_LE(requests, 17);
    ASSERT_TRUE(*result);
    EXPECT_EQ(as_text(**result), file.substr(5, 100'000));
}

TEST_F(PullTest, GivesUpAfterThreeRequestsThatBroughtNothingWithGrowingPauses)
{
    start({0, 1000});
    answer(fail(Failure{Fault::unreachable, {}, 0}));
    wait();
    answer(fail(Failure{Fault::broken_off, {}, 0}));
    wait();
    answer(fail(Failure{Fault::unreachable, {}, 0}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error(), Fault::unreachable);
    EXPECT_EQ(timers.pauses, (std::vector<milliseconds>{seconds{1}, seconds{2}}));
}

TEST_F(PullTest, GivesUpOnAServerThatSendsByteAfterByte)
{
    start({0, 1000});
    for (int i = 0; i < 3 && !result; ++i) send(1);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error(), Fault::broken_off);
}

TEST_F(PullTest, GivesUpAtOnceOnWhatWillNotPass)
{
    for (auto const fault :
         {Fault::not_found, Fault::refused, Fault::too_large, Fault::wrong_range, Fault::untrusted}) {
        result.reset();
        start({0, 1000});
        answer(fail(Failure{fault, {}, 0}));
        ASSERT_TRUE(result);
        EXPECT_EQ(result->error(), fault);
    }
}

TEST_F(PullTest, RefusesAWholeFileThatIsLongerThanItMayBe)
{
    start({0, 1000}, Extent::whole);
    send();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error(), Fault::too_large);
}

TEST_F(PullTest, EndsWhereTheFileEnds)
{
    file = "short";
    start({0, 1000}, Extent::whole);
    send();
    ASSERT_TRUE(result && *result);
    EXPECT_EQ(as_text(**result), "short");
}

TEST_F(PullTest, HasAllWhenALinkBreaksOffAfterTheLastByte)
{
    start({0, file.size()});
    while (request().range.first + request().range.size < file.size()) send();
    break_off(SIZE_MAX);
    ASSERT_TRUE(result);
    ASSERT_TRUE(*result);
    EXPECT_EQ((*result)->size(), file.size());
    EXPECT_FALSE(timers.due);
}

TEST_F(PullTest, DoesNotMixTwoFilesThatHadOneName)
{
    start({0, 600'000});
    send();
    file += "more";
    send();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error(), Fault::wrong_range);
}

TEST(PaceTest, StaysSmallForAWhileAfterSomethingBrokeOff)
{
    Pace pace;
    pace.broke_off(12'000);
    EXPECT_EQ(pace.step(), 6'000U);
    for (unsigned i = 1; i < Pace::careful_answers; ++i) pace.answered(6'000, milliseconds{100});
    EXPECT_EQ(pace.step(), 6'000U);
    pace.answered(6'000, milliseconds{100});
    EXPECT_EQ(pace.step(), 12'000U);
}

TEST(PaceTest, NeverAsksForLessThanIsWorthARequest)
{
    Pace pace;
    for (int i = 0; i < 20; ++i) pace.broke_off(0);
    EXPECT_EQ(pace.step(), Pace::least);
}

TEST(PaceTest, AsksForLessWhenAnswersAreSlow)
{
    Pace pace;
    pace.answered(Pace::first, Pace::slow + milliseconds{1});
    EXPECT_EQ(pace.step(), Pace::first / 2);
}

}  // namespace
}  // namespace nightletter::web
