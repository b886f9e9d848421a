// docs/architecture.md, "The life of a bundle", step 7: a sealed bundle is served, read again, taken out of service
// when it is damaged, and fetched again.
#include "mirror/keeper.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"

namespace nightletter::mirror {
namespace {

using store::BundleState;

class KeeperTest : public ::testing::Test {
protected:
    static BundleId bundle_named(std::string_view name) { return *BundleId::from(sha256(as_bytes(name)).bytes()); }
    static InfoHash hash_named(std::string_view name) { return *InfoHash::from(sha256(as_bytes(name)).bytes()); }

    template <class Action>
    static bool has(KeepActions const& actions, BundleId const& bundle)
    {
        for (auto const& action : actions) {
            if (auto const* const one = std::get_if<Action>(&action); one != nullptr && one->bundle == bundle)
                return true;
        }
        return false;
    }

    KeepActions tell(KeepEvent const& event) { return keeper.handle(event); }
    KeepActions hold(std::string_view name)
    {
        return keeper.handle(SealedCopyHeld{bundle_named(name), hash_named(name), 1000, long_ago});
    }

    KeepActions tick() { return keeper.tick(today, now += std::chrono::seconds{1}); }

    static constexpr UtcTime long_ago{1'700'000'000};
    static constexpr UtcTime today{1'780'000'000};
    Moment now{};
    Keeper keeper;
    BundleId bundle = bundle_named("one");
    InfoHash info_hash = hash_named("one");
};

TEST_F(KeeperTest, ServesASealedBundleAtOnceAndReadsItWhenItIsDue)
{
    auto const actions = hold("one");
    EXPECT_TRUE(has<Serve>(actions, bundle));
    EXPECT_FALSE(has<ReadAgain>(actions, bundle));
    EXPECT_TRUE(keeper.is_serving(info_hash));
    EXPECT_TRUE(has<ReadAgain>(tick(), bundle));
}

TEST_F(KeeperTest, DoesNotReadABundleThatWasVerifiedAMomentAgo)
{
    tell(SealedCopyHeld{bundle, info_hash, 1000, today});
    EXPECT_FALSE(has<ReadAgain>(tick(), bundle));
}

TEST_F(KeeperTest, DoesNotReadWhatIsWithdrawn)
{
    hold("one");
    tell(CopyWithdrawn{bundle});
    EXPECT_FALSE(has<ReadAgain>(tick(), bundle));
}

TEST_F(KeeperTest, ReadsOneBundleAtATime)
{
    hold("one");
    hold("two");
    auto const first = tick();
    bool const began_with_one = has<ReadAgain>(first, bundle);
    auto const begun = began_with_one ? bundle : bundle_named("two");
    auto const other = began_with_one ? bundle_named("two") : bundle;
    EXPECT_TRUE(has<ReadAgain>(first, begun));
    EXPECT_FALSE(has<ReadAgain>(tick(), other));
    tell(CopyRead{begun, BundleState::sealed});
    EXPECT_TRUE(has<ReadAgain>(tick(), other));
}

TEST_F(KeeperTest, GoesOnServingWhatReadsAsItWasSealed)
{
    hold("one");
    EXPECT_TRUE(tell(CopyRead{bundle, BundleState::sealed}).empty());
    EXPECT_TRUE(keeper.is_serving(info_hash));
}

TEST_F(KeeperTest, HealsWhatReadsWrongOnceTheSwarmHasLetGo)
{
    hold("one");
    EXPECT_TRUE(has<EndServing>(tell(CopyRead{bundle, BundleState::damaged}), bundle));
    EXPECT_TRUE(has<CopyForHealing>(tell(swarm::Released{info_hash}), bundle));
    EXPECT_FALSE(keeper.is_serving(info_hash));
    EXPECT_TRUE(has<FetchAgain>(tell(HealingCopied{bundle}), bundle));
}

TEST_F(KeeperTest, TakesABundleOutOfServiceWhenTheSwarmFindsDamage)
{
    hold("one");
    EXPECT_TRUE(has<TakeOutOfService>(tell(swarm::DamageFound{info_hash}), bundle));
    EXPECT_FALSE(keeper.awaits_reading_of(bundle));
    EXPECT_TRUE(has<CopyForHealing>(tell(swarm::Released{info_hash}), bundle));
}

TEST_F(KeeperTest, AReadingThatEndsAfterDamageWasFoundDecidesNothing)
{
    hold("one");
    tell(swarm::DamageFound{info_hash});
    EXPECT_FALSE(has<Serve>(tell(CopyRead{bundle, BundleState::sealed}), bundle));
}

TEST_F(KeeperTest, ReadsASuspectBeforeItIsServed)
{
    auto const actions = tell(CopySuspected{bundle, info_hash, 1000, long_ago, BundleState::damaged});
    EXPECT_FALSE(has<Serve>(actions, bundle));
    EXPECT_TRUE(has<ReadAgain>(actions, bundle));
    EXPECT_TRUE(has<Serve>(tell(CopyRead{bundle, BundleState::sealed}), bundle));
}

TEST_F(KeeperTest, HealsASuspectThatReadsWrong)
{
    tell(CopySuspected{bundle, info_hash, 1000, long_ago, BundleState::damaged});
    EXPECT_TRUE(has<CopyForHealing>(tell(CopyRead{bundle, BundleState::damaged}), bundle));
}

TEST_F(KeeperTest, FetchesWhatIsGoneAltogether)
{
    EXPECT_TRUE(has<FetchAgain>(tell(CopySuspected{bundle, info_hash, 1000, long_ago, BundleState::missing}), bundle));
}

TEST_F(KeeperTest, GoesOnWithTheNextWhenOneCannotBeRead)
{
    tell(CopySuspected{bundle_named("two"), hash_named("two"), 1000, long_ago, BundleState::damaged});
    tell(CopySuspected{bundle_named("three"), hash_named("three"), 1000, long_ago, BundleState::damaged});
    auto const actions = tell(ReadingTroubled{bundle_named("two"), today});
    EXPECT_TRUE(has<ReadAgain>(actions, bundle_named("three")));
}

TEST_F(KeeperTest, EndsServingWhatIsWithdrawnWithoutFetchingItAgain)
{
    hold("one");
    EXPECT_TRUE(has<EndServing>(tell(CopyWithdrawn{bundle}), bundle));
    EXPECT_TRUE(tell(swarm::Released{info_hash}).empty());
    EXPECT_EQ(keeper.serving(), 0U);
}

TEST_F(KeeperTest, ServesAHealedBundleAgain)
{
    hold("one");
    tell(swarm::DamageFound{info_hash});
    tell(swarm::Released{info_hash});
    tell(HealingCopied{bundle});
    EXPECT_TRUE(has<Serve>(tell(SealedCopyHeld{bundle, info_hash, 1000, today}), bundle));
}

}  // namespace
}  // namespace nightletter::mirror
