#include "signer/signed_record.hpp"

#include "trust/statement_reader.hpp"

namespace nightletter::signer {
namespace {

std::optional<trust::FeedPoint> feed_of(Agreement const& agreement)
{
    if (!agreement.feed()) return std::nullopt;
    auto const& feed = *agreement.feed();
    return trust::FeedPoint{feed.epoch, feed.seq, sha256(as_bytes(feed.text()))};
}

std::optional<SignedRoot> root_of(Agreement const& agreement)
{
    auto const& root = agreement.proposal().root;
    if (!root) return std::nullopt;
    return SignedRoot{root->version, sha256(as_bytes(root->text()))};
}

std::optional<trust::FeedPoint> read_feed(trust::StatementReader& reader)
{
    if (reader.next_is("feed", "-")) return reader.skip();
    auto const fields = reader.fields("feed", 3);
    return reader.feed_point(fields[0], fields[1], fields[2]);
}

std::optional<SignedRoot> read_root(trust::StatementReader& reader)
{
    if (reader.next_is("root", "-")) return reader.skip();
    auto const fields = reader.fields("root", 2);
    auto const version = reader.positive_below(trust::version_bound, fields[0]);
    return SignedRoot{version, reader.hex<Sha256>(fields[1])};
}

}  // namespace

Expected<SignedRecord, trust::Refusal> SignedRecord::parse(ByteView document)
{
    trust::StatementReader reader{document, "signed", largest_signed_record};
    SignedRecord record;
    record.publisher = reader.publisher(reader.field("publisher"));
    record.feed = read_feed(reader);
    record.root = read_root(reader);
    if (auto const finished = reader.finish(record.text()); !finished) return fail(finished.error());
    return record;
}

std::string SignedRecord::text() const
{
    return "nightletter signed 1\npublisher " + publisher_text(publisher) + "\nfeed " + (feed ? feed->text() : "-") +
           "\nroot " + (root ? std::to_string(root->version) + ' ' + root->root.hex() : "-") + "\nend\n";
}

std::optional<Contradiction> SignedRecord::contradiction_of(Agreement const& agreement) const
{
    auto const next_root = root_of(agreement);
    if (root && next_root && next_root->version <= root->version && *next_root != *root)
        return Contradiction{"root " + std::to_string(root->version)};
    auto const next_feed = feed_of(agreement);
    if (feed && next_feed && !feed->is_older_than(*next_feed) && *next_feed != *feed)
        return Contradiction{"feed " + std::to_string(feed->seq)};
    return std::nullopt;
}

void SignedRecord::add(Agreement const& agreement)
{
    publisher = agreement.own().id;
    if (auto const next = feed_of(agreement)) feed = next;
    if (auto const next = root_of(agreement)) root = next;
}

}  // namespace nightletter::signer
