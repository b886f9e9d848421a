// signer/asking_others.hpp: the home's part in a signature that others must complete.
//
// One request of a publisher waits at a time, in `waiting/<nlp1…>/`, until an answer completes it, a newer state makes
// it void or a person gives it up. What was signed is on record before a file leaves with the signature. The caller
// holds the home.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "signer/home.hpp"
#include "signer/request.hpp"
#include "signer/signed_record.hpp"

namespace CLI {
class App;
}

namespace nightletter::signer {

// What a person says about those who are not here.
struct AskingOptions {
    std::string request;  // the file to write when the keys here are too few; empty: that is a failure
    bool second_history = false;
    std::string command;  // as it would be typed again, without these options
};

void add_asking_options(CLI::App& app, AskingOptions& options);
// The option alone that lets a number be signed twice.
void add_second_history_option(CLI::App& app, AskingOptions& options);

// What has become of a request since it was written.
enum class Outcome {
    is_open,
    is_published,
    is_void,  // the publisher's state has moved on without it
};

struct Waiting {
    Request request;
    Bytes file;
    std::string folder;  // of the bundle, where `sign` was given it; empty without a bundle
    Outcome outcome = Outcome::is_open;
};

[[nodiscard]] Expected<std::optional<Waiting>, Failure> waiting_request(Home const& home, OwnPublisher const& own);
// For commands that would change what an open request builds on: none is open, and the file they may have to write is
// not there yet.
[[nodiscard]] Expected<void, Failure> may_begin(Home const& home, OwnPublisher const& own,
                                                AskingOptions const& options);
[[nodiscard]] Expected<void, Trouble> forget_waiting(Home const& home, PublisherId const& id);

// Fails when this home has signed another statement with the same number.
[[nodiscard]] Expected<void, Failure> is_one_history(Home const& home, Agreement const& agreement,
                                                     AskingOptions const& options);
// Adds the record of what is signed to a change of the home.
[[nodiscard]] Expected<void, Failure> stage_record(Staging& staging, Home const& home, Agreement const& agreement);

// Signatures so far go on record and the request waits, as one change; then the file is written.
[[nodiscard]] Expected<void, Failure> ask_others(Home const& home, Agreement const& agreement,
                                                 AskingOptions const& options, std::string const& folder);

// Both propose the same, whoever has signed.
[[nodiscard]] bool propose_the_same(Request const& one, Request const& other);

// What may be said of a file that is no request or response, or of having none.
[[nodiscard]] Failure cannot_be_used(std::string const& file, NotARequest const& why);
[[nodiscard]] Failure nothing_waits();

// A file that a person will carry away. Never over one that is there.
[[nodiscard]] Expected<void, Failure> may_be_written(std::filesystem::path const& path);
[[nodiscard]] Expected<void, Failure> write_for_carrying(std::filesystem::path const& path, ByteView contents);

}  // namespace nightletter::signer
