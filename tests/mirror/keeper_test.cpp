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
        return keeper.handle(SealedCopyHeld{bundle_named(name), hash_named(name)});
    }

    Keeper keeper;
    BundleId bundle = bundle_named("one");
    InfoHash info_hash = hash_named("one");
};

TEST_F(KeeperTest, ServesASealedBundleAndReadsItAgain)
{
    auto const actions = hold("one");
    EXPECT_TRUE(has<Serve>(actions, bundle));
    EXPECT_TRUE(has<ReadAgain>(actions, bundle));
    EXPECT_TRUE(keeper.is_serving(info_hash));
}

TEST_F(KeeperTest, DoesNotReadABundleThatWasVerifiedAMomentAgo)
{
    auto const actions = tell(SealedCopyHeld{bundle, info_hash, Reading::done});
    EXPECT_FALSE(has<ReadAgain>(actions, bundle));
}

TEST_F(KeeperTest, ReadsOneBundleAtATime)
{
    hold("one");
    EXPECT_FALSE(has<ReadAgain>(hold("two"), bundle_named("two")));
    EXPECT_TRUE(has<ReadAgain>(tell(CopyRead{bundle, BundleState::sealed}), bundle_named("two")));
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
    auto const actions = tell(CopySuspected{bundle, info_hash, BundleState::damaged});
    EXPECT_FALSE(has<Serve>(actions, bundle));
    EXPECT_TRUE(has<ReadAgain>(actions, bundle));
    EXPECT_TRUE(has<Serve>(tell(CopyRead{bundle, BundleState::sealed}), bundle));
}

TEST_F(KeeperTest, HealsASuspectThatReadsWrong)
{
    tell(CopySuspected{bundle, info_hash, BundleState::damaged});
    EXPECT_TRUE(has<CopyForHealing>(tell(CopyRead{bundle, BundleState::damaged}), bundle));
}

TEST_F(KeeperTest, FetchesWhatIsGoneAltogether)
{
    EXPECT_TRUE(has<FetchAgain>(tell(CopySuspected{bundle, info_hash, BundleState::missing}), bundle));
}

TEST_F(KeeperTest, GoesOnWithTheNextWhenOneCannotBeRead)
{
    hold("one");
    hold("two");
    EXPECT_TRUE(has<ReadAgain>(tell(ReadingTroubled{bundle}), bundle_named("two")));
    EXPECT_TRUE(keeper.is_serving(info_hash));
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
    EXPECT_TRUE(has<Serve>(tell(SealedCopyHeld{bundle, info_hash, Reading::done}), bundle));
}

}  // namespace
}  // namespace nightletter::mirror
