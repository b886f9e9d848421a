// reader/judgement.hpp: what this reader may be told about a bundle on a disk.
//
// It asks trust/ and bundles/, whose answers it does not second-guess, adds whom the reader follows or named, and looks
// for a newer word of the publisher's beside the bundle. Reads files, writes none, knows no network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bundles/verify.hpp"
#include "reader/followed.hpp"
#include "reader/place.hpp"
#include "trust/acceptance.hpp"

namespace nightletter::reader {

enum class Verdict {
    verified,              // by a publisher the reader follows
    verified_as_named,     // by the publisher the reader named
    unfollowed_publisher,  // sound, but signed by a publisher the reader does not follow
    withdrawn,             // sound, and taken back by its publisher
    not_verified,
    unreadable,  // the disk did not let us look; nobody lied
};

[[nodiscard]] constexpr bool is_verified(Verdict verdict)
{
    return verdict == Verdict::verified || verdict == Verdict::verified_as_named;
}

// VERIFIED, a publisher you follow | signed by a publisher you do not follow | NOT VERIFIED | …
[[nodiscard]] std::string_view words(Verdict verdict);

// What the publisher's documents beside the bundle say.
struct Newest {
    std::optional<trust::FeedPoint> feed;
    UtcTime issued;
    trust::BundleStanding standing;
    std::vector<trust::Label> labels;  // of the publisher
};

struct Judgement {
    Place place;
    Verdict verdict = Verdict::not_verified;
    std::optional<bundles::VerifiedBundle> bundle;  // none: see `faults`
    bundles::NotVerified faults;
    std::string publisher_name;     // as its root says, or as the reader calls it
    std::optional<Newest> newest;   // none: no believable document beside the bundle
    std::string documents_refused;  // the word for which documents beside it were not believed
};

struct Question {
    Followed followed;
    std::optional<PublisherId> named;  // --publisher
    UtcTime now;
};

[[nodiscard]] Judgement judge(Place const& place, Question const& question);

}  // namespace nightletter::reader
