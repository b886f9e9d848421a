#include "bundles/content_check.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "bundles/content.hpp"

namespace nightletter::bundles {
namespace {

constexpr std::string_view transcript_stem = "data/transcript.";

class ContentJudge {
public:
    ContentJudge(BagDirectory const& directory, DigestOrder order, NotVerified& wrong)
        : directory_{directory}, order_{order}, wrong_{wrong}
    {
    }

    std::vector<TorrentFile> judge(std::vector<ManifestLine> const& held)
    {
        // Who speaks is said by the metadata, so it comes before the transcripts.
        for (auto const& line : held) {
            if (line.path.text() == name::metadata) judge_metadata(line);
        }
        for (auto const& line : held) {
            if (is_content(line.path) && line.path.text() != name::metadata) judge_transcript(line);
        }
        if (metadata_) name_missing_languages();
        return std::move(digests_);
    }

private:
    // The file's bytes when they are the ones that the manifest lists.
    std::optional<Bytes> listed_bytes(ManifestLine const& line)
    {
        auto contents = directory_.read(line.path, size_limit(line.path).value_or(limit::transcript));
        if (!contents) {
            wrong_.add(contents.error(), line.path.text());
            return std::nullopt;
        }
        digests_.push_back({line.path, digest_bytes(*contents, order_)});
        if (sha256(*contents) != line.digest) return std::nullopt;
        return std::move(*contents);
    }

    void complain(BundlePath const& path, TextFault const& fault)
    {
        auto const where = fault.line == 0 ? std::string{} : "line " + std::to_string(fault.line) + ": ";
        wrong_.add(fault.refusal, path.text(), where + fault.what);
    }

    void judge_metadata(ManifestLine const& line)
    {
        auto const bytes = listed_bytes(line);
        if (!bytes) return;
        auto metadata = parse_metadata(*bytes);
        if (metadata) {
            metadata_ = std::move(*metadata);
        } else {
            complain(line.path, metadata.error());
        }
    }

    void judge_transcript(ManifestLine const& line)
    {
        auto const transcript_name = parse_transcript_path(line.path.text());
        if (!transcript_name) {
            complain(line.path, {Refusal::transcripts_differ, 0, "not transcript.<language>.txt or .vtt"});
        }
        auto const bytes = listed_bytes(line);
        if (!transcript_name || !metadata_) return;
        auto const languages = metadata_->languages();
        if (std::find(languages.begin(), languages.end(), transcript_name->language) == languages.end()) {
            complain(line.path, {Refusal::transcripts_differ, 0, "a language that the metadata does not name"});
        }
        if (!languages_.insert(transcript_name->language).second) {
            complain(line.path, {Refusal::transcripts_differ, 0, "a second transcript in one language"});
        }
        if (!bytes) return;
        auto const transcript = read_transcript(*transcript_name, *bytes, metadata_->speakers);
        if (!transcript) complain(line.path, transcript.error());
    }

    void name_missing_languages()
    {
        for (auto const& language : metadata_->languages()) {
            if (languages_.contains(language)) continue;
            wrong_.add(Refusal::transcripts_differ, std::string{name::metadata},
                       "no transcript in \"" + language + '"');
        }
    }

    BagDirectory const& directory_;
    DigestOrder order_;
    NotVerified& wrong_;
    std::optional<Metadata> metadata_;
    std::set<std::string> languages_;  // of the transcripts
    std::vector<TorrentFile> digests_;
};

}  // namespace

bool is_content(BundlePath const& path)
{
    return path.text() == name::metadata || path.text().compare(0, transcript_stem.size(), transcript_stem) == 0;
}

std::vector<TorrentFile> judge_content(BagDirectory const& directory, std::vector<ManifestLine> const& held,
                                       DigestOrder order, NotVerified& wrong)
{
    return ContentJudge{directory, order, wrong}.judge(held);
}

}  // namespace nightletter::bundles
