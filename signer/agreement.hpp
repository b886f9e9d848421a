// signer/agreement.hpp: the signatures of everybody under one proposal.
//
// One Signing for each document: keys that are here sign, signatures that were given elsewhere are taken. The feed is
// among the documents from the moment in which it can be made: with a bundle that is when the bundle's own signatures
// are enough, and from then on those are fixed. Makes bytes; nothing is written and no file is read. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/open_keys.hpp"
#include "signer/proposal.hpp"
#include "signer/signing.hpp"

namespace nightletter::signer {

// Which keys sign the document: of the root before as well as its own for a root, of the root in force after the
// proposal for everything else (docs/formats.md section 3, "Which root judges"). One withdraw key is enough for a hide.
struct Paper {
    KeyRole role;
    std::string name;  // `root.2`, `withdrawal.<sha256>`, `tagmanifest-sha256.txt`, `feed`
    Signing signing;
};

class Agreement {
public:
    Agreement(OwnPublisher own, Proposal proposal);

    [[nodiscard]] OwnPublisher const& own() const { return own_; }
    [[nodiscard]] Proposal const& proposal() const { return proposal_; }
    // In the order in which they are signed.
    [[nodiscard]] std::vector<Paper> const& papers() const { return papers_; }
    [[nodiscard]] Paper const* find(std::string_view name) const;
    // Whose keys open_keys() should open; the feed's too, when it is still to come.
    [[nodiscard]] Signatories signatories() const;

    // Every key signs whatever its role signs. Heads are made when the announce key is here and the feed can be.
    void sign(OpenKeys const& keys);
    // Signatures given elsewhere; returns how many are new and hold.
    std::size_t take(std::string_view name, ByteView signature_file);
    // A file of heads made elsewhere; false when it is not of this feed.
    [[nodiscard]] bool take_heads(ByteView file);
    [[nodiscard]] std::optional<Bytes> const& heads() const { return heads_; }

    [[nodiscard]] bool is_complete() const;

    // The publisher's documents with everything new in them. Once complete.
    [[nodiscard]] Documents documents() const;
    // The feed as it will be; with a bundle, once the bundle's signatures are enough.
    [[nodiscard]] std::optional<trust::Feed> const& feed() const { return feed_; }
    // The bundle's, once they are enough.
    [[nodiscard]] Bytes bundle_signatures() const;
    [[nodiscard]] bundles::Torrent torrent() const;

private:
    void add_feed();
    [[nodiscard]] Paper* paper(std::string_view name);

    OwnPublisher own_;
    Proposal proposal_;
    std::vector<Paper> papers_;
    std::optional<trust::Feed> feed_;
    std::optional<Bytes> heads_;
};

}  // namespace nightletter::signer
