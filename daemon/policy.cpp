#include "daemon/policy.hpp"

#include <algorithm>

namespace nightletter::daemon {
namespace {

// What the process has open, and cannot change under itself.
constexpr std::string_view fixed[] = {"control.socket", "store.path"};

template <class Values, class Value>
bool holds(Values const& values, Value const& value)
{
    return std::ranges::find(values, value) != std::end(values);
}

bool is_same(config::Block const& left, config::Block const& right)
{
    return left.bundle == right.bundle && left.publisher == right.publisher;
}

std::string said(config::Config const& files, std::string const& key)
{
    auto const value = files.said.find(key);
    return value == files.said.end() ? std::string{} : value->second;
}

auto find(std::vector<config::Block> const& blocks, config::Block const& which)
{
    return std::ranges::find_if(blocks, [&](config::Block const& block) { return is_same(block, which); });
}

}  // namespace

std::string_view word(Objection objection)
{
    switch (objection) {
        case Objection::role_undecided:
            return "role-undecided";
        case Objection::in_file:
            return "in-file";
        case Objection::proxy_missing:
            return "proxy-missing";
        case Objection::proxy_unused:
            return "proxy-unused";
        case Objection::not_followed:
            return "not-followed";
        case Objection::not_pinned:
            return "not-pinned";
        case Objection::not_blocked:
            return "not-blocked";
        case Objection::no_reason:
            return "no-reason";
        case Objection::too_many:
            return "too-many";
        case Objection::not_kept:
            return "not-kept";
    }
    return "not-kept";
}

Policy::Policy(std::filesystem::path path, config::Config files, config::Decisions decisions)
    : path_{std::move(path)}, files_{std::move(files)}, decisions_{std::move(decisions)}
{
    in_force_ = config::with(files_, decisions_);
}

Expected<Policy, config::Fault> Policy::read(std::filesystem::path const& path)
{
    auto files = config::read_file(path);
    if (!files) return fail(files.error());
    auto decisions = config::load_decisions(files->store.path);
    if (!decisions) return fail(decisions.error());
    return Policy{path, std::move(*files), std::move(*decisions)};
}

Outcome Policy::follow(PublisherId const& publisher, FollowRequest const& request)
{
    auto next = decisions_;
    if (auto const objection = take_role(next, request)) return fail(*objection);
    if (!holds(in_force_.mirror.publishers, publisher)) next.publishers.push_back(publisher);
    for (auto const& peer : request.peers) {
        if (!holds(in_force_.mirror.peers, peer) && !holds(next.peers, peer)) next.peers.push_back(peer);
    }
    return keep(std::move(next));
}

std::optional<Objection> Policy::take_role(config::Decisions& next, FollowRequest const& request) const
{
    if (!request.role) {
        if (request.proxy) return Objection::proxy_unused;
        return is_role_decided() ? std::nullopt : std::optional{Objection::role_undecided};
    }
    bool const is_hidden = *request.role == config::Role::hidden;
    if (is_hidden && !request.proxy && !in_force_.mirror.proxy) return Objection::proxy_missing;
    if (!is_hidden && request.proxy) return Objection::proxy_unused;
    if (files_.said.contains("mirror.role"))
        return *request.role == files_.mirror.role ? std::nullopt : std::optional{Objection::in_file};
    next.role = request.role;
    next.proxy = is_hidden ? (request.proxy ? request.proxy : in_force_.mirror.proxy) : std::nullopt;
    return std::nullopt;
}

Outcome Policy::unfollow(PublisherId const& publisher)
{
    if (holds(files_.mirror.publishers, publisher)) return fail(Objection::in_file);
    auto next = decisions_;
    if (std::erase(next.publishers, publisher) == 0) return fail(Objection::not_followed);
    return keep(std::move(next));
}

Outcome Policy::pin(BundleId const& bundle)
{
    auto next = decisions_;
    if (!holds(in_force_.choose.pin, bundle)) next.pins.push_back(bundle);
    return keep(std::move(next));
}

Outcome Policy::unpin(BundleId const& bundle)
{
    if (holds(files_.choose.pin, bundle)) return fail(Objection::in_file);
    auto next = decisions_;
    if (std::erase(next.pins, bundle) == 0) return fail(Objection::not_pinned);
    return keep(std::move(next));
}

Outcome Policy::block(config::Block const& block)
{
    if (block.reason.empty()) return fail(Objection::no_reason);
    auto next = decisions_;
    if (find(in_force_.choose.block, block) == in_force_.choose.block.end()) next.blocks.push_back(block);
    return keep(std::move(next));
}

Outcome Policy::unblock(config::Block const& which)
{
    if (find(files_.choose.block, which) != files_.choose.block.end()) return fail(Objection::in_file);
    auto next = decisions_;
    if (std::erase_if(next.blocks, [&](config::Block const& block) { return is_same(block, which); }) == 0)
        return fail(Objection::not_blocked);
    return keep(std::move(next));
}

Outcome Policy::keep(config::Decisions next)
{
    auto const text = config::text_of(next);
    if (text == config::text_of(decisions_)) return Change::none;
    // What is written has to be read at the next start.
    if (!config::read_decisions(text)) return fail(Objection::too_many);
    if (!config::keep_decisions(files_.store.path, next)) return fail(Objection::not_kept);
    decisions_ = std::move(next);
    in_force_ = config::with(files_, decisions_);
    return Change::made;
}

Expected<Policy::Reloaded, config::Fault> Policy::reload()
{
    auto files = config::read_file(path_);
    if (!files) return fail(files.error());
    Reloaded reloaded;
    for (auto const& key : config::known_keys()) {
        if (said(*files, key) == said(files_, key)) continue;
        reloaded.changed.push_back(key);
        if (holds(fixed, key)) reloaded.need_restart.push_back(key);
    }
    // They stay what the process has open until it ends.
    files->store.path = files_.store.path;
    files->control.socket = files_.control.socket;
    files_ = std::move(*files);
    in_force_ = config::with(files_, decisions_);
    return reloaded;
}

}  // namespace nightletter::daemon
