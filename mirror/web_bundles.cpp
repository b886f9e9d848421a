#include "mirror/web_bundles.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

// A server that has not got it, or other bytes than we want; whatever else is wrong is the matter of the connection.
bool is_about_the_bundle(web::Fault fault)
{
    return fault == web::Fault::not_found || fault == web::Fault::too_large || fault == web::Fault::wrong_range;
}

}  // namespace

WebBundles::WebBundles(std::list<WebMirror>& mirrors, swarm::BundleSwarm& swarm, WebMirror::Moments moment,
                       TorrentBrought brought)
    : mirrors_{mirrors}, swarm_{swarm}, moment_{std::move(moment)}, brought_{std::move(brought)}
{
}

void WebBundles::seek(trust::Release const& release)
{
    auto const [entry, is_new] = bundles_.try_emplace(release.info_hash);
    if (!is_new) return;
    entry->second.release = release;
    go_on(entry->second);
}

void WebBundles::fill(trust::Release const& release, ByteView torrent)
{
    seek(release);
    auto& bundle = bundles_.at(release.info_hash);
    if (torrent.empty()) return;
    auto const checked = bundles::check_torrent(torrent, {.info_hash = release.info_hash});
    if (checked) bundle.map = PieceMap::of(*checked);
    go_on(bundle);
}

void WebBundles::end(InfoHash const& bundle)
{
    bundles_.erase(bundle);
}

void WebBundles::handle(swarm::PiecesMissing const& missing)
{
    auto const found = bundles_.find(missing.bundle);
    if (found == bundles_.end()) return;
    auto& bundle = found->second;
    auto const now = moment_();
    if (!missing.untouched.empty()) bundle.untouched_at = now;
    // What peers have begun they will mostly finish; a piece that nobody finishes is brought in the end.
    bool const peers_are_slow = now - bundle.untouched_at >= peers_patience;
    bundle.missing = missing.untouched.empty() && peers_are_slow ? missing.begun : missing.untouched;
    std::erase_if(bundle.put, [&](auto const& put) { return now - put.second >= put_patience; });
    std::erase_if(bundle.missing, [&](std::uint32_t piece) {
        bool const on_its_way = std::ranges::any_of(
            bundle.runs, [&](Run const& run) { return piece - run.pieces.first < run.pieces.count; });
        return on_its_way || bundle.put.contains(piece);
    });
    go_on(bundle);
}

void WebBundles::stirred(InfoHash const& bundle)
{
    auto const found = bundles_.find(bundle);
    if (found == bundles_.end()) return;
    found->second.asked_at = {};
    go_on(found->second);
}

void WebBundles::tick()
{
    for (auto& [info_hash, bundle] : bundles_) go_on(bundle);
}

void WebBundles::go_on(Bundle& bundle)
{
    if (!bundle.map) {
        if (!bundle.torrent) ask_for_torrent(bundle);
        return;
    }
    while (!bundle.missing.empty()) {
        auto const ready = ready_for(bundle);
        if (ready.empty()) return;
        auto const starts = [&](WebMirror* mirror) { return start_run(bundle, *mirror); };
        if (std::ranges::none_of(ready, starts)) bundle.missing.clear();
    }
    auto const now = moment_();
    if (bundle.asked_at + between_questions > now || ready_for(bundle).empty()) return;
    bundle.asked_at = now;
    swarm_.ask_missing(bundle.release.info_hash);
}

void WebBundles::ask_for_torrent(Bundle& bundle)
{
    auto const ready = ready_for(bundle);
    if (ready.empty() || moment_() < bundle.seek_again_at) return;
    auto* const mirror = ready.front();
    bundle.torrent =
        mirror->pull("torrents/" + bundle_text(bundle.release.bundle) + ".torrent", {0, bundles::largest_torrent},
                     web::Extent::whole, [this, &bundle, mirror](Expected<Bytes, web::Fault> torrent) {
                         torrent_came(bundle, mirror, std::move(torrent));
                     });
}

