#include "tests/tools/subjects.hpp"

#include "bundles/bag.hpp"
#include "tests/support/newsroom.hpp"
#include "trust/acceptance.hpp"
#include "trust/bundle_signers.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::test {
namespace {

using trust::Acceptance;
using trust::Candidate;

UtcTime clock_of_the_day()
{
    return at("2026-05-04T00:00:00Z");
}

// Three people, of whom two must agree; root 1 and a feed are held, a withdrawal stands in that feed.
struct Scenery {
    Newsroom newsroom{"Example Collective", 3, 2, 2};
    Acceptance held{newsroom.id()};

    Scenery()
    {
        trust::Withdrawal hide{newsroom.id(),
                               1,
                               release_of("b").bundle,
                               trust::Reason::hide,
                               at("2026-05-03T09:00:00Z"),
                               at("2026-05-10T00:00:00Z")};
        auto const document = signed_by(two(newsroom.withdraw_pens), hide);
        auto feed = newsroom.next_feed();
        feed.mirrors = {"https://mirror.example/", "https://other.example/folder/"};
        feed.releases = {release_of("a"), release_of("b"), release_of("c")};
        feed.withdrawals = {{release_of("b").bundle, hash_of(document)}};
        auto const root_held = held.consider_root(newsroom.roots().front(), clock_of_the_day());
        auto const hide_held = held.consider_withdrawal(document, clock_of_the_day());
        auto const feed_held = held.consider_feed(newsroom.publish(feed), clock_of_the_day());
        NIGHTLETTER_INSIST(root_held && hide_held && feed_held);
    }

