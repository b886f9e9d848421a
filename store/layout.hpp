// store/layout.hpp: where each thing of a store lies on disk.
//
// Paths only; no file is opened, made or judged here. `bundles/`, `torrents/` and `publishers/` are the layout of
// docs/formats.md section 5, so that any static web server can export them.
#pragma once

#include <filesystem>

#include "base/names.hpp"

namespace nightletter::store {

class Layout {
public:
    explicit Layout(std::filesystem::path root) : root_{std::move(root)} {}

    [[nodiscard]] std::filesystem::path const& root() const { return root_; }

    // Sealed: only ever made by a rename, read-only. The bag is at bundles/<nlb1…>/<slug>.
    [[nodiscard]] std::filesystem::path bundles() const { return root_ / "bundles"; }
    [[nodiscard]] std::filesystem::path bundle(BundleId const& id) const { return bundles() / bundle_text(id); }
    [[nodiscard]] std::filesystem::path torrents() const { return root_ / "torrents"; }
    [[nodiscard]] std::filesystem::path torrent(BundleId const& id) const
    {
        return torrents() / (bundle_text(id) + ".torrent");
    }

    // Arrived or arriving, unjudged: quarantine/<info-hash>/{copy/<slug>/…, torrent}.
    [[nodiscard]] std::filesystem::path quarantine() const { return root_ / "quarantine"; }
    [[nodiscard]] std::filesystem::path arrival(InfoHash const& hash) const { return quarantine() / hash.hex(); }
    [[nodiscard]] std::filesystem::path arrival_copy(InfoHash const& hash) const { return arrival(hash) / "copy"; }
    [[nodiscard]] std::filesystem::path arrival_torrent(InfoHash const& hash) const
    {
        return arrival(hash) / "torrent";
    }

    // What publishers said, as anybody may have it.
    [[nodiscard]] std::filesystem::path publishers() const { return root_ / "publishers"; }
    [[nodiscard]] std::filesystem::path publisher(PublisherId const& id) const
    {
        return publishers() / publisher_text(id);
    }
    // What is known about a publisher and is nobody else's business.
    [[nodiscard]] std::filesystem::path records() const { return root_ / "records"; }
    [[nodiscard]] std::filesystem::path record(PublisherId const& id) const { return records() / publisher_text(id); }
    [[nodiscard]] std::filesystem::path journal() const { return root_ / "journal"; }

    // Where a pack that came as one file is taken apart: unjudged, there while that goes on.
    [[nodiscard]] std::filesystem::path unpacked() const { return root_ / "unpacked"; }

    [[nodiscard]] std::filesystem::path catalogue() const { return root_ / "catalogue.db"; }
    [[nodiscard]] std::filesystem::path high_water_log() const { return root_ / "highwater.log"; }
    [[nodiscard]] std::filesystem::path view() const { return root_ / "view"; }
    [[nodiscard]] std::filesystem::path format() const { return root_ / "format"; }
    // Addresses that worked (swarm/contacts.hpp); nobody else's business, in no export.
    [[nodiscard]] std::filesystem::path contacts() const { return root_ / "contacts"; }
    // What each program that shares this store has moved over the network, by month (store/traffic_months.hpp).
    [[nodiscard]] std::filesystem::path traffic() const { return root_ / "traffic"; }
    // There while something is being erased, so that an interruption does not leave half of it.
    [[nodiscard]] std::filesystem::path erasing() const { return root_ / "erasing"; }
    [[nodiscard]] std::filesystem::path lock() const { return root_ / "lock"; }

private:
    std::filesystem::path root_;
};

}  // namespace nightletter::store
