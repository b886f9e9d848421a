// judge: says what trust/ believes of documents that arrive on standard input, one line for each.
//
// The protocol, for comparing other implementations with this one, is in README.md beside this file.
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "base/base64.hpp"
#include "trust/acceptance.hpp"

namespace nightletter {
namespace {

using Words = std::vector<std::string>;

template <class T>
T need(std::optional<T> value, std::string const& word)
{
    if (!value) throw std::runtime_error{"cannot read: " + word};
    return *value;
}

Words split(std::string const& line)
{
    Words words;
    for (std::size_t begin = 0; begin <= line.size();) {
        auto const end = std::min(line.find(' ', begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

// `-` for nothing, `@path` for a file, else base64.
Bytes read_bytes(std::string const& word)
{
    if (word == "-") return {};
    if (!word.starts_with('@')) return need(base64_decode(word), word);
    std::ifstream file{word.substr(1), std::ios::binary};
    if (!file) throw std::runtime_error{"no such file: " + word.substr(1)};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<trust::Candidate> read_candidates(Words const& words, std::size_t first)
{
    std::vector<trust::Candidate> candidates;
    if (words.size() <= first || (words.size() - first) % 2 != 0) throw std::runtime_error{"not pairs of files"};
    for (auto i = first; i < words.size(); i += 2) {
        candidates.push_back({read_bytes(words[i]), read_bytes(words[i + 1])});
    }
    return candidates;
}

std::string without_spaces(std::string text)
{
    std::ranges::replace(text, ' ', '_');
    return text;
}

std::string point_text(std::optional<trust::FeedPoint> const& point)
{
    if (!point) return "-";
    return std::to_string(point->epoch) + '.' + std::to_string(point->seq) + '.' + point->feed.hex();
}

std::string joined(Words const& words)
{
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : ",") + word;
    return text.empty() ? "-" : text;
}

Words bundles_text(trust::Acceptance const& held, UtcTime clock)
{
    std::set<BundleId> bundles;
    if (held.feed() != nullptr) {
        for (auto const& release : held.feed()->feed().releases) bundles.insert(release.bundle);
    }
    for (auto const& [hash, one] : held.withdrawals().all()) bundles.insert(one.document.withdrawal().bundle);
    Words texts;
    for (auto const& bundle : bundles) {
        auto const standing = held.standing(bundle, clock);
        auto text = bundle.hex() + ':' + without_spaces(standing.label.text());
        if (standing.effect.deletion) text += ":deleted_from_" + time_text(*standing.effect.deletion);
        texts.push_back(std::move(text));
    }
    return texts;
}

std::string state_text(trust::Acceptance const& held, UtcTime clock)
{
    Words labels;
    for (auto const& label : held.labels(clock)) labels.push_back(without_spaces(label.text()));
    Words releases;
    for (auto const& release : held.releases()) releases.push_back(release.bundle.hex());
    Words withdrawals;
    for (auto const& [hash, one] : held.withdrawals().all()) {
        withdrawals.push_back(hash.hex() + ':' + std::string{word(one.force)});
    }
    Words missing;
    for (auto const& hash : held.withdrawals_missing()) missing.push_back(hash.hex());
    std::string root = "-";
    if (auto const* chain = held.chain()) {
        root = std::to_string(chain->newest().root().version) + '.' + chain->newest().hash().hex();
    }
    std::optional<trust::FeedPoint> feed;
    if (held.feed() != nullptr) feed = held.feed()->point();
    Words proofs;
    if (held.proof_of(trust::Contradicts::feed)) proofs.emplace_back("feed");
    if (held.proof_of(trust::Contradicts::root)) proofs.emplace_back("root");
    return "root=" + root + " high=" + point_text(held.feeds().high_water) + " feed=" + point_text(feed) +
           " now=" + time_text(held.now(clock)) + " labels=" + joined(labels) + " releases=" + joined(releases) +
           " bundles=" + joined(bundles_text(held, clock)) + " withdrawals=" + joined(withdrawals) +
           " missing=" + joined(missing) + " heard=" + point_text(held.feeds().heard) + " proof=" + joined(proofs);
}

// One publisher at a time; `publisher` begins another.
class Desk {
public:
    std::string answer(std::string const& line)
    {
        auto const words = split(line);
        auto const& verb = words.front();
        if (verb == "publisher") {
            publisher_ = need(PublisherId::from_hex(words.at(1)), words.at(1));
            floor_ = need(parse_time(words.at(2)), words.at(2));
            held_.emplace(publisher_, floor_);
            return "begun";
        }
        if (!held_) throw std::runtime_error{"no publisher yet"};
        auto const clock = need(parse_time(words.at(1)), words.at(1));
        auto const outcome = judge(verb, words, clock);
        return outcome + ' ' + state_text(*held_, clock);
    }

private:
    template <class T>
    static std::string told(Expected<T, trust::Refusal> const& outcome)
    {
        return std::string{outcome ? "accepted" : word(outcome.error())};
    }

    std::string judge(std::string const& verb, Words const& words, UtcTime clock)
    {
        if (verb == "root") return told(held_->consider_root(read_candidates(words, 2).front(), clock));
        if (verb == "feed") {
            auto const all = read_candidates(words, 2);
            return told(held_->consider_feed(all.front(), std::span{all}.subspan(1), clock));
        }
        if (verb == "withdrawal") return told(held_->consider_withdrawal(read_candidates(words, 2).front(), clock));
        if (verb == "heads") return told(held_->consider_heads(read_bytes(words.at(2))));
        if (verb == "head") {
            auto const signature = need(trust::Signature::from(read_bytes(words.at(5))), words.at(5));
            return told(
                held_->consider_head(read_bytes(words.at(2)), std::stoull(words.at(3)), words.at(4), signature));
        }
        return decide(verb, words);
    }

    std::string decide(std::string const& verb, Words const& words)
    {
        auto const done = [](bool is_done) { return std::string{is_done ? "done" : "nothing"}; };
        auto const hash = [&] { return need(Sha256::from_hex(words.at(2)), words.at(2)); };
        if (verb == "choose") return done(held_->decide_root_fork(hash()));
        if (verb == "confirm") return done(held_->confirm_withdrawal(hash()));
        if (verb == "dismiss") return done(held_->dismiss_withdrawal(hash()));
        if (verb == "restart") return done(restart(words));
        if (verb == "look") return done(true);
        throw std::runtime_error{"no such command: " + verb};
    }

    // Memory is gone; what was written down is read back, except for what the line says was lost.
    bool restart(Words const& words)
    {
        auto const is_lost = [&](char const* what) {
            return std::find(words.begin() + 2, words.end(), what) != words.end();
        };
        trust::KeptDocuments kept;
        if (auto const* chain = held_->chain()) {
            for (auto const& root : chain->roots()) kept.roots.push_back(root.candidate());
        }
        if (held_->feed() != nullptr && !is_lost("feed")) kept.feed = held_->feed()->candidate();
        for (auto const& [hash, one] : held_->withdrawals().all()) {
            if (!is_lost("withdrawals")) kept.withdrawals.push_back(one.document.candidate());
        }
        for (auto const kind : {trust::Contradicts::feed, trust::Contradicts::root}) {
            if (auto const& proof = held_->proof_of(kind)) kept.proofs.push_back(proof->bytes());
        }
        kept.record = copy_of(as_bytes(held_->record().text()));
        auto restored = trust::Acceptance::restore(publisher_, kept, floor_);
        if (!restored) throw std::runtime_error{"cannot be restored: " + std::string{word(restored.error())}};
        held_ = std::move(*restored);
        return true;
    }

    PublisherId publisher_;
    UtcTime floor_;
    std::optional<trust::Acceptance> held_;
};

}  // namespace
}  // namespace nightletter

int main()
{
    nightletter::Desk desk;
    std::string line;
    try {
        while (std::getline(std::cin, line)) std::cout << desk.answer(line) << std::endl;
    } catch (std::exception const& wrong) {
        std::cerr << "judge: " << wrong.what() << '\n';
        return 2;
    }
    return 0;
}
