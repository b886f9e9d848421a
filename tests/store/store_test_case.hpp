// tests/store/store_test_case.hpp: the words in which tests of the store are written.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/ingest.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {

// Everything the newsroom has said up to `feed`, as a mirror keeps it.
[[nodiscard]] inline store::PublisherRecord record_of(Newsroom const& newsroom, trust::Candidate const& feed)
{
    auto const& newest = newsroom.newest_feed();
    return {newsroom.id(),
            newsroom.newest_root().name,
            {newsroom.roots(), feed, {}, {}},
            {newsroom.newest_root().epoch, {newest.epoch, newest.seq, hash_of(feed)}}};
}

class StoreTestCase : public ::testing::Test {
protected:
    StoreTestCase() { start(); }

    // Opens it, or opens it again as the next start would.
    void start()
    {
        store.reset();
        auto opened = store::Store::open(root());
        ASSERT_TRUE(opened) << opened.error().sentence();
        store = std::move(*opened);
    }
    // A bundle that the publisher's feed names and that lies ready outside the store.
    [[nodiscard]] Printed publish(std::string const& slug = "night-school",
                                  std::map<std::string, std::string> const& more_files = {})
    {
        Press press{newsroom};
        for (auto const& [path, contents] : more_files) press.put(path, contents);
        auto bundle = press.print(place / "publisher", slug);
        auto const kept = store->publishers().keep(record_of(newsroom, newsroom.publish({bundle.release()})));
        EXPECT_TRUE(kept) << kept.error().sentence();
        return bundle;
    }
    void seal(Printed const& bundle)
    {
        auto const sealed = ingest(*store, bundle.directory, bundle.torrent.bytes());
        ASSERT_TRUE(sealed) << sealed.error().trouble.sentence();
    }
    [[nodiscard]] store::StillCopy arrive(Printed const& bundle)
    {
        EXPECT_TRUE(store->quarantine().take_in(bundle.torrent.info_hash(), bundle.directory));
        return store->quarantine().hold_still(bundle.torrent.info_hash()).value();
    }
    [[nodiscard]] std::optional<store::BundleState> state(BundleId const& id)
    {
        auto const rows = store->bundles().rows().value();
        for (auto const& row : rows) {
            if (row.id == id) return row.state;
        }
        return std::nullopt;
    }
    [[nodiscard]] std::filesystem::path sealed_file(Printed const& bundle, std::string_view path) const
    {
        return layout().bundle(bundle.id) / bundle.directory.filename() / path;
    }
    // As a disk or an intruder would, in spite of the modes.
    void overwrite(std::filesystem::path const& file, std::string_view contents) const
    {
        std::filesystem::permissions(file, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
        write_text(file, contents);
    }

    [[nodiscard]] std::filesystem::path root() const { return place / "store"; }
    [[nodiscard]] store::Layout layout() const { return store::Layout{root()}; }
    static constexpr UtcTime later{1'780'000'000};  // than the sealing
    TemporaryDirectory place;
    Newsroom newsroom;
    std::unique_ptr<store::Store> store;
};

}  // namespace nightletter::test
