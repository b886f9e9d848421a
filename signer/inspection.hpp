// signer/inspection.hpp: everything there is to say about a folder before it is signed.
//
// What `check` prints is what `sign` refuses for: both look here. Needs no key, writes nothing. Recordings are
// read for what they tell beside their sound (media_remarks.hpp); hashing them is signing's work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bundles/content.hpp"
#include "signer/media_remarks.hpp"
#include "signer/publisher_folder.hpp"

namespace nightletter::signer {

struct Inspection {
    PublisherFolder folder;
    std::vector<bundles::Remark> remarks;     // refusals first, then questions, then advice
    std::optional<bundles::Content> content;  // when nothing keeps it from being signed
    std::string metadata_json;                // what will be data/metadata.json

    [[nodiscard]] bool may_be_signed() const { return content.has_value(); }
    [[nodiscard]] std::size_t count(bundles::Weight weight) const;
    // "3 languages (fa, en, my), 2 speakers, 1 recording, 214 MB": what a person recognises their work by.
    [[nodiscard]] std::string summary() const;
};

// What a person asked for beyond the ordinary.
struct Scrutiny {
    MediaTags media_tags = MediaTags::refused;
    std::filesystem::path watch_words;  // a list of names that must not stand in it; empty for none
};

[[nodiscard]] Expected<Inspection, Failure> inspect(std::filesystem::path const& root, UtcDay today,
                                                    Scrutiny const& scrutiny = {});

// Why it may not be signed, as one message; the remarks are what a person has to change.
[[nodiscard]] Failure cannot_be_signed(Inspection const& inspection);

// One remark as people read it, its advice on a line of its own.
[[nodiscard]] std::string remark_text(bundles::Remark const& remark);

}  // namespace nightletter::signer
