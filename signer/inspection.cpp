#include "signer/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bundles/bag.hpp"
#include "bundles/lint.hpp"
#include "bundles/tier.hpp"
#include "signer/failures.hpp"
#include "signer/watched_words.hpp"

namespace nightletter::signer {
namespace {

using bundles::Remark;
using bundles::Weight;

std::map<std::string, ByteView, std::less<>> views_of(PublisherFolder const& folder)
{
    std::map<std::string, ByteView, std::less<>> views;
    for (auto const& [path, bytes] : folder.transcripts) views.emplace(path, ByteView{bytes});
    return views;
}

std::uint64_t payload_bytes(PublisherFolder const& folder)
{
    return std::accumulate(folder.payload.begin(), folder.payload.end(), std::uint64_t{0},
                           [](std::uint64_t sum, bundles::FoundFile const& file) { return sum + file.size; });
}

void judge_size(Inspection& inspection)
{
    auto const bytes = payload_bytes(inspection.folder);
    if (bytes <= bundles::limit::bundle) return;
    Remark remark;
    remark.word = bundles::word(bundles::Refusal::too_large);
    remark.file = inspection.folder.toml.slug;
    remark.what =
        fmt::format("{} in all, and mirrors take at most {}", size_text(bytes), size_text(bundles::limit::bundle));
    remark.next = "make two bundles of it, or use smaller recordings";
    inspection.remarks.push_back(std::move(remark));
}

// A transcript that could not be read is one thing to put right, and not also missing.
bool follows_from(std::vector<Remark> const& while_reading, Remark const& remark)
{
    if (remark.word != bundles::word(bundles::Refusal::transcripts_differ)) return false;
    return std::ranges::any_of(while_reading, [](Remark const& earlier) {
        return earlier.word == "not-found" || bundles::parse_transcript_path(earlier.file);
    });
}

bool keeps_from_signing(Remark const& remark)
{
    return remark.weight != Weight::advice;
}

// The same judgement a reader's program will make, on the bytes that will be signed.
void judge_content(Inspection& inspection)
{
    inspection.metadata_json = bundles::metadata_text(inspection.folder.toml.metadata);
    auto content = bundles::read_content(as_bytes(inspection.metadata_json), views_of(inspection.folder));
    if (content) {
        inspection.content = std::move(*content);
    } else {
        inspection.remarks.push_back(bundles::remark(content.error().path, content.error().fault));
    }
}

std::size_t recordings(PublisherFolder const& folder)
{
    return static_cast<std::size_t>(std::ranges::count_if(folder.payload, [](bundles::FoundFile const& file) {
        auto const tier = bundles::tier_of(file.path);
        return tier == bundles::Tier::audio || tier == bundles::Tier::video;
    }));
}

}  // namespace

std::size_t Inspection::count(Weight weight) const
{
    return static_cast<std::size_t>(std::ranges::count(remarks, weight, &Remark::weight));
}

std::string Inspection::summary() const
{
    auto const& metadata = folder.toml.metadata;
    auto const languages = metadata.languages();
    auto text = fmt::format("{} ({}), {}", counted(languages.size(), "language"), fmt::join(languages, ", "),
                            counted(metadata.speakers.size(), "speaker"));
    if (auto const number = recordings(folder); number > 0) text += ", " + counted(number, "recording");
    return text + ", " + size_text(payload_bytes(folder) + metadata_json.size());
}

Expected<Inspection, Failure> inspect(std::filesystem::path const& root, UtcDay today, Scrutiny const& scrutiny)
{
    auto folder = read_publisher_folder(root);
    if (!folder) return fail(std::move(folder.error()));
    Inspection inspection{std::move(*folder), {}, std::nullopt, {}};
    inspection.remarks = inspection.folder.remarks;
    if (!inspection.folder.toml.slug.empty()) {
        auto in_texts = bundles::remarks_in_texts(inspection.folder.toml, views_of(inspection.folder), today);
        std::erase_if(in_texts, [&](Remark const& remark) { return follows_from(inspection.folder.remarks, remark); });
        inspection.remarks.insert(inspection.remarks.end(), in_texts.begin(), in_texts.end());
        judge_size(inspection);
        auto in_media = remarks_in_media(inspection.folder, scrutiny.media_tags);
        if (!in_media) return fail(std::move(in_media.error()));
        inspection.remarks.insert(inspection.remarks.end(), in_media->begin(), in_media->end());
        auto watched = watched_words(inspection.folder, scrutiny.watch_words);
        if (!watched) return fail(std::move(watched.error()));
        inspection.remarks.insert(inspection.remarks.end(), watched->begin(), watched->end());
    }
    if (std::ranges::none_of(inspection.remarks, keeps_from_signing)) judge_content(inspection);
    std::ranges::stable_sort(inspection.remarks, {}, &Remark::weight);
    return inspection;
}

std::string remark_text(Remark const& remark)
{
    return remark.next.empty() ? remark.sentence() : remark.sentence() + "\n    " + remark.next;
}

Failure cannot_be_signed(Inspection const& inspection)
{
    auto const number = inspection.count(Weight::refused) + inspection.count(Weight::question);
    auto const& first = inspection.remarks.front();
    if (number == 1) {
        return refused(inspection.folder.root.string() + " cannot be signed yet", first.word, first.sentence(),
                       first.next.empty() ? "change it, then run the same command again" : first.next);
    }
    std::string because = fmt::format("{} must be changed or answered first:", counted(number, "thing"));
    for (auto const& remark : inspection.remarks) {
        if (keeps_from_signing(remark)) because += "\n           " + remark.sentence();
    }
    return refused(inspection.folder.root.string() + " cannot be signed yet", first.word, std::move(because),
                   "nightletter-sign check " + inspection.folder.root.string() + "  says what to do about each");
}

}  // namespace nightletter::signer
