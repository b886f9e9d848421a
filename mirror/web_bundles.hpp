// mirror/web_bundles.hpp: fills the bundles that are being fetched with bytes from web servers.
//
// docs/decisions/0011. For each bundle it brings the torrent with its piece layers, then those pieces that are wanted,
// missing, not on their way from peers; each is held against its hash here, and only then handed to the swarm. A server
// with other bytes loses its turn for that bundle, one that lacks a file (a mirror that keeps text alone) is asked for
// the others; no peer is blamed for it. Loop thread only.
#pragma once

#include <list>
#include <map>

#include "mirror/piece_map.hpp"
#include "mirror/web_mirror.hpp"
#include "swarm/swarm.hpp"
#include "trust/feed.hpp"

namespace nightletter::mirror {

class WebBundles {
public:
    static constexpr Moment rest_after_refusal = std::chrono::minutes{10};  // of one server, for one bundle or file
    static constexpr Moment between_torrents = std::chrono::seconds{10};
    static constexpr Moment between_questions = std::chrono::milliseconds{250};
    static constexpr Moment put_patience = std::chrono::seconds{5};    // until a piece handed over shows as had
    static constexpr Moment peers_patience = std::chrono::seconds{3};  // with pieces that peers have begun

    using TorrentBrought = std::function<void(InfoHash const&, Bytes)>;

    WebBundles(std::list<WebMirror>& mirrors, swarm::BundleSwarm& swarm, WebMirror::Moments moment,
               TorrentBrought brought);

    // Its torrent is wanted; nothing can be put into it yet.
    void seek(trust::Release const& release);
    // The swarm fetches it; `torrent` as in swarm::Fetch.
    void fill(trust::Release const& release, ByteView torrent);
    void end(InfoHash const& bundle);
    void handle(swarm::PiecesMissing const& missing);
    // Something else is wanted of it, or has come.
    void stirred(InfoHash const& bundle);
    void tick();

private:
    struct Run {
        PieceRun pieces;
        std::unique_ptr<web::Pull> pull;
    };
    struct Bundle {
        trust::Release release;
        std::optional<PieceMap> map;  // none: its torrent is sought
        std::unique_ptr<web::Pull> torrent;
        std::map<WebMirror const*, Moment> rests;
        std::map<std::pair<WebMirror const*, std::string>, Moment> lacking;  // by path in the bag; until then
        std::vector<std::uint32_t> missing;
        Moment seek_again_at{};
        Moment asked_at{};
        Moment untouched_at{};  // when something was missing last that no peer had begun
        std::list<Run> runs;
        std::map<std::uint32_t, Moment> put;
    };

    void go_on(Bundle& bundle);
    void ask_for_torrent(Bundle& bundle);
    void torrent_came(Bundle& bundle, WebMirror const* mirror, Expected<Bytes, web::Fault> torrent);
    // false: of what is missing this one has nothing.
    bool start_run(Bundle& bundle, WebMirror& mirror);
    // What is missing without the files that this server has not got.
    [[nodiscard]] std::vector<std::uint32_t> missing_for(Bundle const& bundle, WebMirror const& mirror) const;
    void run_came(Bundle& bundle, std::list<Run>::iterator run, WebMirror const* mirror,
                  Expected<Bytes, web::Fault> bytes);
    [[nodiscard]] std::vector<WebMirror*> ready_for(Bundle const& bundle);
    void leave_alone(Bundle& bundle, WebMirror const* mirror);

    std::list<WebMirror>& mirrors_;
    swarm::BundleSwarm& swarm_;
    WebMirror::Moments moment_;
    TorrentBrought brought_;
    std::map<InfoHash, Bundle> bundles_;
};

}  // namespace nightletter::mirror
