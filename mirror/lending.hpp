// mirror/lending.hpp: answers one neighbour's questions from what is held.
//
// docs/formats.md section 7. A neighbour may put one question at a time and read some MiB at once; past that its
// question waits for the allowance to grow again, and a second question put meanwhile is `too_many`. So what lies in
// the queue towards a neighbour that does not read stays bounded. Who the neighbour is plays no part.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "mirror/document.hpp"
#include "mirror/wire.hpp"

namespace nightletter::mirror {

// One publisher's documents, as neighbours may have them: only what was accepted, by hash.
class Holdings {
public:
    virtual ~Holdings() = default;
    [[nodiscard]] virtual Have have() const = 0;
    [[nodiscard]] virtual std::vector<IndexEntry> const& shelf(Shelf what) const = 0;
    // Null when it is not held.
    [[nodiscard]] virtual std::shared_ptr<Bytes const> document(Sha256 const& sha256) = 0;
};

class Lending {
public:
    static constexpr std::int64_t most_allowance = std::int64_t{16} << 20;  // bytes
    static constexpr std::int64_t allowance_per_second = std::int64_t{2} << 20;

    // The answer to send now, or nothing while the question waits.
    [[nodiscard]] Expected<std::optional<Message>, Refusal> handle(Want const& want, Holdings& holdings, Moment now);
    [[nodiscard]] Expected<std::optional<Message>, Refusal> handle(Ask const& ask, Holdings& holdings, Moment now);
    // The answer to the question that waited, once the allowance has grown.
    [[nodiscard]] std::optional<Message> resume(Holdings& holdings, Moment now);

private:
    using Question = std::variant<Want, Ask>;
    [[nodiscard]] Expected<std::optional<Message>, Refusal> take(Question const& question, Holdings& holdings,
                                                                 Moment now);
    [[nodiscard]] std::optional<Message> answer(Question const& question, Holdings& holdings, Moment now);

    std::int64_t allowance_ = most_allowance;
    Moment counted_at_{};
    std::optional<Question> waiting_;
};

}  // namespace nightletter::mirror