    static Pens two(Pens const& pens) { return {pens[0], pens[1]}; }
};

std::string text_of(Candidate const& candidate)
{
    return std::string{as_text(candidate.document)};
}

// What `statement` says of a changed text, or, when that cannot be read, of the original: signers sign what they see.
template <class Statement>
Statement read_or(std::string const& text, Statement const& original)
{
    return Statement::parse(as_bytes(text)).value_or(original);
}

template <class Statement>
std::optional<std::string> written(std::string const& text)
{
    auto const read = Statement::parse(as_bytes(text));
    return read ? std::optional{read->text()} : std::nullopt;
}

Sha256 hash_of_text(std::string const& text)
{
    return sha256(as_bytes(text));
}

// The signature files for one kind of statement: `comment` makes its trusted comment.
template <class Comment>
void give_signers(Subject& subject, Pens const& right, std::vector<Pens> const& wrong, Comment comment)
{
    subject.sign = [=](std::string const& text) { return signature_file(right, as_bytes(text), comment(text)); };
    subject.sign_wrongly = [=](std::string const& text) {
        auto const& pens = wrong[hash_of_text(text).bytes()[0] % wrong.size()];
        return signature_file(pens, as_bytes(text), comment(text));
    };
}

std::vector<Pens> wrong_pens(Newsroom const& newsroom, Pens const& right, Pens const& other_role)
{
    Pens const strangers{Pen{"a stranger"}, Pen{"another stranger"}};
    Pen const borrowed{Pen{"a thief"}, right[1].key().id};  // the key id of one who may sign, another key
    return {strangers, other_role, {right[0]}, {right[0], strangers[0]}, {right[0], borrowed}, newsroom.announce_pens};
}

Subject root_subject(Scenery const& scenery)
{
    auto const& newsroom = scenery.newsroom;
    auto root = newsroom.next_epoch();
    Subject made{"root", signed_by(newsroom.root_pens, root), {text_of(newsroom.roots().front())}};
    auto other = newsroom.next_root();
    other.announce = Pen{"another announce key"}.key();
    made.donors.push_back(other.text());
    made.is_accepted = [held = scenery.held](Candidate const& candidate) {
        auto trial = held;
        return trial.consider_root(candidate, clock_of_the_day()).has_value();
    };
    made.written_again = written<trust::Root>;
    give_signers(made, Scenery::two(newsroom.root_pens),
                 wrong_pens(newsroom, newsroom.root_pens, newsroom.release_pens), [root](std::string const& text) {
                     return trust::TrustedComment::of_root(read_or(text, root), hash_of_text(text)).text();
                 });
    return made;
}

Subject feed_subject(Scenery const& scenery)
{
    auto const& newsroom = scenery.newsroom;
    auto feed = newsroom.next_feed();
    feed.releases.push_back(release_of("d"));
    auto other = feed;
    other.seq += 1;
    other.releases.push_back(release_of("e"));
    other.releases.back().replaces = release_of("a").bundle;
    Subject made{"feed", signed_by(newsroom.release_pens, feed), {newsroom.newest_feed().text(), other.text()}};
    made.is_accepted = [held = scenery.held](Candidate const& candidate) {
        auto trial = held;
        return trial.consider_feed(candidate, clock_of_the_day()).has_value();
    };
    made.written_again = written<trust::Feed>;
    give_signers(made, Scenery::two(newsroom.release_pens),
                 wrong_pens(newsroom, newsroom.release_pens, newsroom.withdraw_pens), [feed](std::string const& text) {
                     return trust::TrustedComment::of_feed(read_or(text, feed), hash_of_text(text)).text();
                 });
    return made;
}

Subject withdrawal_subject(Scenery const& scenery)
{
    auto const& newsroom = scenery.newsroom;
    trust::Withdrawal const original{
        newsroom.id(), 1, release_of("a").bundle, trust::Reason::source_danger, at("2026-05-03T12:00:00Z"), {}};
    auto hide = original;
    hide.reason = trust::Reason::hide;
    hide.until = at("2026-05-16T00:00:00Z");
    Subject made{"withdrawal", signed_by(newsroom.withdraw_pens, original), {original.text(), hide.text()}};
    made.is_accepted = [held = scenery.held](Candidate const& candidate) {
        auto trial = held;
        return trial.consider_withdrawal(candidate, clock_of_the_day()).has_value();
    };
    made.written_again = written<trust::Withdrawal>;
    // One withdraw key alone may hide, so that too few is no wrong set here.
    auto wrong = wrong_pens(newsroom, newsroom.withdraw_pens, newsroom.release_pens);
    wrong.erase(wrong.begin() + 2);
    give_signers(made, Scenery::two(newsroom.withdraw_pens), wrong, [original](std::string const& text) {
        return trust::TrustedComment::of_withdrawal(read_or(text, original), hash_of_text(text)).text();
    });
    return made;
}

Subject heads_subject(Scenery const& scenery)
{
    auto const& newsroom = scenery.newsroom;
    auto later = newsroom.newest_feed();
    later.seq += 1;
    auto elsewhere = newsroom.newest_feed();
    elsewhere.issued.seconds += 7 * 86400;
    auto const heads = [&](trust::Feed const& feed) { return heads_by(newsroom.announce_pens.front(), feed).text(); };
    Subject made{"heads", {copy_of(as_bytes(heads(newsroom.newest_feed()))), {}}, {heads(later), heads(elsewhere)}};
    made.is_accepted = [held = scenery.held](Candidate const& candidate) {
        return held.consider_heads(candidate.document).has_value();
    };
    made.written_again = written<trust::Heads>;
    return made;
}

Subject signatures_subject(Scenery const& scenery)
{
    auto made = feed_subject(scenery);
    made.name = "signatures";
    made.part = Subject::Part::signatures;
    auto const& newsroom = scenery.newsroom;
    auto const other = signed_by(newsroom.release_pens, newsroom.newest_feed());
    auto const root = signed_by(newsroom.root_pens, newsroom.newest_root());
    made.donors = {std::string{as_text(other.signatures)}, std::string{as_text(root.signatures)}};
    made.written_again = written<trust::SignatureSet>;
    return made;
}

Subject bundle_subject(Scenery const& scenery)
{
    auto const& newsroom = scenery.newsroom;
    auto const digest = [](std::string const& of) { return hash_of_text(of).hex(); };
    std::string manifest;
    std::string other;
    for (auto const* path :
         {"bag-info.txt", "bagit.txt", "manifest-sha256.txt", "publisher/root.1", "publisher/root.1.minisig"}) {
        manifest += digest(path) + "  " + path + '\n';
        other += digest(digest(path)) + "  " + path + '\n';
    }
    Subject made{"bundle", {copy_of(as_bytes(manifest)), {}}, {other}};
    made.original.signatures = bundle_signature(newsroom.release_pens, newsroom.id(), as_bytes(manifest));
    auto const chain = trust::RootChain::read(newsroom.roots(), newsroom.id());
    NIGHTLETTER_INSIST(chain.has_value());
    made.is_accepted = [chain = *chain](Candidate const& candidate) {
        return bundles::Manifest::parse(candidate.document, bundles::ManifestOf::tag_files).has_value() &&
               trust::BundleSigners::judge(candidate, chain).has_value();
    };
    made.written_again = [](std::string const& text) -> std::optional<std::string> {
        auto const read = bundles::Manifest::parse(as_bytes(text), bundles::ManifestOf::tag_files);
        return read ? std::optional{read->text()} : std::nullopt;
    };
    give_signers(made, Scenery::two(newsroom.release_pens),
                 wrong_pens(newsroom, newsroom.release_pens, newsroom.withdraw_pens),
                 [publisher = newsroom.id()](std::string const& text) {
                     auto const bundle = *BundleId::from(hash_of_text(text).bytes());
                     return trust::TrustedComment::of_bundle(publisher, bundle).text();
                 });
    return made;
}

}  // namespace

std::vector<Subject> every_subject()
{
    Scenery const scenery;
    return {root_subject(scenery),  feed_subject(scenery),       withdrawal_subject(scenery),
            heads_subject(scenery), signatures_subject(scenery), bundle_subject(scenery)};
}

}  // namespace nightletter::test
