#include "trust/trusted_comment.hpp"

#include "trust/feed.hpp"
#include "trust/root.hpp"
#include "trust/withdrawal.hpp"

namespace nightletter::trust {
namespace {

std::string line(std::string_view type, std::string_view publisher, std::string_view place, std::string_view hash)
{
    std::string text{"nightletter"};
    for (auto const field : {type, publisher, place, hash}) text.append(1, ' ').append(field);
    return text;
}

}  // namespace

TrustedComment TrustedComment::of_root(Root const& root, Sha256 const& document)
{
    auto const publisher = root.publisher ? publisher_text(*root.publisher) : "self";
    return TrustedComment{line("root", publisher, std::to_string(root.version), document.hex())};
}

TrustedComment TrustedComment::of_feed(Feed const& feed, Sha256 const& document)
{
    auto const place = std::to_string(feed.epoch) + '.' + std::to_string(feed.seq);
    return TrustedComment{line("feed", publisher_text(feed.publisher), place, document.hex())};
}

TrustedComment TrustedComment::of_withdrawal(Withdrawal const& withdrawal, Sha256 const& document)
{
    return TrustedComment{line("withdrawal", publisher_text(withdrawal.publisher), "-", document.hex())};
}

TrustedComment TrustedComment::of_bundle(PublisherId const& publisher, BundleId const& bundle)
{
    return TrustedComment{line("bundle", publisher_text(publisher), "-", bundle.hex())};
}

}  // namespace nightletter::trust
