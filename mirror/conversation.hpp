// mirror/conversation.hpp: our questions to one neighbour, one at a time, with their answers put together.
//
// docs/formats.md section 7: one outstanding `want` for each neighbour, a total checked against section 6 before
// anything is allocated, a document accepted only when its bytes hash to what was asked for. Every error is the
// neighbour's and ends the conversation; what the answers mean is for the errand that asked.
#pragma once

#include <optional>
#include <variant>

#include "mirror/document.hpp"
#include "mirror/wire.hpp"

namespace nightletter::mirror {

inline constexpr Moment patience = std::chrono::seconds{15};  // for one message

using Question = std::variant<Ask, Wanted>;

struct NotHeld {};
struct WholeDocument {
    Wanted wanted;
    Bytes bytes;
};
using Answer = std::variant<NotHeld, Index, WholeDocument>;

// What follows from a message: the next `want` to send, or the answer to the question; never both.
struct Progress {
    std::optional<Message> send;
    std::optional<Answer> answer;
};

class Conversation {
public:
    [[nodiscard]] bool is_idle() const { return !question_; }
    // Only while idle. The message that puts the question.
    [[nodiscard]] Message put(Question question, Moment now);
    [[nodiscard]] Expected<Progress, Refusal> hear(Index index);
    [[nodiscard]] Expected<Progress, Refusal> hear(Part part, Moment now);
    // The neighbour has let a question lie for longer than our patience.
    [[nodiscard]] bool is_overdue(Moment now) const { return question_ && now >= deadline_; }

private:
    [[nodiscard]] Expected<Progress, Refusal> finish(Wanted const& wanted);

    std::optional<Question> question_;
    Moment deadline_{};
    std::optional<std::uint32_t> total_;  // as the first part of the document said
    Bytes assembled_;
};

}  // namespace nightletter::mirror
