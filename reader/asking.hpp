// reader/asking.hpp: what the commands about publishers have in common.
//
// From the words a person typed to what they mean, or to the message that says why they mean nothing.
#pragma once

#include <string>

#include "base/command_line.hpp"
#include "reader/judgement.hpp"

namespace nightletter::reader {

struct BundleArguments {
    std::string bundle;     // a path, nlb1…, nlp1… or a link
    std::string publisher;  // --publisher; empty: not given
};

// Adds BUNDLE and --publisher.
void add_bundle_arguments(CLI::App& app, BundleArguments& arguments);

// The list of publishers, or the message that says what is wrong with the file.
[[nodiscard]] Expected<Followed, Failure> whom_one_follows();

// A publisher id as somebody typed it.
[[nodiscard]] Expected<PublisherId, Failure> typed_publisher(std::string const& text);

// Whom the person named and follows.
[[nodiscard]] Expected<Question, Failure> question_of(BundleArguments const& arguments, UtcTime now);

[[nodiscard]] Expected<Judgement, Failure> judge_arguments(BundleArguments const& arguments, UtcTime now);

}  // namespace nightletter::reader
