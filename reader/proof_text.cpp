#include "reader/proof_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <sstream>

#include "reader/judgement_text.hpp"
#include "reader/terminal_text.hpp"
#include "trust/feed.hpp"
#include "trust/root.hpp"

namespace nightletter::reader {
namespace {

using Json = nlohmann::ordered_json;
using Lines = std::vector<std::string>;

constexpr std::size_t most_lines_shown = 12;

// One of the two statements, as far as it differs from the other.
struct Side {
    std::string kind;  // "feed 2", "root 3"
    Sha256 hash;
    UtcTime issued;
    std::string rest;  // what else its numbers say
    Lines only_here;
    std::vector<trust::MinisignKey> signers;
};

Lines differing(Lines const& these, Lines const& those)
{
    Lines only;
    for (auto const& line : these) {
        if (std::ranges::find(those, line) == those.end()) only.push_back(line);
    }
    return only;
}

// A feed's lines about bundles, as one would say them.
Lines spoken_lines(trust::Feed const& feed)
{
    Lines lines;
    for (auto const& release : feed.releases) {
        lines.push_back("lists " + bundle_text(release.bundle) + ", since " + day_text(release.day));
    }
    for (auto const& line : feed.withdrawals) lines.push_back("takes back " + bundle_text(line.bundle));
    for (auto const& mirror : feed.mirrors) lines.push_back("names the mirror " + mirror);
    return lines;
}

Lines spoken_lines(trust::Root const& root)
{
    Lines lines;
    std::istringstream text{root.text()};
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with("issued ")) lines.push_back("says " + line);
    }
    return lines;
}

Side side_of(trust::Feed const& feed, Sha256 const& hash)
{
    auto const count = feed.releases.size();
    return {"feed " + std::to_string(feed.seq),
            hash,
            feed.issued,
            "counts as fresh until " + day_text(day_of(feed.fresh_until)) + ", lists " + std::to_string(count) +
                (count == 1 ? " bundle" : " bundles"),
            {},
            {}};
}

Side side_of(trust::Root const& root, Sha256 const& hash)
{
    return {"root " + std::to_string(root.version), hash, root.issued, "epoch " + std::to_string(root.epoch), {}, {}};
}

template <class Statement>
std::pair<Side, Side> both_sides(trust::Proof const& proof)
{
    auto const first = Statement::parse(proof.first.document);
    auto const second = Statement::parse(proof.second.document);
    NIGHTLETTER_INSIST(first && second);  // both were judged
    auto a = side_of(*first, sha256(proof.first.document));
    auto b = side_of(*second, sha256(proof.second.document));
    a.only_here = differing(spoken_lines(*first), spoken_lines(*second));
    b.only_here = differing(spoken_lines(*second), spoken_lines(*first));
    return {std::move(a), std::move(b)};
}

std::pair<Side, Side> sides(ShownProof const& shown)
{
    bool const is_root = shown.contradiction.of == trust::Contradicts::root;
    auto both = is_root ? both_sides<trust::Root>(shown.proof) : both_sides<trust::Feed>(shown.proof);
    both.first.signers = shown.contradiction.first_signers;
    both.second.signers = shown.contradiction.second_signers;
    return both;
}

// The second is not of the same number: it says of its predecessor what is not so.
bool is_denial(ShownProof const& shown)
{
    return shown.contradiction.second != sha256(shown.proof.second.document);
}

std::string side_rows(std::string_view name, Side const& side)
{
    auto text = row(name, side.kind + " of " + time_text(side.issued) + ", " + side.rest);
    text += row("", "SHA-256 " + side.hash.hex());
    auto const shown = std::min(side.only_here.size(), most_lines_shown);
    for (auto const& line : side.only_here | std::views::take(shown))
        text += row("", "it alone " + safe_for_terminal(line));
    auto const more = side.only_here.size() - shown;
    if (more > 0) text += row("", "and " + std::to_string(more) + " lines more that the other has not");
    return text;
}

std::vector<trust::MinisignKey> signers_of_both(ShownProof const& shown)
{
    auto both = shown.contradiction.first_signers;
    auto const& second = shown.contradiction.second_signers;
    std::erase_if(both, [&](auto const& key) { return std::ranges::find(second, key) == second.end(); });
    return both;
}

std::string signer_rows(ShownProof const& shown)
{
    auto const both = signers_of_both(shown);
    std::string text;
    std::string_view name = "signed";
    auto const say = [&](trust::MinisignKey const& key, std::string const& what) {
        text += row(std::exchange(name, ""), key.text() + " signed " + what);
    };
    for (auto const& key : both) say(key, "both");
    auto const only = [&](auto const& signers, std::string const& what) {
        for (auto const& key : signers) {
            if (std::ranges::find(both, key) == both.end()) say(key, what);
        }
    };
    only(shown.contradiction.first_signers, "the first");
    only(shown.contradiction.second_signers, "the second");
    return text;
}

