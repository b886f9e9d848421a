#include "tests/support/newsroom.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace nightletter::test {
namespace {

Pens pens_named(std::string const& name, std::size_t count)
{
    Pens pens;
    for (std::size_t i = 1; i <= count; ++i) pens.emplace_back(name + ' ' + std::to_string(i));
    return pens;
}

}  // namespace

UtcTime at(std::string_view time)
{
    auto const parsed = parse_time(time);
    NIGHTLETTER_INSIST(parsed.has_value());
    return *parsed;
}

UtcDay day(std::string_view text)
{
    auto const parsed = parse_day(text);
    NIGHTLETTER_INSIST(parsed.has_value());
    return *parsed;
}

Sha256 hash_of(trust::Candidate const& candidate)
{
    return sha256(candidate.document);
}

trust::Release release_of(std::string_view bundle_name)
{
    auto const bundle = sha256(as_bytes(bundle_name));
    trust::Release release;
    release.bundle = *BundleId::from(bundle.bytes());
    release.info_hash = *InfoHash::from(sha256(bundle.bytes()).bytes());
    release.bytes = 24107;
    release.files = 9;
    release.day = day("2026-05-03");
    return release;
}

trust::Role role_of(Pens const& pens, std::size_t threshold, std::optional<UtcDay> not_after)
{
    trust::Role role{threshold, {}};
    for (auto const& pen : pens) role.keys.push_back({pen.key(), not_after});
    std::ranges::sort(role.keys, {}, [](trust::RoleKey const& line) { return line.key.id; });
    return role;
}

Newsroom::Newsroom(std::string const& name, std::size_t people, std::size_t threshold, std::size_t release_threshold)
    : root_pens{pens_named(name + " root", people)},
      release_pens{pens_named(name + " release", people)},
      withdraw_pens{pens_named(name + " withdraw", people)},
      announce_pens{pens_named(name + " announce", 1)}
{
    root_.name = name;
    root_.issued = at("2026-05-01T00:00:00Z");
    root_.review_by = day("2028-05-01");
    root_.root = role_of(root_pens, threshold, std::nullopt);
    root_.release = role_of(release_pens, release_threshold, day("2028-05-01"));
    root_.withdraw = role_of(withdraw_pens, threshold, day("2028-05-01"));
    root_.announce = announce_pens.front().key();
    roots_.push_back(signed_by(root_pens, root_));

    feed_.publisher = id();
    feed_.seq = 0;
    feed_.issued = at("2026-05-03T10:00:00Z");
    feed_.fresh_until = at("2026-06-03T10:00:00Z");
}

PublisherId Newsroom::id() const
{
    return *PublisherId::from(hash_of(roots_.front()).bytes());
}

trust::Root Newsroom::next_root() const
{
    auto next = root_;
    next.publisher = id();
    ++next.version;
    next.prev = hash_of(roots_.back());
    next.floor.reset();
    next.issued.seconds += 86400;
    return next;
}

trust::Root Newsroom::next_epoch() const
{
    auto next = next_root();
    ++next.epoch;
    if (feed_.seq != 0) next.floor = trust::FeedPoint{feed_.epoch, feed_.seq, sha256(as_bytes(feed_.text()))};
    return next;
}

trust::Candidate const& Newsroom::adopt(trust::Root const& root)
{
    root_ = root;
    return roots_.emplace_back(signed_by(root_pens, root));
}

trust::Feed Newsroom::next_feed() const
{
    auto next = feed_;
    next.root = root_.version;
    next.epoch = root_.epoch;
    if (feed_.seq != 0) next.prev = sha256(as_bytes(feed_.text()));
    ++next.seq;
    auto const pause = std::max<std::int64_t>(3600, awake_.seconds - next.issued.seconds);
    next.issued.seconds += pause;
    next.fresh_until.seconds += pause;
    return next;
}

trust::Candidate Newsroom::publish(trust::Feed const& feed)
{
    feed_ = feed;
    return signed_by(release_pens, feed);
}

trust::Candidate Newsroom::publish(std::vector<trust::Release> const& added)
{
    auto feed = next_feed();
    feed.releases.insert(feed.releases.end(), added.begin(), added.end());
    return publish(feed);
}

Bytes Newsroom::sign_bundle(ByteView tag_manifest) const
{
    return bundle_signature(release_pens, id(), tag_manifest);
}

}  // namespace nightletter::test
