// tests/mirror/fetcher_fixture.hpp: a fetcher that is told of one bundle, with the words to tell it more.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bundles/torrent.hpp"
#include "mirror/fetcher.hpp"

namespace nightletter::mirror {

using bundles::BundlePath;
using bundles::Slug;

inline bundles::Torrent torrent_of(std::string_view slug, std::size_t recording_bytes = 40'000)
{
    std::vector<bundles::TorrentFile> files;
    auto const add = [&](std::string_view path, std::size_t size) {
        files.push_back(
            {*BundlePath::parse(path), bundles::digest_bytes(Bytes(size, static_cast<std::uint8_t>(path.size())))});
    };
    add("bagit.txt", bundles::bagit_text.size());
    add("bag-info.txt", 200);
    add("manifest-sha256.txt", 300);
    add("tagmanifest-sha256.txt", 400);
    add("tagmanifest-sha256.txt.minisig", 300);
    add("publisher/root.1", 700);
    add("publisher/root.1.minisig", 300);
    add("data/metadata.json", 300);
    add("data/transcript.en.txt", 5000);
    add("data/media/talk.opus", recording_bytes);
    return bundles::Torrent::of(*Slug::parse(slug), std::move(files));
}

inline Order order_of(bundles::Torrent const& torrent)
{
    Order order;
    order.release.bundle = *BundleId::from(sha256(torrent.bytes()).bytes());
    order.release.info_hash = torrent.info_hash();
    order.release.bytes = torrent.total_bytes();
    order.release.files = torrent.files();
    return order;
}

class FetcherTest : public ::testing::Test {
protected:
    FetcherTest() { tell(RoomMeasured{{0, std::uint64_t{1} << 40}}); }

    FetchActions tell(FetchEvent const& event) { return fetcher.handle(event, now); }
    FetchActions wait(Moment time)
    {
        now += time;
        return fetcher.tick(now);
    }

    template <class Action>
    static Action const* only(FetchActions const& actions)
    {
        Action const* found = nullptr;
        for (auto const& action : actions) {
            if (auto const* const one = std::get_if<Action>(&action)) found = one;
        }
        return found;
    }

    // Until everything that was wanted is there.
    void fetch_all()
    {
        tell(ReleaseNamed{order});
        tell(InfoFound{info_hash, copy_of(torrent.info())});
        while (only<WantFiles>(tell(swarm::Arrived{info_hash})) != nullptr) {
        }
    }

    Moment now{0};
    Fetcher fetcher{FetchPolicy{}};
    bundles::Torrent torrent = torrent_of("an-interview");
    Order order = order_of(torrent);
    InfoHash info_hash = torrent.info_hash();
    BundleId bundle = order.release.bundle;
};

}  // namespace nightletter::mirror
