#include "tests/store/ingest.hpp"

#include "base/durable_file.hpp"

namespace nightletter::test {
namespace {

using store::SealFailure;

constexpr UtcTime sealing_time{1'777'900'000};

Trouble trouble_of(bundles::NotVerified const& wrong, std::filesystem::path const& bag)
{
    if (wrong.findings.empty()) return wrong.troubles.front();
    return {"verify", bag.string(), std::string{wrong.findings.front().word()}};
}

}  // namespace

bundles::LanguageMap titles_of(std::filesystem::path const& bag)
{
    auto const text = read_file(bag / bundles::name::metadata, bundles::limit::metadata);
    if (!text) return {};
    auto const metadata = bundles::parse_metadata(*text);
    return metadata ? metadata->title : bundles::LanguageMap{};
}

Expected<store::SettledCopy, SealFailure> settle_copy(store::StillCopy copy, ByteView torrent)
{
    auto verified = bundles::verify_bundle(copy.bag(), {});
    if (!verified) return fail(SealFailure{trouble_of(verified.error(), copy.bag())});
    auto checked = bundles::check_torrent(torrent, {});
    if (!checked) return fail(SealFailure{Trouble{"verify", "the torrent", std::string{word(checked.error())}}});
    return store::settle(std::move(copy), std::move(*verified), std::move(*checked));
}

Expected<store::SealedBundle, SealFailure> ingest(store::Store& store, std::filesystem::path const& bag,
                                                  ByteView torrent)
{
    auto const checked = bundles::check_torrent(torrent, {});
    if (!checked) return fail(SealFailure{Trouble{"verify", "the torrent", std::string{word(checked.error())}}});
    auto const hash = checked->info_hash();
    if (auto taken = store.quarantine().take_in(hash, bag); !taken) return fail(SealFailure{taken.error()});
    auto copy = store.quarantine().hold_still(hash);
    if (!copy) return fail(SealFailure{copy.error()});
    auto settled = settle_copy(std::move(*copy), torrent);
    if (!settled) return fail(settled.error());
    return store.bundles().seal(*settled, titles_of(bag), sealing_time);
}

}  // namespace nightletter::test
