#include "signer/request.hpp"

#include "signer/request_bundle.hpp"
#include "trust/root_chain.hpp"

namespace nightletter::signer {
namespace {

constexpr std::string_view signatures_suffix = ".minisig";
constexpr std::string_view withdrawal_part = "withdrawal";
constexpr std::string_view bundle_part = "bundle";
constexpr std::string_view metadata_part = "metadata.json";
constexpr std::string_view feed_part = "feed";
constexpr std::string_view heads_part = "heads";
constexpr auto tag_manifest_part = bundles::name::tag_manifest;

std::string signatures_of(std::string_view name)
{
    return std::string{name} + std::string{signatures_suffix};
}

// Takes the parts in their fixed order; the first thing that is wrong is kept and ends the reading.
class PartReader {
public:
    explicit PartReader(std::vector<Part> const& parts) : parts_{parts} {}

    [[nodiscard]] bool next_is(Pile pile, std::string_view name) const
    {
        return is_sound() && at_ < parts_.size() && parts_[at_].pile == pile && parts_[at_].name == name;
    }
    // Empty when another part is next.
    Bytes take_if_there(Pile pile, std::string_view name)
    {
        return next_is(pile, name) ? parts_[at_++].contents : Bytes{};
    }
    Bytes take(Pile pile, std::string_view name)
    {
        if (!next_is(pile, name)) refuse("malformed-request", "its " + std::string{name} + " is missing");
        return take_if_there(pile, name);
    }
    void refuse(std::string word, std::string because)
    {
        if (!wrong_) wrong_ = NotARequest{std::move(word), std::move(because)};
    }
    [[nodiscard]] bool is_sound() const { return !wrong_; }
    [[nodiscard]] bool is_at_end() const { return at_ == parts_.size(); }
    [[nodiscard]] std::optional<NotARequest> const& wrong() const { return wrong_; }

