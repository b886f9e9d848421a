// trust/statement_reader.hpp: the lines of one statement, taken in their fixed order.
//
// docs/formats.md section 3. The first thing that is wrong is kept and everything after it reads as empty, so a parser
// is a plain list of its lines with one question at the end. Views point into the document, which must outlive them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/line_document.hpp"
#include "base/names.hpp"
#include "base/sha256.hpp"
#include "trust/feed_point.hpp"
#include "trust/refusal.hpp"

namespace nightletter::trust {

class StatementReader {
public:
    // Takes line 1, `nightletter <type> 1`.
    StatementReader(ByteView document, std::string_view type, std::size_t largest);

    [[nodiscard]] bool next_is(std::string_view word) const;
    // The next line is exactly these two fields.
    [[nodiscard]] bool next_is(std::string_view word, std::string_view only_field) const;
    // Takes a line that next_is() has recognised.
    std::nullopt_t skip();
    // The one field after `word`.
    [[nodiscard]] std::string_view field(std::string_view word);
    // The `count` fields after `word`; empty views once something was wrong.
    [[nodiscard]] std::vector<std::string_view> fields(std::string_view word, std::size_t count);
    // Everything after `word`, spaces included.
    [[nodiscard]] std::string_view rest(std::string_view word);

    // The value, or a default one and a refusal noted when there is none.
    template <class T>
    [[nodiscard]] T need(std::optional<T> value, Refusal otherwise = Refusal::malformed)
    {
        if (!value) refuse(otherwise);
        return value ? std::move(*value) : T{};
    }
    [[nodiscard]] PublisherId publisher(std::string_view text) { return need(parse_publisher(text)); }
    [[nodiscard]] std::uint64_t count_below(std::uint64_t bound, std::string_view text);
    [[nodiscard]] std::uint64_t positive_below(std::uint64_t bound, std::string_view text);
    [[nodiscard]] FeedPoint feed_point(std::string_view epoch, std::string_view seq, std::string_view feed);
    template <class Id>
    [[nodiscard]] Id hex(std::string_view text)
    {
        return need(Id::from_hex(text));
    }

    void refuse(Refusal reason);
    [[nodiscard]] bool is_sound() const { return !refusal_; }
    // All lines taken, nothing refused, and `canonical` is what was handed in.
    [[nodiscard]] Expected<void, Refusal> finish(std::string_view canonical);
    // The same question before canonical text can be made.
    [[nodiscard]] Expected<void, Refusal> finish_lines();

private:
    [[nodiscard]] std::optional<Refusal> begin(std::string_view type, std::size_t largest);
    Line const* take(std::string_view word);

    std::string_view document_;
    std::vector<Line> lines_;
    std::size_t next_ = 0;
    std::optional<Refusal> refusal_;
};

}  // namespace nightletter::trust
