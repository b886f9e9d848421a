#include "bundles/payload.hpp"

#include <algorithm>
#include <optional>

#include "bundles/file_digest.hpp"

namespace nightletter::bundles {
namespace {

// One look at a publisher's folder before it is signed.
class Survey {
public:
    // `metadata`: what data/metadata.json will be, whatever lies there now; nullopt for the one on disk.
    Survey(BagDirectory directory, std::uint64_t largest_bundle, std::optional<ByteView> metadata)
        : directory_{std::move(directory)}, largest_bundle_{largest_bundle}, metadata_{metadata}
    {
    }

    Expected<Payload, NotVerified> run()
    {
        auto listing = directory_.list();
        if (!listing) return fail(NotVerified{{}, {listing.error()}});
        for (auto const& misfit : listing->misfits) wrong_.add(misfit.refusal, misfit.path);
        for (auto const& file : listing->files) consider(file);
        for (auto const& directory : listing->directories) {
            if (!listing->has_below(directory)) wrong_.add(Refusal::unlisted_file, directory, "an empty directory");
        }
        judge_whole();
        if (!wrong_.empty()) return fail(std::move(wrong_));
        digest();
        if (!wrong_.empty()) return fail(std::move(wrong_));
        return std::move(payload_);
    }

private:
    void consider(FoundFile const& file)
    {
        if (auto const allowed = may_be_in_a_bag(file.path); !allowed) {
            wrong_.add(allowed.error(), file.path.text());
            return;
        }
        if (!file.path.is_payload() || (metadata_ && file.path.text() == name::metadata)) return;
        auto const most = size_limit(file.path).value_or(largest_bundle_);
        if (file.size > most)
            wrong_.add(Refusal::too_large, file.path.text(), "over " + std::to_string(most) + " bytes");
        payload_.bytes += file.size;
        paths_.push_back(file.path);
    }

    void judge_whole()
    {
        if (metadata_) payload_.bytes += metadata_->size();
        if (payload_.bytes > largest_bundle_) {
            wrong_.add(Refusal::too_large, "data", "together over " + std::to_string(largest_bundle_) + " bytes");
        }
        if (paths_.size() > limit::payload_files) wrong_.add(Refusal::too_many_files, "data");
        auto const metadata = known_path(name::metadata);
        if (!metadata_ && std::find(paths_.begin(), paths_.end(), metadata) == paths_.end()) {
            wrong_.add(Refusal::missing_file, metadata.text());
        }
    }

    void digest()
    {
        // The tag files only make the bundle larger, so its pieces are no shorter than these.
        auto const piece_length = piece_length_for(payload_.bytes);
        auto answers = digest_files(directory_, paths_, {Hashes::both, piece_length});
        payload_.bytes = 0;
        for (std::size_t i = 0; i < paths_.size(); ++i) {
            if (!answers[i]) {
                wrong_.add(answers[i].error(), paths_[i].text());
                continue;
            }
            payload_.bytes += answers[i]->size;
            payload_.files.push_back(TorrentFile{paths_[i], std::move(*answers[i])});
        }
        if (metadata_) add_metadata(piece_length);
    }

    void add_metadata(std::uint64_t piece_length)
    {
        auto const path = known_path(name::metadata);
        auto const after = std::find_if(payload_.files.begin(), payload_.files.end(),
                                        [&](TorrentFile const& file) { return file.path > path; });
        payload_.files.insert(after, TorrentFile{path, digest_bytes(*metadata_, {Hashes::both, piece_length})});
        payload_.bytes += metadata_->size();
    }

    BagDirectory directory_;
    std::uint64_t largest_bundle_;
    std::optional<ByteView> metadata_;
    std::vector<BundlePath> paths_;
    Payload payload_;
    NotVerified wrong_;
};

Bytes bytes_of(std::string_view text)
{
    return copy_of(as_bytes(text));
}

}  // namespace

Expected<Payload, NotVerified> survey_payload(std::filesystem::path const& bag_root, std::uint64_t largest_bundle)
{
    auto directory = BagDirectory::open(bag_root);
    if (!directory) return fail(NotVerified{{}, {directory.error()}});
    return Survey{std::move(*directory), largest_bundle, std::nullopt}.run();
}

Expected<Payload, NotVerified> survey_payload_with(ByteView metadata, std::filesystem::path const& bag_root,
                                                   std::uint64_t largest_bundle)
{
    NIGHTLETTER_INSIST(!metadata.empty() && metadata.size() <= limit::metadata);
    auto directory = BagDirectory::open(bag_root);
    if (!directory) return fail(NotVerified{{}, {directory.error()}});
    return Survey{std::move(*directory), largest_bundle, metadata}.run();
}

TagFiles make_tag_files(PublisherId const& publisher, Slug const& slug, Payload const& payload,
                        std::vector<RootFiles> const& roots)
{
    NIGHTLETTER_INSIST(!roots.empty() && roots.size() <= limit::roots);
    TagFiles made;
    made.files.push_back({known_path(name::bagit), bytes_of(bagit_text)});
    BagInfo const info{publisher, slug, payload.bytes, payload.files.size()};
    made.files.push_back({known_path(name::bag_info), bytes_of(info.text())});

    std::vector<ManifestLine> listed;
    for (auto const& file : payload.files) listed.push_back({file.digest.flat, file.path});
    made.files.push_back({known_path(name::manifest), bytes_of(Manifest::of(std::move(listed)).text())});

    for (std::uint32_t number = 1; number <= roots.size(); ++number) {
        made.files.push_back({root_path(number), roots[number - 1].document});
        made.files.push_back({root_signatures_path(number), roots[number - 1].signatures});
    }

    std::vector<ManifestLine> tag_listed;
    for (auto const& file : made.files) tag_listed.push_back({sha256(file.contents), file.path});
    made.files.push_back({known_path(name::tag_manifest), bytes_of(Manifest::of(std::move(tag_listed)).text())});
    made.id = *BundleId::from(sha256(made.files.back().contents).bytes());
    return made;
}

Torrent torrent_of(Slug const& slug, Payload const& payload, TagFiles const& tag_files, ByteView signatures)
{
    auto files = payload.files;
    for (auto const& file : tag_files.files) files.push_back({file.path, digest_bytes(file.contents)});
    files.push_back({known_path(name::signatures), digest_bytes(signatures)});
    return Torrent::of(slug, std::move(files));
}

}  // namespace nightletter::bundles
