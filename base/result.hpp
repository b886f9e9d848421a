// base/result.hpp: the one way a function says that it could not do what its name promises.
//
// A refusal is an enum of the folder that judges; trouble with the world is the struct below; a broken promise of
// our own ends the process through `insist`. The three never share a type (docs/decisions/0001-expected.md).
#pragma once

#include <string>
#include <system_error>
#include <tl/expected.hpp>
#include <utility>

namespace nightletter {

template <class T, class E>
using Expected = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto fail(E error)
{
    return tl::unexpected<E>(std::move(error));
}

enum class Retry { may_help, is_useless };

// The world did not cooperate: a disk is full, a file cannot be read, nobody answered.
struct Trouble {
    std::string doing;    // "write", "open", "connect": a verb
    std::string subject;  // to what; never an address of a peer
    std::string reason;   // the system's words
    Retry retry = Retry::is_useless;
    int system_error = 0;  // errno where there was one, else 0

    [[nodiscard]] std::string sentence() const { return "could not " + doing + " " + subject + ": " + reason; }
};

// Trouble from the errno of the call that has just failed.
[[nodiscard]] Trouble trouble_from_errno(std::string doing, std::string subject);

// A promise of our own: when it is broken the process prints where and ends. Never for anything from outside.
[[noreturn]] void broken_promise(char const* claim, char const* file, int line);

}  // namespace nightletter

#define NIGHTLETTER_INSIST(claim) \
    ((claim) ? static_cast<void>(0) : ::nightletter::broken_promise(#claim, __FILE__, __LINE__))
