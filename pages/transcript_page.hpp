// pages/transcript_page.hpp: the page on which a transcript is read.
//
// One self-contained HTML file without script, fetched resources or anything of a publisher's own markup. It judges
// nothing: the standing it shows was decided by whoever calls. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "bundles/content.hpp"

namespace nightletter::pages {

enum class Standing {
    not_signed,            // a publisher's own preview
    verified,              // by a publisher the reader follows or named
    unfollowed_publisher,  // sound, but signed by a publisher the reader does not follow
    not_verified,
    not_checked,  // a page that travels with a pack: nobody can say what happened to it on the way
};

// What is known about a bundle beside its content.
struct Provenance {
    Standing standing = Standing::not_signed;
    std::string publisher_name;  // empty when unknown
    std::optional<PublisherId> publisher;
    std::optional<BundleId> bundle;
    std::vector<std::string> labels;  // "as of root 1, no feed seen"; shown as they are
};

struct PageChoice {
    std::vector<std::string> languages;  // transcripts to show, in this order; empty: all, the interview's own first
    std::string interface = "en";        // language of headings: en, fa or my; others read English
};

[[nodiscard]] std::string transcript_page(bundles::Content const& content, Provenance const& provenance,
                                          PageChoice const& choice = {});

// What `nightletter-sign check --preview` writes: the same page in every language, marked as not signed.
[[nodiscard]] std::string preview_page(bundles::Content const& content);

}  // namespace nightletter::pages
