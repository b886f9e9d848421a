// signer/request.hpp: a proposal on its way between the people who must agree to it.
//
// docs/formats.md section 9: what is held, what is proposed, who has signed so far, in one text file. Reading checks
// that every document is of its kind and that they belong together; it believes no signature and compares nothing with
// what is held here, which is for co_signing.hpp. Any thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "signer/agreement.hpp"
#include "signer/envelope.hpp"

namespace nightletter::signer {

// Signature files by the name of the paper they stand under.
using SignatureFiles = std::map<std::string, Bytes, std::less<>>;

struct Request {
    Passing passing = Passing::request;
    PublisherId publisher;
    Documents held;  // roots, feed, withdrawals with their signatures
    Proposal proposal;
    SignatureFiles signatures;
    std::optional<Bytes> heads;

    [[nodiscard]] Bytes file() const;
};

// Why it cannot be used: `mangled`, `malformed-request`, or the word for the document in it that is wrong.
struct NotARequest {
    std::string word;
    std::string because;
};

[[nodiscard]] Expected<Request, NotARequest> read_request(ByteView file);

[[nodiscard]] Request request_of(Agreement const& agreement, Passing passing);

}  // namespace nightletter::signer
