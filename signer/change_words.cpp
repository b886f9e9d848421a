#include "signer/change_words.hpp"

#include <algorithm>

#include "bundles/metadata.hpp"
#include "signer/failures.hpp"
#include "signer/root_words.hpp"
#include "signer/withdrawal_words.hpp"

namespace nightletter::signer {
namespace {

using Sentences = std::vector<std::string>;

bundles::Metadata metadata_of(PreparedBundle const& bundle)
{
    auto metadata = bundles::parse_metadata(bundle.metadata);
    NIGHTLETTER_INSIST(metadata.has_value());
    return std::move(*metadata);
}

// A request has no texts: what there is of them can only be counted.
Sentences bundle_sentences(PreparedBundle const& bundle)
{
    Sentences said{"A bundle is published:"};
    for (auto const& line : bundle_words(bundle)) said.push_back("  " + line);
    std::string languages;
    for (auto const& language : metadata_of(bundle).languages()) languages += " " + language;
    said.push_back("  languages:" + languages + "; " + counted(bundle.payload.files.size(), "file") + ", " +
                   size_text(bundle.payload.bytes));
    return said;
}

Sentences mirror_words(std::vector<std::string> const& before, std::vector<std::string> const& after)
{
    Sentences said;
    for (auto const& mirror : after) {
        if (std::ranges::find(before, mirror) == before.end()) said.push_back("  mirror in:  " + mirror);
    }
    for (auto const& mirror : before) {
        if (std::ranges::find(after, mirror) == after.end()) said.push_back("  mirror out: " + mirror);
    }
    if (said.empty() && before != after) said.emplace_back("  its mirrors stand in another order");
    return said;
}

// Lines that leave the feed although nothing in this proposal takes the bundle back: an epoch ends, a hide has lapsed.
void describe_lines(Sentences& said, trust::Feed const& before, Proposal const& proposal)
{
    auto const& after = *proposal.feed;
    auto const is_taken_back = [&](BundleId const& bundle) {
        return std::ranges::find(proposal.withdrawals, bundle, &trust::Withdrawal::bundle) !=
               proposal.withdrawals.end();
    };
    for (auto const& release : before.releases) {
        bool const stays =
            std::ranges::find(after.releases, release.bundle, &trust::Release::bundle) != after.releases.end();
        if (!stays && !is_taken_back(release.bundle))
            said.push_back("  no longer listed: " + bundle_text(release.bundle) + ", published " +
                           day_text(release.day));
    }
    for (auto const& line : before.withdrawals) {
        bool const stays =
            std::ranges::find(after.withdrawals, line.bundle, &trust::WithdrawLine::bundle) != after.withdrawals.end();
        if (!stays && !is_taken_back(line.bundle)) said.push_back("  no longer hidden: " + bundle_text(line.bundle));
    }
}

Sentences feed_words(OwnPublisher const& before, Proposal const& proposal)
{
    auto const& feed = *proposal.feed;
    auto const old = before.feed.value_or(trust::Feed{});
    auto const number = before.feed
                            ? "feed " + std::to_string(feed.seq) + " takes the place of feed " + std::to_string(old.seq)
                            : "feed " + std::to_string(feed.seq) + ", the first one,";
    auto const bundles = feed.releases.size() + (proposal.bundle ? 1 : 0);
    Sentences said{"The list of everything published: " + number + " and lists " + counted(bundles, "bundle") + "."};
    said.push_back("  signed " + time_text(feed.issued) + ", counts as fresh until " + time_text(feed.fresh_until));
    auto const mirrors = mirror_words(old.mirrors, feed.mirrors);
    said.insert(said.end(), mirrors.begin(), mirrors.end());
    describe_lines(said, old, proposal);
    return said;
}

Sentences root_sentences(OwnPublisher const& before, trust::Root const& next, std::span<PastFeed const> past)
{
    Sentences said{"Who decides: root document " + std::to_string(next.version) + " takes the place of " +
                   std::to_string(before.root.version) + "."};
    for (auto const& line : words_of(next, before.root, past)) said.push_back("  " + line);
    return said;
}

Sentences withdrawal_sentences(OwnPublisher const& before, trust::Withdrawal const& withdrawal)
{
    Sentences said{"A bundle is taken back (" + std::string{trust::word(withdrawal.reason)} + "):"};
    for (auto const& line : words_of(withdrawal, before, withdrawals_of(before))) said.push_back("  " + line);
    return said;
}

void append(Sentences& said, Sentences more)
{
    said.insert(said.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::string isolated(std::string_view text)
{
    bool const is_ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii) return std::string{text};
    return "\xe2\x81\xa8" + std::string{text} + "\xe2\x81\xa9";
}

Sentences bundle_words(PreparedBundle const& bundle)
{
    auto const metadata = metadata_of(bundle);
    auto const own_language = [&](bundles::LanguageMap const& texts) {
        return isolated(bundles::in_language(texts, metadata.language, metadata.language));
    };
    Sentences said{own_language(metadata.title) + " (" + metadata.date + ")"};
    for (auto const& speaker : metadata.speakers)
        said.push_back("speaker: " + own_language(speaker.name) + (speaker.pseudonym ? " (a pseudonym)" : ""));
    if (bundle.replaces) said.push_back("it replaces " + bundle_text(*bundle.replaces));
    said.push_back(bundle_text(bundle.id()));
    return said;
}

Sentences change_words(OwnPublisher const& before, Proposal const& proposal, std::span<PastFeed const> past)
{
    Sentences said;
    if (proposal.bundle) append(said, bundle_sentences(*proposal.bundle));
    if (proposal.root) append(said, root_sentences(before, *proposal.root, past));
    for (auto const& withdrawal : proposal.withdrawals) append(said, withdrawal_sentences(before, withdrawal));
    if (proposal.feed) append(said, feed_words(before, proposal));
    return said;
}

}  // namespace nightletter::signer
