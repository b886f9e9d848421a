// trust/trusted_comment.hpp: the one line that says what a signature was given for.
//
// docs/formats.md section 3: `nightletter <type> <publisher|self> <version | epoch.seq | -> <sha256 of the document>`.
// It is compared as a whole, never taken apart, so there is nothing to parse. Any thread.
#pragma once

#include <string>

#include "base/names.hpp"
#include "base/sha256.hpp"

namespace nightletter::trust {

struct Root;
struct Feed;
struct Withdrawal;

class TrustedComment {
public:
    [[nodiscard]] static TrustedComment of_root(Root const& root, Sha256 const& document);
    [[nodiscard]] static TrustedComment of_feed(Feed const& feed, Sha256 const& document);
    [[nodiscard]] static TrustedComment of_withdrawal(Withdrawal const& withdrawal, Sha256 const& document);
    // The document of a bundle is its tagmanifest-sha256.txt, whose hash is the bundle id.
    [[nodiscard]] static TrustedComment of_bundle(PublisherId const& publisher, BundleId const& bundle);

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    explicit TrustedComment(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

}  // namespace nightletter::trust
