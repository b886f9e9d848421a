#include "trust/bundle_signers.hpp"

#include "trust/signature_check.hpp"

namespace nightletter::trust {
namespace {

std::optional<Release> believed_release(Acceptance const& held, BundleId const& bundle)
{
    auto const* const feed = held.feed();
    auto const place = feed == nullptr ? std::nullopt : feed->place_of(bundle);
    if (!place || *place >= held.releases().size()) return std::nullopt;
    return held.releases()[*place];
}

}  // namespace

Expected<BundleSigners, Refusal> BundleSigners::judge(Candidate const& tag_manifest, RootChain const& in_bag)
{
    if (tag_manifest.document.size() > largest_tag_manifest) return fail(Refusal::too_large);
    auto const set = SignatureSet::parse(tag_manifest.signatures);
    if (!set) return fail(set.error());
    auto const& root = in_bag.newest().root();
    SignatureCheck check{*set, tag_manifest.document};
    check.try_keys(root.release);
    if (auto const fault = check.fault()) return fail(*fault);

    BundleSigners made;
    made.publisher_ = in_bag.publisher();
    made.bundle_ = *BundleId::from(sha256(tag_manifest.document).bytes());
    made.name_ = root.name;
    made.root_version_ = root.version;
    made.signers_ = check.signers();
    if (made.signers_.size() < root.release.threshold) return fail(Refusal::below_threshold);
    if (!check.is_commented(TrustedComment::of_bundle(made.publisher_, made.bundle_))) {
        return fail(Refusal::trusted_comment);
    }
    return made;
}

Expected<BundleSigners, Refusal> BundleSigners::judge(Candidate const& tag_manifest, RootChain const& in_bag,
                                                      Acceptance const& held)
{
    if (in_bag.publisher() != held.publisher()) return fail(Refusal::wrong_publisher);
    auto made = judge(tag_manifest, in_bag);
    if (!made) return made;
    auto const* const chain = held.chain();
    if (chain == nullptr) return made;
    if (!chain->begins_with(in_bag) && !in_bag.begins_with(*chain)) return fail(Refusal::foreign_root);

    auto const& root = in_bag.newest().root();
    made->release_ = believed_release(held, made->bundle_);
    if (!made->release_) {
        if (chain->newest().root().epoch > root.epoch) return fail(Refusal::not_released);
        return made;
    }
    auto const in_time = holders_on(made->release_->day, root.release, made->signers_);
    if (in_time.size() < root.release.threshold) return fail(Refusal::expired_key);
    return made;
}

std::string BundleSigners::as_of() const
{
    return release_ ? std::string{} : "as of root " + std::to_string(root_version_) + ", no feed seen";
}

}  // namespace nightletter::trust
