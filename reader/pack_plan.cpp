#include "reader/pack_plan.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "pages/pack_page.hpp"
#include "pages/transcript_page.hpp"
#include "reader/verified_content.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::reader {
namespace {

using packs::PackFile;
using packs::PackUnit;

PackUnit single(std::string const& path, std::variant<Bytes, packs::JudgedFile, packs::MadeFile> contents)
{
    return {path, {{path, std::move(contents)}}};
}

void add_pair(PackUnit& unit, std::string const& name, trust::Candidate const& candidate)
{
    unit.files.push_back({unit.path + '/' + name, candidate.document});
    unit.files.push_back({unit.path + '/' + name + ".minisig", candidate.signatures});
}

PackUnit documents_of(mirror::Ledger const& ledger)
{
    auto const record = ledger.record();
    PackUnit unit{"publishers/" + publisher_text(record.id), {}};
    std::size_t version = 0;
    // What judges comes before what is judged, so that a tar that is cut short says what it can.
    for (auto const& root : record.documents.roots) add_pair(unit, "root." + std::to_string(++version), root);
    if (record.documents.feed) add_pair(unit, "feed", *record.documents.feed);
    for (auto const& withdrawal : record.documents.withdrawals) {
        add_pair(unit, "withdrawal." + sha256(withdrawal.document).hex(), withdrawal);
    }
    if (!record.documents.heads.empty()) unit.files.push_back({unit.path + "/heads", record.documents.heads});
    // For whoever puts the pack onto a web server.
    auto const list = trust::WithdrawalList::beside(record.documents.feed, record.documents.withdrawals);
    if (!list.withdrawals.empty()) {
        unit.files.push_back(
            {unit.path + '/' + std::string{trust::withdrawal_list_name}, copy_of(as_bytes(list.text()))});
    }
    return unit;
}

std::string place_in_pack(PackedBundle const& packed)
{
    return "bundles/" + bundle_text(packed.bundle.id()) + '/' + packed.bundle.slug().text();
}

PackUnit files_of(PackedBundle const& packed)
{
    PackUnit unit{"bundles/" + bundle_text(packed.bundle.id()), {}};
    for (auto const& file : packed.bundle.files()) {
        unit.files.push_back({place_in_pack(packed) + '/' + file.path.text(),
                              packs::JudgedFile{packed.bag / file.path.text(), file.size, file.digest}});
    }
    return unit;
}

Expected<bundles::Content, Trouble> content_of(PackedBundle const& packed)
{
    auto content = verified_content(packed.bag, packed.bundle);
    if (content) return std::move(*content);
    return fail(Trouble{"read", packed.bag.string(), "it changed after it was verified", Retry::may_help});
}

pages::PackListing listing_of(PackedBundle const& packed, bundles::Metadata const& metadata)
{
    pages::PackListing listing{
        "pages/" + bundle_text(packed.bundle.id()) + ".html", metadata.title, metadata.language, metadata.date, {}};
    for (auto const& file : packed.bundle.files()) {
        if (bundles::tier_of(file.path) != bundles::Tier::text) {
            listing.files.push_back(place_in_pack(packed) + '/' + file.path.text());
        }
    }
    return listing;
}

Bytes page_of(PackedBundle const& packed, bundles::Content const& content, std::string const& publisher_name)
{
    pages::Provenance provenance{
        pages::Standing::not_checked, publisher_name, packed.publisher, packed.bundle.id(), {}};
    return copy_of(as_bytes(pages::transcript_page(content, provenance)));
}

// Made once to be measured, and again when it is written.
PackUnit page_unit(PackedBundle const& packed, bundles::Content const& content, std::string const& publisher_name)
{
    auto again = [&packed, publisher_name]() -> Expected<Bytes, Trouble> {
        auto const read = content_of(packed);
        if (!read) return fail(read.error());
        return page_of(packed, *read, publisher_name);
    };
    return single("pages/" + bundle_text(packed.bundle.id()) + ".html",
                  packs::MadeFile::like(page_of(packed, content, publisher_name), std::move(again)));
}

pages::PackShelf shelf_of(mirror::Ledger const& ledger)
{
    auto const& acceptance = ledger.acceptance();
    pages::PackShelf shelf{acceptance.publisher(), acceptance.chain()->newest().root().name, {}, {}};
    if (auto const* const feed = acceptance.feed()) {
        shelf.newest = "feed " + std::to_string(feed->point().seq) + " of " + day_text(day_of(feed->feed().issued));
    }
    return shelf;
}

// The order of the feed, newest first: what a visitor came for is on top.
std::vector<PackedBundle const*> newest_first(PackContents const& contents, mirror::Ledger const& ledger)
{
    std::vector<PackedBundle const*> found;
    for (auto const& release : ledger.acceptance().releases()) {
        auto const packed = contents.bundles().find(release.bundle);
        if (packed != contents.bundles().end()) found.push_back(&packed->second);
    }
    std::ranges::reverse(found);
    return found;
}

}  // namespace

Expected<std::vector<PackUnit>, Trouble> pack_plan(PackContents const& contents, packs::Peers const& peers)
{
    std::vector<PackUnit> units;
    for (auto const& [publisher, ledger] : contents.publishers()) units.push_back(documents_of(ledger));
    if (!peers.addresses.empty())
        units.push_back(single(std::string{packs::peers_name}, copy_of(as_bytes(peers.text()))));
    std::vector<PackUnit> bundles;
    for (auto const& [id, packed] : contents.bundles()) {
        if (packed.lies == Lies::in_pack) continue;
        units.push_back(single("torrents/" + bundle_text(id) + ".torrent", packed.torrent));
        bundles.push_back(files_of(packed));
    }
    std::ranges::move(bundles, std::back_inserter(units));
    std::vector<pages::PackShelf> shelves;
    for (auto const& [publisher, ledger] : contents.publishers()) {
        auto& shelf = shelves.emplace_back(shelf_of(ledger));
        for (auto const* const packed : newest_first(contents, ledger)) {
            auto const content = content_of(*packed);
            if (!content) return fail(content.error());
            units.push_back(page_unit(*packed, *content, shelf.name));
            shelf.bundles.push_back(listing_of(*packed, content->metadata));
        }
    }
    units.push_back(single("index.html", copy_of(as_bytes(pages::pack_page(shelves)))));
    return units;
}

}  // namespace nightletter::reader
