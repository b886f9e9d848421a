// media/report.hpp: what the confined child tells about one file, as bytes in a pipe.
//
// The child has read a file that somebody else wrote and may be in that person's hands, so its answer is read like
// anything from outside: bounded, complete or refused, nothing in it is shown before it was judged. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "media/examination.hpp"

namespace nightletter::media {

struct Report {
    std::vector<Tag> tags;
    std::optional<Unreadable> unreadable;

    [[nodiscard]] bool is_clean() const { return tags.empty() && !unreadable; }
    bool operator==(Report const&) const = default;
};

// Every tag: 't', kind, length, `where`. A fault: 'u', which. At the end: 'e'.
[[nodiscard]] Bytes report_bytes(Report const& report);
// nullopt for everything that report_bytes does not write.
[[nodiscard]] std::optional<Report> parse_report(ByteView bytes);

inline constexpr std::size_t longest_report = most_tags * (3 + longest_where) + 3;

}  // namespace nightletter::media
