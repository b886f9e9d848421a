#include "bundles/verify.hpp"

#include <algorithm>
#include <map>

#include "bundles/content_check.hpp"
#include "bundles/presence.hpp"
#include "bundles/tag_reading.hpp"
#include "trust/root_chain.hpp"

namespace nightletter::bundles {

// One judgement of one directory. Each step adds what is wrong and leaves the next one what it needs.
class Verification {
public:
    Verification(BagDirectory directory, Expectation const& expected)
        : directory_{std::move(directory)}, expected_{expected}
    {
    }

    Expected<VerifiedBundle, NotVerified> run()
    {
        auto const listing = directory_.list();
        if (!listing) return fail(NotVerified{{}, {listing.error()}});
        for (auto const& misfit : listing->misfits) wrong_.add(misfit.refusal, misfit.path);
        tags_ = read_tag_files(directory_, *listing, wrong_);
        judge_names();
        if (tags_.payload) {
            presence_ = judge_presence(*tags_.payload, *listing, expected_.largest_bundle, wrong_);
            digest_payload();
            judge_digests();
            judge_oxum();
        }
        digest_tag_files();
        if (expected_.info_hash) judge_info_hash();
        auto signers = judge_signatures();
        if (!wrong_.empty()) return fail(std::move(wrong_));
        NIGHTLETTER_INSIST(signers && tags_.info && tags_.payload);
        return bundle(std::move(*signers));
    }

private:
    [[nodiscard]] DigestOrder order() const { return {expected_.info_hash ? Hashes::both : Hashes::flat, block_size}; }

    void judge_names()
    {
        if (expected_.bundle && tags_.id && *expected_.bundle != *tags_.id) {
            wrong_.add(Refusal::wrong_bundle, std::string{name::tag_manifest}, "it is " + bundle_text(*tags_.id));
        }
        if (expected_.publisher && tags_.info && *expected_.publisher != tags_.info->publisher) {
            wrong_.add(Refusal::wrong_publisher, std::string{name::bag_info},
                       "it is of " + publisher_text(tags_.info->publisher));
        }
    }

