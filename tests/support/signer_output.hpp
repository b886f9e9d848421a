// tests/support/signer_output.hpp: a folder as nightletter-sign leaves it.
//
// docs/formats.md section 2, "Signing in place": DIR/<slug>/, DIR/<slug>.torrent, DIR/publishers/<nlp1…>/.
#pragma once

#include <optional>

#include "tests/support/press.hpp"

namespace nightletter::test {

class SignerOutput {
public:
    SignerOutput(Newsroom& publisher, std::filesystem::path directory);

    // Prints a bundle with its torrent and publishes the feed that names it.
    Printed add(std::string const& slug, std::map<std::string, std::string> const& payload = {},
                std::optional<BundleId> const& replaces = std::nullopt);
    // A release whose bag was spoiled after its torrent was made is still named as it was.
    void write_documents(trust::Candidate const& feed) const;
    [[nodiscard]] std::filesystem::path const& directory() const { return directory_; }
    [[nodiscard]] trust::Candidate const& newest_feed() const { return feed_; }

private:
    Newsroom& publisher_;
    std::filesystem::path directory_;
    trust::Candidate feed_;
};

}  // namespace nightletter::test
