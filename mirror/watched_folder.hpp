// mirror/watched_folder.hpp: finds the output of a signer in a folder that people copy things into.
//
// docs/formats.md section 2, "Signing in place": DIR/<slug>/, DIR/<slug>.torrent, DIR/publishers/<nlp1…>/, or section
// 5, a pack, where DIR is the watched folder or a folder in it; a pack may also be one tar in the watched folder. What
// is found is offered, never believed, changed or deleted. A file is left alone until nobody has touched it for a
// moment; a thing is offered once for each shape it has.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "base/sha256.hpp"
#include "mirror/haul.hpp"
#include "mirror/watched_tar.hpp"

namespace nightletter::mirror {

struct FoundDocuments {
    PublisherId publisher;
    Haul haul;
};

struct FoundCopy {
    InfoHash info_hash;  // as its torrent says
    std::filesystem::path bag;
    Bytes torrent;
};

struct Finds {
    std::vector<FoundDocuments> documents;
    std::vector<FoundCopy> copies;
    std::vector<std::string> not_taken;  // the word for each tar that is none, or none yet; once for each shape
};

// What looking needs to know of earlier looks. It is handed from one look to the next, on whatever thread that runs.
class WatchedFolder {
public:
    static constexpr std::int64_t settling_seconds = 2;
    static constexpr std::size_t most_outputs = 4096;  // folders looked into

    static constexpr std::size_t most_tars = 256;

    // `min_free`: bytes that are left free where tars are taken apart.
    explicit WatchedFolder(std::filesystem::path root, std::uint64_t min_free = 0)
        : root_{std::move(root)}, min_free_{min_free}
    {
    }
    // An empty directory and nobody else's; without it tars are not looked at. Before the first look.
    void take_tars_apart_in(std::filesystem::path room) { room_ = std::move(room); }

    // Documents of `followed` publishers, copies of `wanted` bundles, as far as they are new. What cannot be read now
    // is looked at again the next time.
    [[nodiscard]] Finds look(std::set<PublisherId> const& followed, std::set<InfoHash> const& wanted, UtcTime now);

private:
    struct KnownTorrent {
        Sha256 shape;
        InfoHash info_hash;  // zeros: no torrent of ours
    };
    struct KnownTar {
        Sha256 shape;
        std::optional<WatchedTar> opened;  // nothing: it is not to be taken
    };
    struct Asked {
        std::set<PublisherId> const& followed;
        std::set<InfoHash> const& wanted;
        UtcTime now;
    };

    void look_into(std::filesystem::path const& output, std::set<PublisherId> const& followed,
                   std::set<InfoHash> const& wanted, UtcTime now, Finds& finds);
    void look_at_documents(std::filesystem::path const& directory, PublisherId const& publisher, UtcTime now,
                           Finds& finds);
    void look_at_torrent(std::filesystem::path const& torrent, std::filesystem::path const& bag,
                         std::set<InfoHash> const& wanted, UtcTime now, Finds& finds);
    void look_at_tars(Asked const& asked, Finds& finds);
    void look_at_tar(std::filesystem::path const& tar, Asked const& asked, Finds& finds);
    void forget(KnownTar const& tar);
    [[nodiscard]] bool is_new_shape(std::filesystem::path const& path, Sha256 const& shape);

    std::filesystem::path root_;
    std::uint64_t min_free_;
    std::filesystem::path room_;
    std::map<std::filesystem::path, KnownTar> tars_;
    std::map<std::filesystem::path, KnownTorrent> torrents_;
    std::map<std::filesystem::path, Sha256> offered_;  // the shape in which each thing was offered last
};

// The documents of one publisher's folder (docs/formats.md section 5): root.N, feed, withdrawal.<sha256> with their
// signature sets, heads. Files over their limit and files without their companion are left out.
[[nodiscard]] Haul read_publisher_folder(std::filesystem::path const& directory);

}  // namespace nightletter::mirror