std::string settled_text(ShownProof const& shown)
{
    auto const& settled = *shown.settled;
    auto const& contradiction = shown.contradiction;
    auto text = "root " + std::to_string(settled.root) + " of " + day_text(day_of(settled.issued)) +
                ", which lies near this file, has ended it: ";
    if (settled.floor && settled.floor->feed == contradiction.first)
        return text + "the first stands, the second does not";
    if (settled.floor && settled.floor->feed == contradiction.second)
        return text + "the second stands, the first does not";
    if (!settled.floor) return text + "neither stands";
    auto const last = std::to_string(settled.floor->seq);
    if (settled.floor->seq > contradiction.number)
        return text + "what feed " + last + " lists, the last that stands, is what counts";
    return text + "neither stands; the last feed that does is " + last;
}

std::string what_it_shows(ShownProof const& shown)
{
    auto const number = std::to_string(shown.contradiction.number);
    if (shown.contradiction.of == trust::Contradicts::root) return "two key documents have the number " + number;
    if (is_denial(shown)) return "a feed denies the feed " + number + " that came before it";
    return "two feeds have the number " + number;
}

Json side_object(Side const& side)
{
    Json object{{"sha256", side.hash.hex()}, {"what", side.kind}, {"issued", time_text(side.issued)}};
    object["only_here"] = side.only_here;
    object["signers"] = Json::array();
    for (auto const& key : side.signers) object["signers"].push_back(key.text());
    return object;
}

}  // namespace

std::string proof_line(ShownProof const& shown)
{
    return "PROOF that a publisher's keys have said two things: " + what_it_shows(shown);
}

std::string details(ShownProof const& shown)
{
    auto const [first, second] = sides(shown);
    auto text = row("publisher", safe_for_terminal(shown.publisher_name) +
                                     (shown.is_followed ? ", whom you follow" : ", whom you do not follow"));
    text += row("", publisher_text(shown.proof.publisher));
    text += side_rows("first", first);
    text += side_rows("second", second);
    if (is_denial(shown)) text += row("", "it says that the one before it was " + shown.contradiction.second.hex());
    text += signer_rows(shown);
    text += row("true still", "every bundle that a mirror sealed is as it was signed, and stays readable");
    text += row("not shown", "who had the keys: the publisher by mistake, or a thief");
    if (shown.settled) text += row("since then", settled_text(shown));
    return text;
}

Failure failure_of(ShownProof const& shown)
{
    bool const is_root = shown.contradiction.of == trust::Contradicts::root;
    auto const both = signers_of_both(shown).size();
    auto const signers = both == 0   ? std::string{"other keys of the same publisher signed each"}
                         : both == 1 ? std::string{"one key signed both"}
                                     : std::to_string(both) + " keys signed both";
    Message message{
        "this publisher's keys have said two things with one number",
        std::string{word(is_root ? trust::Refusal::root_fork : trust::Refusal::equivocation)},
        signers + ", and both cannot be true",
        "bundles sealed before are good; a mirror that has seen both takes neither",
        "ask the publisher, by a way you already had, which one is theirs; give them this file; do not rely on "
        "anything that stands in one of the two alone"};
    if (shown.settled) {
        message.still = settled_text(shown);
        message.next = "nothing, if your mirrors hold that root";
    }
    return {ExitCode::refused_by_policy, std::move(message)};
}

Failure no_proof(trust::Refusal why)
{
    std::string because = "its statements are not both signed as that publisher's have to be";
    if (why == trust::Refusal::malformed || why == trust::Refusal::too_large)
        because = "the file is damaged, or not whole";
    if (why == trust::Refusal::no_contradiction) because = "both statements in it can be true";
    if (why == trust::Refusal::wrong_publisher) because = "it is not about the publisher it should be about";
    return {
        ExitCode::content_mismatch,
        {"NOT VERIFIED  this file proves nothing", std::string{word(why)}, because,
         "nothing is shown against any publisher", "do not pass it on; ask for the original where you had it from"}};
}

std::string proof_json(ShownProof const& shown)
{
    auto const [first, second] = sides(shown);
    auto const failure = failure_of(shown);
    auto const& contradiction = shown.contradiction;
    Json object{{"schema", "nightletter.proof/1"},
                {"ok", false},
                {"exit", static_cast<int>(failure.exit)},
                {"verdict", failure.message.word},
                {"publisher", publisher_text(shown.proof.publisher)},
                {"publisher_name", shown.publisher_name},
                {"followed", shown.is_followed},
                {"epoch", contradiction.epoch},
                {"number", contradiction.number},
                {"first", side_object(first)},
                {"second", side_object(second)}};
    if (is_denial(shown)) object["second"]["denies_with"] = contradiction.second.hex();
    object["settled"] = shown.settled
                            ? Json{{"root", shown.settled->root}, {"issued", time_text(shown.settled->issued)}}
                            : Json(nullptr);
    object["error"] = {{"code", failure.message.word},
                       {"message", failure.message.what},
                       {"because", failure.message.because},
                       {"still", failure.message.still},
                       {"next", failure.message.next}};
    return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightletter::reader
