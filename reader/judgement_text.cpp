#include "reader/judgement_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

using bundles::Tier;

std::string counted(std::size_t number, std::string const& one, std::string const& many)
{
    return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

std::string not_held(std::vector<bundles::BundlePath> const& absent)
{
    std::size_t recordings = 0;
    for (auto const& path : absent) {
        auto const tier = bundles::tier_of(path);
        recordings += tier == Tier::audio || tier == Tier::video ? 1U : 0U;
    }
    auto const others = absent.size() - recordings;
    std::string text;
    if (recordings > 0) text = counted(recordings, "recording", "recordings");
    if (others > 0)
        text += (text.empty() ? "" : " and ") + counted(others, "picture or document", "pictures or documents");
    return text + " not held";
}

// Of the tiers that have files.
std::vector<Tier> tiers_held(bundles::VerifiedBundle const& bundle)
{
    std::vector<Tier> held;
    for (auto const tier : bundles::all_tiers) {
        bool const has_files =
            std::ranges::any_of(bundle.files(), [&](auto const& file) { return bundles::tier_of(file.path) == tier; });
        if (has_files) held.push_back(tier);
    }
    return held;
}

std::string tier_line(bundles::VerifiedBundle const& bundle, Tier tier)
{
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    for (auto const& file : bundle.files()) {
        if (bundles::tier_of(file.path) != tier) continue;
        ++files;
        bytes += file.size;
    }
    auto const missing = static_cast<std::size_t>(
        std::ranges::count_if(bundle.absent(), [&](auto const& path) { return bundles::tier_of(path) == tier; }));
    if (files == 0 && missing == 0) return {};
    auto const held = missing == 0 ? counted(files, "file", "files") + ", " + size_text(bytes) + ", each as signed"
                                   : "not held (" + counted(missing, "file", "files") + ')';
    return std::string{bundles::word(tier)} + ": " + held;
}

std::string newest_line(Judgement const& judgement, UtcTime now)
{
    if (!judgement.newest || !judgement.newest->feed) {
        auto line = "as of root " + std::to_string(judgement.bundle->root_version()) + ", no feed seen";
        if (!judgement.documents_refused.empty())
            line += "; the one beside it is not believed: " + judgement.documents_refused;
        return line;
    }
    auto const& newest = *judgement.newest;
    auto line = "feed " + std::to_string(newest.feed->seq) + " of " + day_text(day_of(newest.issued)) + ", " +
                age(newest.issued, now);
    line += newest.standing.release ? ", lists it" : ", does not list it";
    for (auto const& label : newest.labels) line += "; " + label.text();
    return line;
}

// A name on a disk may hold anything, a line break too.
std::string on_one_line(std::string_view text)
{
    auto line = safe_for_terminal(text);
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::string finding_lines(std::vector<bundles::Finding> const& findings)
{
    std::size_t width = 0;
    for (auto const& finding : findings) width = std::max(width, finding.word().size());
    std::string lines;
    for (auto const& finding : findings) {
        std::string const word{finding.word()};
        lines += "  " + word + std::string(width - word.size() + 2, ' ');
        lines += finding.path.empty() ? "the bundle as a whole" : on_one_line(finding.path);
        lines += (finding.detail.empty() ? "" : ": " + on_one_line(finding.detail)) + '\n';
    }
    return lines;
}

std::string what_is_wrong(bundles::Finding const& finding, Judgement const& judgement)
{
    auto const about = on_one_line(finding.path.empty() ? judgement.place.bag.filename().string() : finding.path);
    if (finding.word() == "missing-file") return about + " is missing";
    if (finding.word() == "unlisted-file") return about + " was signed by nobody";
    if (finding.path == bundles::name::signatures) return "the signature is not good, or not the publisher's";
    return about + " is not what the publisher signed";
}

std::string tiers_sentence(std::vector<Tier> const& tiers)
{
    std::string text;
    for (auto const tier : tiers) text += (text.empty() ? "" : ", ") + std::string{bundles::word(tier)};
    return tiers.size() == 1 ? text + " only" : text;
}

std::string why(bundles::Finding const& finding)
{
    if (!finding.detail.empty()) return on_one_line(finding.detail);
    if (finding.word() == "missing-file") return "the publisher's list names it";
    if (finding.word() == "unlisted-file") return "the publisher's list does not name it";
    if (finding.path == bundles::name::signatures) return "the publisher's keys did not sign this list of files";
    return "it was changed or damaged after signing, or is not this publisher's";
}

Failure not_verified(Judgement const& judgement)
{
    auto const& first = judgement.faults.findings.front();
    return {ExitCode::content_mismatch,
            {"NOT VERIFIED  " + what_is_wrong(first, judgement), std::string{first.word()}, why(first),
             "nothing was changed, and nothing of it is shown as the publisher's",
             "do not quote it; get another copy and verify that"}};
}

Failure unreadable(Judgement const& judgement)
{
    auto const& trouble = judgement.faults.troubles.front();
    return {ExitCode::failed,
            {trouble.sentence(), "unreadable", "the disk did not let us look; that says nothing about the bundle",
             "nothing was changed", "look at the disk and at the permissions, then verify again"}};
}

}  // namespace

std::string size_text(std::uint64_t bytes)
{
    constexpr std::array<char const*, 4> units{"bytes", "KiB", "MiB", "GiB"};
    std::size_t unit = 0;
    std::uint64_t whole = bytes;
    for (; whole >= 10'000 && unit + 1 < units.size(); ++unit) whole /= 1024;
    return std::to_string(whole) + ' ' + units[unit];
}

std::string row(std::string_view name, std::string const& value)
{
    return "  " + std::string{name} + std::string(name.size() < 11 ? 11 - name.size() : 1, ' ') + value + '\n';
}

ExitCode exit_code(Verdict verdict)
{
    switch (verdict) {
        case Verdict::verified:
        case Verdict::verified_as_named:
            return ExitCode::done;
        case Verdict::unfollowed_publisher:
            return ExitCode::unknown_publisher;
        case Verdict::withdrawn:
            return ExitCode::refused_by_policy;
        case Verdict::not_verified:
            return ExitCode::content_mismatch;
        case Verdict::unreadable:
            return ExitCode::failed;
    }
    return ExitCode::failed;
}

std::string age(UtcTime then, UtcTime now)
{
    auto const days = day_of(now).days - day_of(then).days;
    if (days == 0) return "today";
    auto const span = counted(static_cast<std::size_t>(std::abs(days)), "day", "days");
    return days > 0 ? span + " ago" : "dated " + span + " from now";
}

std::string verdict_line(Judgement const& judgement)
{
    std::string line{words(judgement.verdict)};
    if (auto const wrong = judgement.faults.findings.size(); wrong > 1)
        return line + " (" + std::to_string(wrong) + " things are wrong)";
    if (!judgement.bundle || judgement.bundle->is_complete()) return line;
    return line + " (" + tiers_sentence(tiers_held(*judgement.bundle)) + ", " + not_held(judgement.bundle->absent()) +
           ')';
}

std::string details(Judgement const& judgement, UtcTime now)
{
    std::string text;
    text += finding_lines(judgement.faults.findings);
    for (auto const& trouble : judgement.faults.troubles) text += row("trouble", safe_for_terminal(trouble.sentence()));
    if (!judgement.bundle) return text;

    auto const& bundle = *judgement.bundle;
    if (!judgement.publisher_name.empty()) text += row("publisher", safe_for_terminal(judgement.publisher_name));
    text += row(judgement.publisher_name.empty() ? "publisher" : "", publisher_text(bundle.publisher()));
    text += row("bundle", bundle.slug().text());
    text += row("", bundle_text(bundle.id()));
    std::string_view name = "content";
    for (auto const tier : bundles::all_tiers) {
        auto const line = tier_line(bundle, tier);
        if (!line.empty()) text += row(std::exchange(name, ""), line);
    }
    text += row("signed", "by release keys of root " + std::to_string(bundle.root_version()));
    text += row("newest", newest_line(judgement, now));
    return text;
}

Failure failure_of(Judgement const& judgement)
{
    switch (judgement.verdict) {
        case Verdict::not_verified:
            return not_verified(judgement);
        case Verdict::unreadable:
            return unreadable(judgement);
        case Verdict::withdrawn:
            return {ExitCode::refused_by_policy,
                    {"its publisher has taken this bundle back",
                     std::string{trust::word(judgement.newest->standing.label.word)},
                     "a statement beside it says: " + judgement.newest->standing.label.text(),
                     "the files are as they were signed; other copies may exist",
                     "do not pass it on; somebody may be in danger"}};
        case Verdict::unfollowed_publisher:
        case Verdict::verified:
        case Verdict::verified_as_named:
            break;
    }
    auto const id = publisher_text(judgement.bundle->publisher());
    return {ExitCode::unknown_publisher,
            {"the files are as they were signed, by a publisher you do not follow", "unknown-publisher",
             "you follow others, or nobody yet, and named no publisher with --publisher", "nothing was changed",
             "compare " + id + " with the id you were given elsewhere; if it is the same: nightletter follow " + id}};
}

}  // namespace nightletter::reader
