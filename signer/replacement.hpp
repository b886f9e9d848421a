// signer/replacement.hpp: a new folder that begins with what a signed bundle says.
//
// docs/formats.md section 2: a correction is a new bundle whose metadata names the one it replaces. The earlier bundle
// is verified before anything of it is used, each file is compared with what was signed after it was copied, and its
// own folder is never changed. Files are copied, because a bundle's file has one name only.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/result.hpp"
#include "bundles/content.hpp"
#include "bundles/verify.hpp"

namespace nightletter::signer {

struct EarlierBundle {
    std::filesystem::path directory;  // the bag
    bundles::VerifiedBundle bundle;
    bundles::Content content;
};

// `folder` is the folder in which it was signed, or the bag itself; without an id, the one that is there. Every file
// must be there.
[[nodiscard]] Expected<EarlierBundle, Failure> find_earlier_bundle(std::filesystem::path const& folder,
                                                                   std::optional<BundleId> const& id);

// What the new folder will hold.
struct Replacement {
    std::string slug;
    bundles::Metadata metadata;
    std::vector<bundles::VerifiedFile> kept;                            // copied from the earlier bundle
    std::map<std::string, std::string, std::less<>> texts;              // bag path → a new transcript
    std::map<std::string, std::filesystem::path, std::less<>> brought;  // bag path → a file from elsewhere
};

// Everything as it was, naming the bundle it replaces.
[[nodiscard]] Replacement replacement_of(EarlierBundle const& earlier);

// A `transcript.my.txt` becomes that language's text, any other file goes below data/media/; each takes the place of
// what has its name.
[[nodiscard]] Expected<void, Failure> bring(Replacement& replacement, std::filesystem::path const& file);

// The text of one language, in the place of any that was there.
void set_text(Replacement& replacement, bundles::TranscriptName const& name, std::string text);
void leave_out(Replacement& replacement, std::string_view path);

// Complete before it has its name, as every new folder.
[[nodiscard]] Expected<void, Failure> make_replacement(std::filesystem::path const& root, EarlierBundle const& earlier,
                                                       Replacement const& replacement);

}  // namespace nightletter::signer
