#include "tests/support/case.hpp"

#include <stdexcept>

#include "base/line_document.hpp"
#include "trust/bundle_signers.hpp"

namespace nightletter::test {
namespace {

// Whoever the documents of a case arrive at.
class Desk {
public:
    explicit Desk(PublisherId const& publisher) : publisher_{publisher}, held_{publisher} {}

    std::string judge(Step const& step)
    {
        auto const& candidate = step.candidate;
        if (step.kind == "root") return told(held_.consider_root(candidate, step.at));
        if (step.kind == "feed") return told(held_.consider_feed(candidate, withdrawals_, step.at));
        if (step.kind == "withdrawal") {
            withdrawals_.push_back(candidate);
            return told(held_.consider_withdrawal(candidate, step.at));
        }
        if (step.kind == "heads") return told(held_.consider_heads(candidate.document));
        if (step.kind == "head") {
            auto const signature = trust::Signature::from(candidate.signatures).value_or(trust::Signature{});
            return told(held_.consider_head(candidate.document, step.item_seq, step.salt, signature));
        }
        if (step.kind == "bag-root") return bag_root(candidate);
        if (step.kind == "bundle") return bundle(candidate);
        if (step.kind == "proof") return proof(candidate);
        if (step.kind == "signatures") return told(trust::SignatureSet::parse(candidate.signatures));
        throw std::runtime_error{"no such kind of step: " + step.kind};
    }

private:
    template <class T>
    static std::string told(Expected<T, trust::Refusal> const& outcome)
    {
        return std::string{outcome ? "accepted" : word(outcome.error())};
    }

    std::string bag_root(trust::Candidate const& candidate)
    {
        bag_.push_back(candidate);
        return told(trust::RootChain::read(bag_, publisher_));
    }

    std::string bundle(trust::Candidate const& candidate)
    {
        auto const chain = trust::RootChain::read(bag_, publisher_);
        if (!chain) return told(chain);
        return told(trust::BundleSigners::judge(candidate, *chain, held_));
    }

    std::string proof(trust::Candidate const& candidate)
    {
        auto const parsed = trust::Proof::parse(candidate.document);
        return parsed ? told(trust::check_proof(*parsed)) : told(parsed);
    }

    PublisherId publisher_;
    trust::Acceptance held_;
    std::vector<trust::Candidate> withdrawals_;
    std::vector<trust::Candidate> bag_;
};

std::string step_line(Step const& step)
{
    auto line = step.verb + ' ' + step.kind;
    if (step.kind == "head") line += ' ' + step.salt + ' ' + std::to_string(step.item_seq);
    return line + ' ' + std::to_string(step.candidate.document.size()) + ' ' +
           std::to_string(step.candidate.signatures.size()) + '\n';
}

template <class T>
T need(std::optional<T> value, std::string const& what)
{
    if (!value) throw std::runtime_error{"in a case: " + what};
    return *value;
}

Bytes cut(ByteView& rest, std::string_view size)
{
    auto const count = need(parse_count(size), "a size");
    if (count > rest.size()) throw std::runtime_error{"in a case: fewer bytes than its lines say"};
    auto bytes = copy_of(rest.first(count));
    rest = rest.subspan(count);
    return bytes;
}

}  // namespace

Bytes Case::bytes() const
{
    std::string header = "nightletter case 1\npublisher " + publisher_text(publisher_) + '\n';
    std::optional<UtcTime> at;
    for (auto const& step : steps_) {
        if (at != step.at) header += "at " + time_text(step.at) + '\n';
        at = step.at;
        header += step_line(step);
    }
    auto bytes = copy_of(as_bytes(header + "end\n"));
    for (auto const& step : steps_) {
        for (auto const* part : {&step.candidate.document, &step.candidate.signatures}) {
            bytes.insert(bytes.end(), part->begin(), part->end());
        }
    }
    return bytes;
}

Case Case::parse(ByteView body)
{
    constexpr std::string_view end = "\nend\n";
    auto const header_size = as_text(body).find(end) + end.size();
    auto const lines = read_lines(body.first(std::min(header_size, body.size())));
    if (!lines || lines->size() < 3 || lines->front().text() != "nightletter case 1") {
        throw std::runtime_error{"not a case"};
    }
    auto rest = body.subspan(header_size);
    Case made{need(parse_publisher((*lines)[1].rest()), "the publisher")};
    UtcTime at;
    for (auto const& line : std::span{*lines}.subspan(2)) {
        auto const& fields = line.fields();
        if (line.word() == "at") {
            at = need(parse_time(line.rest()), "a time");
            continue;
        }
        if (fields.size() != 4 && fields.size() != 6) throw std::runtime_error{"in a case: a step"};
        Step step{std::string{fields[0]}, std::string{fields[1]}, {}, at, {}, 0};
        if (fields.size() == 6) {
            step.salt = fields[2];
            step.item_seq = need(parse_count(fields[3]), "an item seq");
        }
        step.candidate.document = cut(rest, fields[fields.size() - 2]);
        step.candidate.signatures = cut(rest, fields.back());
        made.add(std::move(step));
    }
    if (!rest.empty()) throw std::runtime_error{"in a case: more bytes than its lines say"};
    return made;
}

std::vector<std::string> Case::words() const
{
    Desk desk{publisher_};
    std::vector<std::string> words;
    for (auto const& step : steps_) words.push_back(desk.judge(step));
    return words;
}

}  // namespace nightletter::test