void WebBundles::torrent_came(Bundle& bundle, WebMirror const* mirror, Expected<Bytes, web::Fault> torrent)
{
    bundle.torrent.reset();
    if (!torrent) {
        if (is_about_the_bundle(torrent.error())) leave_alone(bundle, mirror);
        return;
    }
    auto const& release = bundle.release;
    auto const checked = bundles::check_torrent(
        *torrent, {.info_hash = release.info_hash, .bytes = release.bytes, .files = release.files});
    if (!checked || !checked->has_all_layers()) return leave_alone(bundle, mirror);
    // Its owner begins the fetch anew with it, and tells `fill`; an owner that is at something else is told later.
    bundle.seek_again_at = moment_() + between_torrents;
    auto const info_hash = release.info_hash;
    brought_(info_hash, checked->torrent());
}

bool WebBundles::start_run(Bundle& bundle, WebMirror& mirror)
{
    auto const missing = missing_for(bundle, mirror);
    auto const pieces = missing.empty() ? std::nullopt : bundle.map->run(missing, mirror.step());
    if (!pieces) return false;
    std::erase_if(bundle.missing, [&](std::uint32_t piece) { return piece - pieces->first < pieces->count; });
    auto const run = bundle.runs.insert(bundle.runs.end(), Run{*pieces, {}});
    auto const path = "bundles/" + bundle_text(bundle.release.bundle) + '/' + bundle.map->name() + '/' + pieces->path;
    run->pull = mirror.pull(path, {pieces->offset, pieces->size}, web::Extent::part,
                            [this, &bundle, run, &mirror](Expected<Bytes, web::Fault> bytes) {
                                run_came(bundle, run, &mirror, std::move(bytes));
                            });
    return true;
}

std::vector<std::uint32_t> WebBundles::missing_for(Bundle const& bundle, WebMirror const& mirror) const
{
    auto missing = bundle.missing;
    if (bundle.lacking.empty()) return missing;
    auto const now = moment_();
    std::erase_if(missing, [&](std::uint32_t piece) {
        auto const* const path = bundle.map->path_of(piece);
        if (path == nullptr) return true;  // no server has it
        auto const lacking = bundle.lacking.find({&mirror, *path});
        return lacking != bundle.lacking.end() && now < lacking->second;
    });
    return missing;
}

void WebBundles::run_came(Bundle& bundle, std::list<Run>::iterator run, WebMirror const* mirror,
                          Expected<Bytes, web::Fault> bytes)
{
    auto const pieces = run->pieces;
    bundle.runs.erase(run);
    if (!bytes && bytes.error() == web::Fault::not_found) {
        bundle.lacking[{mirror, pieces.path}] = moment_() + rest_after_refusal;
        return;
    }
    if (!bytes) {
        if (is_about_the_bundle(bytes.error())) leave_alone(bundle, mirror);
        return;
    }
    if (bytes->size() != pieces.size) return leave_alone(bundle, mirror);
    for (auto piece = pieces.first; piece < pieces.first + pieces.count; ++piece) {
        auto const part = bundle.map->piece_of(pieces, *bytes, piece);
        if (!bundle.map->holds(piece, part)) {
            leave_alone(bundle, mirror);
            continue;
        }
        bundle.put[piece] = moment_();
        swarm_.put_piece(bundle.release.info_hash, piece, copy_of(part));
    }
    go_on(bundle);
}

std::vector<WebMirror*> WebBundles::ready_for(Bundle const& bundle)
{
    auto const now = moment_();
    std::vector<WebMirror*> ready;
    for (auto& mirror : mirrors_) {
        auto const rest = bundle.rests.find(&mirror);
        bool const is_free = mirror.is_answering() && mirror.is_ready();
        if (is_free && (rest == bundle.rests.end() || now >= rest->second)) ready.push_back(&mirror);
    }
    return ready;
}

void WebBundles::leave_alone(Bundle& bundle, WebMirror const* mirror)
{
    bundle.rests[mirror] = moment_() + rest_after_refusal;
}

}  // namespace nightletter::mirror
