#include "reader/import_outcome.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;
using mirror::Intaken;

constexpr std::size_t most_shown = 10;

std::string with_path(mirror::IntakeResult const& result)
{
    return result.word + (result.path.empty() ? "" : "  " + safe_for_terminal(result.path));
}

void print_publishers(ImportOutcome const& outcome, mirror::Intake const& intake)
{
    for (auto const& publisher : outcome.adopted) {
        auto const& acceptance = intake.ledger(publisher)->acceptance();
        auto const* const chain = acceptance.chain();
        auto const* const feed = acceptance.feed();
        auto const name = chain == nullptr ? publisher_text(publisher) : safe_for_terminal(chain->newest().root().name);
        std::cout << name << (feed == nullptr ? ", no feed" : ", feed " + std::to_string(feed->point().seq)) << '\n';
    }
    for (auto const& refusal : outcome.documents_refused) {
        std::cout << "  " << refusal.document << ' ' << refusal.offered << " refused (" << refusal.word << ")";
        if (refusal.held > 0) std::cout << ", your library holds " << refusal.held;
        std::cout << '\n';
    }
}

void print_bundles(ImportOutcome const& outcome)
{
    for (auto const& result : outcome.bundles) {
        auto const id = bundle_text(result.bundle);
        if (result.what == Intaken::sealed) std::cout << "  verified  " << id << "  " << result.slug << '\n';
        if (result.what == Intaken::refused) std::cout << "  refused   " << id << "  " << with_path(result) << '\n';
    }
    std::cout << "verified " << outcome.count(Intaken::sealed) << ", held already "
              << outcome.count(Intaken::held_already) << ", refused " << outcome.count(Intaken::refused)
              << ", left out " << outcome.count(Intaken::not_named) << '\n';
}

void print_what_else(ImportOutcome const& outcome)
{
    auto const& absent = outcome.not_here;
    for (std::size_t at = 0; at < absent.size() && at < most_shown; ++at)
        std::cout << "  not here  " << bundle_text(absent[at]) << '\n';
    if (absent.size() > most_shown)
        std::cout << "            and " << absent.size() - most_shown << " more: nightletter list\n";
    for (auto const& address : outcome.peers)
        std::cout << "hint: whoever made the pack says that more can be had from " << address << '\n';
}

void print_json(ImportOutcome const& outcome)
{
    Json object{{"schema", "nightletter.import/1"}};
    object["ok"] = outcome.exit() == ExitCode::done;
    object["exit"] = static_cast<int>(outcome.exit());
    object["verified"] = Json::array();
    object["refused"] = Json::array();
    object["unknown_publishers"] = Json::array();
    for (auto const& result : outcome.bundles) {
        auto const id = bundle_text(result.bundle);
        if (result.what == Intaken::sealed) object["verified"].push_back(id);
        if (result.what != Intaken::refused) continue;
        object["refused"].push_back({{"bundle", id}, {"word", result.word}, {"path", result.path}});
    }
    for (auto const& publisher : outcome.unknown_publishers) {
        object["unknown_publishers"].push_back(publisher_text(publisher));
    }
    object["not_here"] = Json::array();
    for (auto const& bundle : outcome.not_here) object["not_here"].push_back(bundle_text(bundle));
    object["packs_refused"] = Json::array();
    for (auto const& refused : outcome.packs_refused)
        object["packs_refused"].push_back({{"pack", refused.pack}, {"word", refused.word}, {"why", refused.why}});
    object["peers"] = outcome.peers;
    object["held_already"] = outcome.count(Intaken::held_already);
    object["left_out"] = outcome.count(Intaken::not_named);
    object["unfinished"] = outcome.is_unfinished;
    object["cut_short"] = outcome.is_cut_short;
    std::cout << object.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string first_refused(ImportOutcome const& outcome)
{
    auto const found = std::ranges::find(outcome.bundles, Intaken::refused, &mirror::IntakeResult::what);
    if (found != outcome.bundles.end()) return found->word;
    return outcome.documents_refused.empty() ? std::string{} : outcome.documents_refused.front().word;
}

Failure pack_refused(RefusedPack const& refused)
{
    auto const what =
        refused.why.empty() ? "more entries than any pack has" : safe_for_terminal(refused.why) + ", as no pack does";
    return {ExitCode::content_mismatch,
            {safe_for_terminal(refused.pack) + " was refused, whole", refused.word, "it holds " + what,
             "nothing of it was taken in",
             "get it from somebody else; whoever made this file meant harm, or made it of something else"}};
}

Failure pack_unreadable(RefusedPack const& refused, ExitCode exit)
{
    return {exit,
            {safe_for_terminal(refused.pack) + " cannot be read", refused.word, safe_for_terminal(refused.why),
             exit == ExitCode::partial ? "what was verified of it and of others is in your library"
                                       : "nothing was taken in",
             "look at the stick or the permissions, then import it again"}};
}

bool is_harmful(RefusedPack const& refused)
{
    return refused.word != unreadable;
}

std::string why_partial(ImportOutcome const& outcome)
{
    if (outcome.is_cut_short) return "cut-short";
    return outcome.is_unfinished ? "unfinished" : first_refused(outcome);
}

Failure failure_of(ImportOutcome const& outcome)
{
    auto const harmful = std::ranges::find_if(outcome.packs_refused, is_harmful);
    if (harmful != outcome.packs_refused.end()) return pack_refused(*harmful);
    if (!outcome.has_forged() && outcome.has_unreadable())
        return pack_unreadable(outcome.packs_refused.front(), outcome.exit());
    std::string const kept = "what was verified is in your library; nothing else is";
    switch (outcome.exit()) {
        case ExitCode::content_mismatch:
            return {ExitCode::content_mismatch,
                    {"part of the pack is not as it was signed", first_refused(outcome),
                     "a file was changed, added or damaged on the way", kept,
                     "do not use the rest of that pack; get it from somebody else"}};
        case ExitCode::unknown_publisher:
            return {ExitCode::unknown_publisher,
                    {"the pack is by publishers you do not follow", "unknown-publisher",
                     publisher_text(*outcome.unknown_publishers.begin()), "nothing was taken in",
                     "compare the id with one you were given elsewhere, then: nightletter import … --publisher nlp1…"}};
        case ExitCode::not_found:
            return {ExitCode::not_found,
                    {"there is no pack there", "not-a-pack",
                     "a pack is a folder with publishers/ and bundles/, or a tar of them", "nothing was taken in",
                     "check the path"}};
        default:
            break;
    }
    return {ExitCode::partial,
            {"the pack is not whole", why_partial(outcome),
             "it was interrupted while it was written or copied, or cannot be read", kept,
             "have it written again, or get the rest from somebody else; import goes on where it stopped"}};
}

}  // namespace

