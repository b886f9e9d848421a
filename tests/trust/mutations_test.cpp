// Documents changed at random, in the way that text is changed: lines dropped, doubled, exchanged, fields and digits
// altered, bytes flipped. Nothing is accepted that its keys did not sign; nothing is accepted, even when its own keys
// sign the changed text, that is not its own canonical text. NIGHTLETTER_MUTATIONS sets how many of each kind.
#include <cstdlib>
#include <random>

#include "tests/trust/scene.hpp"

namespace nightletter::trust {
namespace {

using test::at;
using test::release_of;

std::size_t how_many()
{
    auto const* const wish = std::getenv("NIGHTLETTER_MUTATIONS");
    return wish == nullptr ? 300 : std::strtoul(wish, nullptr, 10);
}

class Mutator {
public:
    explicit Mutator(std::uint32_t seed) : random_{seed} {}

    std::string change(std::string text)
    {
        for (auto rounds = 1 + below(3); rounds > 0; --rounds) text = change_once(std::move(text));
        return text;
    }

private:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

    std::string change_once(std::string text)
    {
        if (text.empty()) return "\n";
        switch (below(6)) {
            case 0:
                text[below(text.size())] ^= static_cast<char>(1U << below(8));
                return text;
            case 1:
                return text.erase(below(text.size()), 1);
            case 2:
                return text.insert(below(text.size()), 1, "0 9a\n-.Z\r\x80"[below(10)]);
            case 3:
                return text.replace(below(text.size()), 1, 1, "0123456789abcdef"[below(16)]);
            default:
                return change_lines(text);
        }
    }

    std::string change_lines(std::string const& text)
    {
        std::vector<std::string> lines;
        for (std::size_t begin = 0; begin < text.size();) {
            auto const end = std::min(text.find('\n', begin), text.size() - 1) + 1;
            lines.push_back(text.substr(begin, end - begin));
            begin = end;
        }
        auto const at = below(lines.size());
        auto const other = below(lines.size());
        switch (below(3)) {
            case 0:
                lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 1:
                lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(other), std::string{lines[at]});
                break;
            default:
                std::swap(lines[at], lines[other]);
        }
        std::string joined;
        for (auto const& line : lines) joined += line;
        return joined;
    }

    std::mt19937 random_;
};

// A publisher with root 1 and a feed; what is mutated is the next of each kind.
class MutationTest : public ::testing::Test {
protected:
    test::Newsroom newsroom;
    UtcTime clock = at("2026-05-04T00:00:00Z");
    Acceptance desk{newsroom.id()};

    void SetUp() override
    {
        ASSERT_TRUE(desk.consider_root(newsroom.roots().front(), clock));
        ASSERT_TRUE(desk.consider_feed(newsroom.publish({release_of("a"), release_of("b")}), clock));
    }

    // `consider(desk, candidate)`; `resign(text)` signs whatever a text has become.
    template <class Statement>
    void play(Candidate const& original, auto consider, auto resign)
    {
        Mutator mutator{20260504};
        std::string const text{as_text(original.document)};
        std::string const set{as_text(original.signatures)};
        std::size_t others = 0;
        for (std::size_t i = 0; i < how_many(); ++i) {
            auto const changed = mutator.change(text);
            auto trial = desk;
            if (consider(trial, Candidate{copy_of(as_bytes(changed)), original.signatures})) {
                ASSERT_EQ(changed, text);
            }
            trial = desk;
            auto const other_set = mutator.change(set);
            if (consider(trial, Candidate{original.document, copy_of(as_bytes(other_set))})) {
                auto const read = SignatureSet::parse(as_bytes(other_set));
                ASSERT_TRUE(read && read->text() == other_set);
                ASSERT_EQ(read->blocks().front().signature,
                          SignatureSet::parse(original.signatures)->blocks()[0].signature);
            }
            trial = desk;
            if (consider(trial, resign(changed))) {
                auto const read = Statement::parse(as_bytes(changed));
                ASSERT_TRUE(read && read->text() == changed) << changed;
                others += changed != text ? 1U : 0U;
            }
        }
        EXPECT_GT(others, 0U);  // some changes make another statement that its publisher could have meant
    }
};

TEST_F(MutationTest, OfAFeedIsNeverBelieved)
{
    auto feed = newsroom.next_feed();
    feed.mirrors = {"https://mirror.example/"};
    feed.releases.push_back(release_of("c"));
    play<Feed>(
        signed_by(newsroom.release_pens, feed),
        [&](Acceptance& trial, Candidate const& candidate) {
            return trial.consider_feed(candidate, clock).has_value();
        },
        [&](std::string const& text) {
            auto const read = Feed::parse(as_bytes(text));
            return feed_text(newsroom.release_pens, read.value_or(feed), text);
        });
}

TEST_F(MutationTest, OfARootIsNeverBelieved)
{
    auto const root = newsroom.next_root();
    play<Root>(
        signed_by(newsroom.root_pens, root),
        [&](Acceptance& trial, Candidate const& candidate) {
            return trial.consider_root(candidate, clock).has_value();
        },
        [&](std::string const& text) {
            auto const read = Root::parse(as_bytes(text));
            return root_text(newsroom.root_pens, read.value_or(root), text);
        });
}

TEST_F(MutationTest, OfAWithdrawalIsNeverBelieved)
{
    Withdrawal const made{newsroom.id(), 1, release_of("a").bundle, Reason::hide, clock, at("2026-05-10T00:00:00Z")};
    play<Withdrawal>(
        signed_by(newsroom.withdraw_pens, made),
        [&](Acceptance& trial, Candidate const& candidate) {
            return trial.consider_withdrawal(candidate, clock).has_value();
        },
        [&](std::string const& text) {
            auto const read = Withdrawal::parse(as_bytes(text));
            return withdrawal_text(newsroom.withdraw_pens, read.value_or(made), text);
        });
}

TEST_F(MutationTest, OfHeadsIsNeverBelieved)
{
    auto const text = test::heads_by(newsroom.announce_pens.front(), newsroom.newest_feed()).text();
    Mutator mutator{20260504};
    for (std::size_t i = 0; i < how_many(); ++i) {
        auto const changed = mutator.change(text);
        if (desk.consider_heads(as_bytes(changed))) {
            ASSERT_EQ(changed, text);
        }
    }
}

TEST_F(MutationTest, OfARecordIsNeverReadInASecondSpelling)
{
    auto const text = desk.record().text();
    Mutator mutator{20260504};
    for (std::size_t i = 0; i < how_many(); ++i) {
        auto const changed = mutator.change(text);
        auto const read = Record::parse(as_bytes(changed));
        if (read) {
            ASSERT_EQ(read->text(), changed);
        }
    }
}

}  // namespace
}  // namespace nightletter::trust
