// signer/media_remarks.hpp: what the files of a folder tell beside what they show, as remarks.
//
// Each file is read in a confined child (media/confinement.hpp), so this is called before any key is open, by a
// process with one thread. Needs no key, writes nothing.
#pragma once

#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "bundles/remark.hpp"
#include "media/report.hpp"
#include "signer/publisher_folder.hpp"

namespace nightletter::signer {

// `kept` is a person's decision (--keep-tags): what is found is said all the same and no longer refused.
enum class MediaTags { refused, kept };

[[nodiscard]] Expected<std::vector<bundles::Remark>, Failure> remarks_in_media(PublisherFolder const& folder,
                                                                               MediaTags tags);

struct Told {
    media::Kind kind = media::Kind::other;
    std::string text;  // "the place where it was made (Exif, XMP)"
};

// One for each kind that was found; what is of no special kind is said only when there is nothing else to say.
[[nodiscard]] std::vector<Told> what_is_told(std::vector<media::Tag> const& tags);
// Why a file could not be read: "it breaks the rules of its format", …
[[nodiscard]] std::string why_unreadable(media::Unreadable fault);

}  // namespace nightletter::signer