bool says_incomplete(std::string_view word)
{
    static constexpr std::array<std::string_view, 5> words{"missing-file", "tier-with-a-hole", "unreadable", "no-space",
                                                           "unknown-root"};
    return std::ranges::find(words, word) != words.end();
}

std::size_t ImportOutcome::count(Intaken what) const
{
    return static_cast<std::size_t>(std::ranges::count(bundles, what, &mirror::IntakeResult::what));
}

bool ImportOutcome::is_incomplete() const
{
    return is_unfinished || is_cut_short || std::ranges::any_of(bundles, [](mirror::IntakeResult const& result) {
               return result.what == Intaken::refused && says_incomplete(result.word);
           });
}

bool ImportOutcome::has_unreadable() const
{
    return std::ranges::any_of(packs_refused, std::not_fn(is_harmful));
}

bool ImportOutcome::has_forged() const
{
    // An older feed is no forgery, and moves nobody.
    bool const document = std::ranges::any_of(documents_refused, [](mirror::LedgerRefusal const& refusal) {
        return refusal.word != "rolled-back" && !says_incomplete(refusal.word);
    });
    return document || std::ranges::any_of(packs_refused, is_harmful) ||
           std::ranges::any_of(bundles, [](mirror::IntakeResult const& result) {
               return result.what == Intaken::refused && !says_incomplete(result.word);
           });
}

ExitCode ImportOutcome::exit() const
{
    if (has_forged()) return ExitCode::content_mismatch;
    if (has_unreadable() && things_seen == 0) return ExitCode::failed;
    if (has_unreadable() || is_incomplete()) return ExitCode::partial;
    if (things_seen == 0) return ExitCode::not_found;
    if (adopted.empty() && !unknown_publishers.empty()) return ExitCode::unknown_publisher;
    return ExitCode::done;
}

ExitCode say(ImportOutcome const& outcome, mirror::Intake const& intake)
{
    if (wants_json()) {
        print_json(outcome);
        return outcome.exit();
    }
    print_publishers(outcome, intake);
    print_bundles(outcome);
    print_what_else(outcome);
    if (!wants_quiet() && !outcome.adopted.empty()) {
        for (auto const& publisher : outcome.unknown_publishers) {
            std::cout << "not taken, because you do not follow them: " << publisher_text(publisher) << '\n';
        }
    }
    return outcome.exit() == ExitCode::done ? ExitCode::done : report(failure_of(outcome));
}

}  // namespace nightletter::reader
