#include "signer/agreement.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "bundles/bag.hpp"
#include "trust/heads.hpp"

namespace nightletter::signer {
namespace {

constexpr std::string_view feed_name = "feed";
constexpr auto bundle_name = bundles::name::tag_manifest;

Paper root_paper(trust::Root const& next, trust::Root const& before)
{
    auto document = copy_of(as_bytes(next.text()));
    auto comment = trust::TrustedComment::of_root(next, sha256(document));
    return {KeyRole::root,
            root_name(next.version),
            {std::move(document), std::move(comment), std::vector{before.root, next.root}}};
}

Paper withdrawal_paper(trust::Withdrawal const& withdrawal, trust::Root const& judge)
{
    auto document = copy_of(as_bytes(withdrawal.text()));
    auto const digest = sha256(document);
    auto role = judge.withdraw;
    if (withdrawal.reason == trust::Reason::hide) role.threshold = 1;
    auto comment = trust::TrustedComment::of_withdrawal(withdrawal, digest);
    return {KeyRole::withdraw, withdrawal_name(digest), {std::move(document), std::move(comment), role}};
}

Paper bundle_paper(PreparedBundle const& bundle, OwnPublisher const& own)
{
    return {KeyRole::release,
            std::string{bundle_name},
            {bundle.tag_manifest(), trust::TrustedComment::of_bundle(own.id, bundle.id()), own.root.release}};
}

Paper feed_paper(trust::Feed const& feed, trust::Root const& judge)
{
    auto document = copy_of(as_bytes(feed.text()));
    auto comment = trust::TrustedComment::of_feed(feed, sha256(document));
    return {KeyRole::release,
            std::string{feed_name},
            {std::move(document), std::move(comment), std::vector{judge.release}}};
}

Bytes heads_file(trust::Feed const& feed, SecretKey const& announce)
{
    trust::Heads heads{feed.publisher, {feed.epoch, feed.seq, sha256(as_bytes(feed.text()))}, {}};
    for (auto const& salt : trust::head_salts(feed.epoch, feed.issued)) {
        heads.items.push_back({salt, announce.sign_head(trust::head_message(heads.feed, salt))});
    }
    return copy_of(as_bytes(heads.text()));
}

std::vector<SecretKey> const& keys_of(OpenKeys const& keys, KeyRole role)
{
    NIGHTLETTER_INSIST(role != KeyRole::announce);
    if (role == KeyRole::root) return keys.root;
    return role == KeyRole::release ? keys.release : keys.withdraw;
}

}  // namespace

Agreement::Agreement(OwnPublisher own, Proposal proposal) : own_{std::move(own)}, proposal_{std::move(proposal)}
{
    NIGHTLETTER_INSIST(!(proposal_.root && proposal_.bundle));
    auto const& judge = root_after(own_, proposal_);
    if (proposal_.root) papers_.push_back(root_paper(*proposal_.root, own_.root));
    for (auto const& withdrawal : proposal_.withdrawals) papers_.push_back(withdrawal_paper(withdrawal, judge));
    if (proposal_.bundle) papers_.push_back(bundle_paper(*proposal_.bundle, own_));
    add_feed();
}

// Once the bundle's signatures are enough its torrent is fixed, and the feed can name it.
void Agreement::add_feed()
{
    if (feed_ || !proposal_.feed) return;
    auto const* const bundle = find(bundle_name);
    if (bundle != nullptr && !bundle->signing.is_complete()) return;
    feed_ = proposal_.feed;
    if (bundle != nullptr) feed_->releases.push_back(release_of(*proposal_.bundle, torrent(), day_of(feed_->issued)));
    papers_.push_back(feed_paper(*feed_, root_after(own_, proposal_)));
}

Paper* Agreement::paper(std::string_view name)
{
    auto const found = std::ranges::find(papers_, name, &Paper::name);
    return found == papers_.end() ? nullptr : &*found;
}

Paper const* Agreement::find(std::string_view name) const
{
    auto const found = std::ranges::find(papers_, name, &Paper::name);
    return found == papers_.end() ? nullptr : &*found;
}

Signatories Agreement::signatories() const
{
    auto const& judge = root_after(own_, proposal_);
    Signatories who;
    for (auto const& paper : papers_) {
        auto& roles = paper.role == KeyRole::root      ? who.root
                      : paper.role == KeyRole::release ? who.release
                                                       : who.withdraw;
        for (auto const& role : paper.signing.roles()) {
            if (std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
        }
    }
    if (!proposal_.feed) return who;
    if (who.release.empty()) who.release.push_back(judge.release);
    who.announce = judge.announce;
    return who;
}

void Agreement::sign(OpenKeys const& keys)
{
    auto const sign_all = [&](std::size_t from) {
        for (auto paper = papers_.begin() + static_cast<std::ptrdiff_t>(from); paper != papers_.end(); ++paper) {
            // What the feed names by its info-hash is not changed by one more signature.
            if (feed_ && paper->name == bundle_name) continue;
            for (auto const& key : keys_of(keys, paper->role)) (void)paper->signing.sign(key);
        }
    };
    auto const before = papers_.size();
    sign_all(0);
    add_feed();
    sign_all(before);
    if (feed_ && keys.announce && keys.announce->key() == root_after(own_, proposal_).announce)
        heads_ = heads_file(*feed_, *keys.announce);
}

std::size_t Agreement::take(std::string_view name, ByteView signature_file)
{
    auto* const signed_paper = paper(name);
    if (signed_paper == nullptr || (feed_ && name == bundle_name)) return 0;
    auto const taken = signed_paper->signing.take(signature_file);
    add_feed();
    return taken;
}

bool Agreement::take_heads(ByteView file)
{
    auto const heads = trust::Heads::parse(file);
    if (!heads || !feed_) return false;
    trust::FeedPoint const point{feed_->epoch, feed_->seq, sha256(as_bytes(feed_->text()))};
    auto const& announce = root_after(own_, proposal_).announce.key;
    if (!trust::check_heads(*heads, point, feed_->issued, own_.id, announce)) return false;
    heads_ = copy_of(file);
    return true;
}

bool Agreement::is_complete() const
{
    return feed_.has_value() == proposal_.feed.has_value() &&
           std::ranges::all_of(papers_, [](Paper const& paper) { return paper.signing.is_complete(); });
}

Documents Agreement::documents() const
{
    NIGHTLETTER_INSIST(is_complete());
    auto documents = own_.documents;
    for (auto const& paper : papers_) {
        if (paper.name == bundle_name) continue;
        documents.insert_or_assign(paper.name, paper.signing.document());
        documents.insert_or_assign(paper.name + ".minisig", paper.signing.file());
    }
    // Heads name one feed and are one announce key's; beside another they would only be refused.
    if (feed_ || root_after(own_, proposal_).announce != own_.root.announce) documents.erase("heads");
    if (heads_) documents.insert_or_assign("heads", *heads_);
    return documents;
}

Bytes Agreement::bundle_signatures() const
{
    auto const* const bundle = find(bundle_name);
    NIGHTLETTER_INSIST(bundle != nullptr && bundle->signing.is_complete());
    return bundle->signing.file();
}

bundles::Torrent Agreement::torrent() const
{
    return torrent_of(*proposal_.bundle, bundle_signatures());
}

}  // namespace nightletter::signer