    // The statement in a part that is about to be signed.
    template <class Statement>
    Statement proposed(std::string_view name)
    {
        auto const document = take(Pile::proposed, name);
        auto parsed = Statement::parse(document);
        if (parsed) return std::move(*parsed);
        refuse(std::string{trust::word(parsed.error())}, "the new " + std::string{name} + " in it cannot be read");
        return Statement{};
    }

private:
    std::vector<Part> const& parts_;
    std::size_t at_ = 0;
    std::optional<NotARequest> wrong_;
};

void take_held(PartReader& parts, std::string const& part, std::string const& name, Documents& held)
{
    auto document = parts.take(Pile::held, part);
    auto signatures = parts.take(Pile::held, signatures_of(part));
    bool const is_new = held.emplace(name, std::move(document)).second;
    held.emplace(signatures_of(name), std::move(signatures));
    if (!is_new) parts.refuse("malformed-request", "a document stands in it twice");
}

// Roots from 1 on, the newest feed, withdrawals.
std::vector<trust::Candidate> read_held(PartReader& parts, Documents& held)
{
    std::vector<trust::Candidate> roots;
    do {
        auto const name = root_name(roots.size() + 1);
        take_held(parts, name, name, held);
        if (parts.is_sound()) roots.push_back({held[name], held[signatures_of(name)]});
    } while (parts.next_is(Pile::held, root_name(roots.size() + 1)));
    if (roots.size() > trust::most_roots) parts.refuse("chain-too-long", "it has more than 1024 root documents");
    if (parts.next_is(Pile::held, feed_part)) take_held(parts, std::string{feed_part}, std::string{feed_part}, held);
    while (parts.next_is(Pile::held, withdrawal_part)) {
        PartReader ahead = parts;
        auto const hash = sha256(ahead.take(Pile::held, withdrawal_part));
        take_held(parts, std::string{withdrawal_part}, withdrawal_name(hash), held);
    }
    return roots;
}

void take_signatures(PartReader& parts, std::string_view part, std::string const& paper, SignatureFiles& signatures)
{
    auto file = parts.take_if_there(Pile::proposed, signatures_of(part));
    if (!file.empty()) signatures.emplace(paper, std::move(file));
}

void read_root(PartReader& parts, std::size_t held_roots, Request& request)
{
    auto const name = root_name(held_roots + 1);
    if (!parts.next_is(Pile::proposed, name)) return;
    request.proposal.root = parts.proposed<trust::Root>(name);
    take_signatures(parts, name, name, request.signatures);
}

void read_withdrawals(PartReader& parts, Request& request)
{
    while (parts.next_is(Pile::proposed, withdrawal_part)) {
        auto withdrawal = parts.proposed<trust::Withdrawal>(withdrawal_part);
        auto const name = withdrawal_name(sha256(as_bytes(withdrawal.text())));
        take_signatures(parts, withdrawal_part, name, request.signatures);
        request.proposal.withdrawals.push_back(std::move(withdrawal));
    }
}

void read_bundle(PartReader& parts, std::vector<trust::Candidate> const& roots, Request& request)
{
    if (!parts.next_is(Pile::proposed, bundle_part)) return;
    auto const list = parts.take(Pile::proposed, bundle_part);
    auto const metadata = parts.take(Pile::proposed, metadata_part);
    if (!parts.is_sound()) return;
    auto bundle = read_bundle_list(list, metadata, request.publisher, roots);
    if (!bundle) return parts.refuse(bundle.error(), "the new bundle in it cannot be used");
    request.proposal.bundle = std::move(*bundle);
    take_signatures(parts, tag_manifest_part, std::string{tag_manifest_part}, request.signatures);
}

void read_feed(PartReader& parts, Request& request)
{
    if (!parts.next_is(Pile::proposed, feed_part)) return;
    request.proposal.feed = parts.proposed<trust::Feed>(feed_part);
    take_signatures(parts, feed_part, std::string{feed_part}, request.signatures);
    if (auto heads = parts.take_if_there(Pile::proposed, heads_part); !heads.empty()) request.heads = std::move(heads);
}

// What no program of ours would have put together.
void check_whole(PartReader& parts, Proposal const& proposal)
{
    bool const is_empty = !proposal.root && proposal.withdrawals.empty() && !proposal.feed;
    if (is_empty) parts.refuse("malformed-request", "it proposes nothing");
    if (proposal.bundle && (proposal.root || !proposal.feed))
        parts.refuse("malformed-request", "it proposes a bundle and not the feed that names it alone");
    if (parts.is_sound() && !parts.is_at_end()) parts.refuse("malformed-request", "it holds something unexpected");
}

// Writes what is read above, in the same order.
class PartWriter {
public:
    void add(Pile pile, std::string_view name, ByteView contents)
    {
        parts_.push_back({pile, std::string{name}, copy_of(contents)});
    }
    void add_held(std::string_view part, Documents const& held, std::string_view name)
    {
        auto const document = held.find(name);
        auto const signatures = held.find(signatures_of(name));
        if (document == held.end() || signatures == held.end()) return;
        add(Pile::held, part, document->second);
        add(Pile::held, signatures_of(part), signatures->second);
    }
    void add_proposed(std::string_view part, std::string_view text, Request const& request, std::string_view paper)
    {
        add(Pile::proposed, part, as_bytes(text));
        add_signatures(part, request, paper);
    }
    void add_signatures(std::string_view part, Request const& request, std::string_view paper)
    {
        auto const file = request.signatures.find(paper);
        if (file != request.signatures.end()) add(Pile::proposed, signatures_of(part), file->second);
    }
    [[nodiscard]] std::vector<Part> take() { return std::move(parts_); }

private:
    std::vector<Part> parts_;
};

void write_held(PartWriter& parts, Documents const& held)
{
    for (std::uint64_t version = 1; held.contains(root_name(version)); ++version)
        parts.add_held(root_name(version), held, root_name(version));
    parts.add_held(feed_part, held, feed_part);
    for (auto const& [name, contents] : held) {
        if (is_withdrawal_name(name)) parts.add_held(withdrawal_part, held, name);
    }
}

void write_proposed(PartWriter& parts, Request const& request)
{
    auto const& proposal = request.proposal;
    if (proposal.root) {
        auto const name = root_name(proposal.root->version);
        parts.add_proposed(name, proposal.root->text(), request, name);
    }
    for (auto const& withdrawal : proposal.withdrawals) {
        auto const text = withdrawal.text();
        parts.add_proposed(withdrawal_part, text, request, withdrawal_name(sha256(as_bytes(text))));
    }
    if (proposal.bundle) {
        parts.add(Pile::proposed, bundle_part, as_bytes(bundle_list(*proposal.bundle)));
        parts.add(Pile::proposed, metadata_part, proposal.bundle->metadata);
        parts.add_signatures(tag_manifest_part, request, tag_manifest_part);
    }
    if (proposal.feed) parts.add_proposed(feed_part, proposal.feed->text(), request, feed_part);
    if (request.heads) parts.add(Pile::proposed, heads_part, *request.heads);
}

std::string_view about(Proposal const& proposal)
{
    if (proposal.bundle) return "about: a new bundle";
    if (proposal.root) return "about: a new root document, which says whose keys count";
    if (!proposal.withdrawals.empty()) return "about: taking a bundle back";
    return "about: the feed, signed anew";
}

std::vector<std::string> notes_of(Request const& request)
{
    std::vector<std::string> notes{"Send this as an attached file. Pasted into a message it is damaged.",
                                   "Nothing in it is secret until it is published.",
                                   std::string{about(request.proposal)}};
    if (request.passing == Passing::request) {
        notes.emplace_back("To agree, on your offline computer: nightletter-sign cosign FILE");
    } else {
        notes.emplace_back("Where the request was made: nightletter-sign combine FILE");
        notes.emplace_back("If more must agree, on their offline computers first: cosign FILE");
    }
    return notes;
}

}  // namespace

Bytes Request::file() const
{
    PartWriter parts;
    write_held(parts, held);
    write_proposed(parts, *this);
    auto const text = Envelope{passing, notes_of(*this), publisher, parts.take()}.text();
    return copy_of(as_bytes(text));
}

Expected<Request, NotARequest> read_request(ByteView file)
{
    auto const envelope = Envelope::parse(file);
    if (!envelope) return fail(NotARequest{"mangled", sentence(envelope.error())});
    Request request;
    request.passing = envelope->passing;
    request.publisher = envelope->publisher;
    PartReader parts{envelope->parts};
    auto const roots = read_held(parts, request.held);
    read_root(parts, roots.size(), request);
    read_withdrawals(parts, request);
    read_bundle(parts, roots, request);
    read_feed(parts, request);
    check_whole(parts, request.proposal);
    if (parts.wrong()) return fail(*parts.wrong());
    return request;
}

Request request_of(Agreement const& agreement, Passing passing)
{
    Request request{passing, agreement.own().id, agreement.own().documents, agreement.proposal(),
                    {},      agreement.heads()};
    request.held.erase(std::string{heads_part});
    for (auto const& paper : agreement.papers()) {
        if (paper.signing.has_signatures()) request.signatures.emplace(paper.name, paper.signing.file());
    }
    return request;
}

}  // namespace nightletter::signer