    void digest_payload()
    {
        files_ = judge_content(directory_, presence_.held, order(), wrong_);
        std::vector<BundlePath> paths;
        for (auto const& line : presence_.held) {
            if (!is_content(line.path)) paths.push_back(line.path);
        }
        auto answers = digest_files(directory_, paths, order());
        for (std::size_t i = 0; i < paths.size(); ++i) {
            if (answers[i]) {
                files_.push_back({paths[i], std::move(*answers[i])});
            } else {
                wrong_.add(answers[i].error(), paths[i].text());
            }
        }
        std::sort(files_.begin(), files_.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
    }

    void judge_digests()
    {
        std::vector<TorrentFile const*> changed;
        for (auto const& file : files_) {
            if (tags_.payload->digest_of(file.path) != file.digest.flat) changed.push_back(&file);
        }
        all_as_listed_ = changed.empty() && files_.size() + presence_.absent.size() == tags_.payload->lines().size();
        if (changed.empty()) return;
        // Two files that were exchanged are worth a word of their own to whoever has to put them back.
        std::map<Sha256, BundlePath> by_digest;
        for (auto const& line : tags_.payload->lines()) by_digest.emplace(line.digest, line.path);
        for (auto const* const file : changed) {
            auto const other = by_digest.find(file->digest.flat);
            wrong_.add(Refusal::content_mismatch, file->path.text(),
                       other == by_digest.end() ? "" : "it holds what is listed as " + other->second.text());
        }
    }

    // The sizes of absent files are known to nobody, so the sum is exact only for a complete bag.
    void judge_oxum()
    {
        if (!tags_.info) return;
        std::uint64_t bytes = 0;
        for (auto const& file : files_) bytes += file.digest.size;
        auto const listed = tags_.payload->lines().size();
        auto const bytes_fit =
            presence_.absent.empty() ? bytes == tags_.info->payload_bytes : bytes < tags_.info->payload_bytes;
        if (tags_.info->payload_files == listed && (bytes_fit || !all_as_listed_)) return;
        wrong_.add(Refusal::wrong_oxum, std::string{name::bag_info},
                   "data/ has " + std::to_string(bytes) + " bytes in " + std::to_string(listed) + " listed files");
    }

    void digest_tag_files()
    {
        for (auto const& [path, contents] : tags_.contents) files_.push_back({path, digest_bytes(contents, order())});
        std::sort(files_.begin(), files_.end(), [](auto const& a, auto const& b) { return a.path < b.path; });
    }

    void judge_info_hash()
    {
        if (!tags_.info || files_.empty()) return;
        torrent_ = Torrent::of(tags_.info->slug, files_);
        if (torrent_->info_hash() == *expected_.info_hash) return;
        auto const* const why = presence_.absent.empty() ? "" : "not every file of the torrent is held";
        wrong_.add(Refusal::wrong_info_hash, "", why);
    }

    std::optional<trust::BundleSigners> judge_signatures()
    {
        auto const* const tag_manifest = tags_.find(name::tag_manifest);
        auto const* const signatures = tags_.find(name::signatures);
        auto const chain = root_chain();
        if (!chain || tag_manifest == nullptr || signatures == nullptr) return std::nullopt;
        trust::Candidate const signed_manifest{*tag_manifest, *signatures};
        auto signers = expected_.held != nullptr ? trust::BundleSigners::judge(signed_manifest, *chain, *expected_.held)
                                                 : trust::BundleSigners::judge(signed_manifest, *chain);
        if (signers) return std::move(*signers);
        wrong_.findings.push_back({signers.error(), std::string{name::signatures}, ""});
        return std::nullopt;
    }

    std::optional<trust::RootChain> root_chain()
    {
        if (tags_.roots.empty() || !tags_.info) return std::nullopt;
        auto chain = trust::RootChain::begin(tags_.roots.front(), tags_.info->publisher);
        std::uint32_t number = 1;
        auto fault = chain ? std::nullopt : std::optional{chain.error()};
        while (!fault && number < tags_.roots.size()) {
            auto const extended = chain->extend(tags_.roots[number]);
            ++number;
            if (!extended) fault = extended.error();
        }
        if (!fault) return std::move(*chain);
        wrong_.findings.push_back({*fault, root_path(number).text(), ""});
        return std::nullopt;
    }

    VerifiedBundle bundle(trust::BundleSigners signers)
    {
        VerifiedBundle made{std::move(signers), tags_.info->slug};
        made.tiers_ = presence_.tiers;
        made.absent_ = std::move(presence_.absent);
        std::sort(made.absent_.begin(), made.absent_.end());
        made.torrent_ = std::move(torrent_);
        for (auto& file : files_) made.files_.push_back({file.path, file.digest.size, file.digest.flat});
        return made;
    }

    BagDirectory directory_;
    Expectation expected_;
    NotVerified wrong_;
    TagReading tags_;
    Presence presence_;
    std::vector<TorrentFile> files_;  // what was read, sorted by path; `pieces` only when an info-hash is expected
    bool all_as_listed_ = false;
    std::optional<Torrent> torrent_;
};

std::uint64_t VerifiedBundle::total_bytes() const
{
    std::uint64_t total = 0;
    for (auto const& file : files_) total += file.size;
    return total;
}

VerifiedFile const* VerifiedBundle::find(BundlePath const& path) const
{
    auto const found =
        std::lower_bound(files_.begin(), files_.end(), path,
                         [](VerifiedFile const& file, BundlePath const& wanted) { return file.path < wanted; });
    return found != files_.end() && found->path == path ? &*found : nullptr;
}

Expected<VerifiedBundle, NotVerified> verify_bundle(std::filesystem::path const& directory, Expectation const& expected)
{
    auto opened = BagDirectory::open(directory);
    if (!opened) return fail(NotVerified{{}, {opened.error()}});
    return Verification{std::move(*opened), expected}.run();
}

Expected<Bytes, NotVerified> read_verified(std::filesystem::path const& directory, VerifiedBundle const& bundle,
                                           BundlePath const& path)
{
    NotVerified wrong;
    auto const opened = BagDirectory::open(directory);
    if (!opened) return fail(NotVerified{{}, {opened.error()}});
    auto const* const file = bundle.find(path);
    if (file == nullptr) {
        wrong.add(Refusal::missing_file, path.text());
        return fail(std::move(wrong));
    }
    auto contents = opened->read(path, file->size);
    if (!contents) {
        wrong.add(contents.error(), path.text());
        return fail(std::move(wrong));
    }
    if (sha256(*contents) != file->digest) {
        wrong.add(Refusal::content_mismatch, path.text());
        return fail(std::move(wrong));
    }
    return std::move(*contents);
}

}  // namespace nightletter::bundles
