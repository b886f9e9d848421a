// trust/label.hpp: what people are told about a publisher or a bundle besides the verdict.
//
// docs/formats.md section 6, "Time". Time moves labels and nothing else: of all of them only withdrawn, hidden,
// disowned and invalid stop serving.
#pragma once

#include <string>
#include <string_view>

namespace nightletter::trust {

enum class LabelWord {
    current,
    stale,                // since a date
    suspected_freeze,     // a head names a newer feed than the one held
    historical,           // only keys vouch that have expired or left
    held,                 // waits for a person; the detail says why
    forked,               // two statements with one number
    history_gap,          // since a sequence number
    dated_in_the_future,  // by more than two days
    withdrawn,
    hidden,  // until a time
    disowned,
    invalid,  // named by no feed that is believed
};

struct Label {
    LabelWord word = LabelWord::current;
    std::string detail;  // `since 2026-06-03`; often empty

    [[nodiscard]] std::string text() const;
    bool operator==(Label const&) const = default;
};

[[nodiscard]] std::string_view word(LabelWord label);
[[nodiscard]] bool stops_serving(LabelWord label);

}  // namespace nightletter::trust
