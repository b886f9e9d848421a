#include "trust/statement_reader.hpp"

#include "trust/feed.hpp"
#include "trust/root.hpp"

namespace nightletter::trust {

StatementReader::StatementReader(ByteView document, std::string_view type, std::size_t largest)
    : document_{as_text(document)}
{
    refusal_ = begin(type, largest);
}

std::optional<Refusal> StatementReader::begin(std::string_view type, std::size_t largest)
{
    if (document_.size() > largest) return Refusal::too_large;
    if (document_.find('\r') != std::string_view::npos) return Refusal::line_ends;
    auto lines = read_lines(as_bytes(document_));
    if (!lines) return Refusal::malformed;
    lines_ = std::move(*lines);

    auto const first = fields("nightletter", 2);
    if (refusal_) return refusal_;
    if (first[0] != type) return Refusal::wrong_type;
    if (first[1] != "1") return Refusal::unknown_format;
    return std::nullopt;
}

bool StatementReader::next_is(std::string_view word) const
{
    return is_sound() && next_ < lines_.size() && lines_[next_].word() == word;
}

bool StatementReader::next_is(std::string_view word, std::string_view only_field) const
{
    return next_is(word) && lines_[next_].rest() == only_field;
}

std::nullopt_t StatementReader::skip()
{
    ++next_;
    return std::nullopt;
}

Line const* StatementReader::take(std::string_view word)
{
    if (!next_is(word)) {
        refuse(Refusal::malformed);
        return nullptr;
    }
    return &lines_[next_++];
}

std::string_view StatementReader::field(std::string_view word)
{
    return fields(word, 1).front();
}

std::vector<std::string_view> StatementReader::fields(std::string_view word, std::size_t count)
{
    auto const* const line = take(word);
    if (line != nullptr && line->fields().size() == count + 1)
        return {line->fields().begin() + 1, line->fields().end()};
    refuse(Refusal::malformed);
    return std::vector<std::string_view>(count);
}

std::string_view StatementReader::rest(std::string_view word)
{
    auto const* const line = take(word);
    return line == nullptr ? std::string_view{} : line->rest();
}

std::uint64_t StatementReader::count_below(std::uint64_t bound, std::string_view text)
{
    auto const value = parse_count(text);
    return need(value && *value < bound ? value : std::nullopt);
}

std::uint64_t StatementReader::positive_below(std::uint64_t bound, std::string_view text)
{
    auto const number = count_below(bound, text);
    if (number == 0) refuse(Refusal::malformed);
    return number;
}

FeedPoint StatementReader::feed_point(std::string_view epoch, std::string_view seq, std::string_view feed)
{
    return {count_below(epoch_bound, epoch), count_below(seq_bound, seq), hex<Sha256>(feed)};
}

void StatementReader::refuse(Refusal reason)
{
    if (!refusal_) refusal_ = reason;
}

Expected<void, Refusal> StatementReader::finish_lines()
{
    if (next_ != lines_.size()) refuse(Refusal::malformed);
    if (refusal_) return fail(*refusal_);
    return {};
}

Expected<void, Refusal> StatementReader::finish(std::string_view canonical)
{
    if (auto const taken = finish_lines(); !taken) return taken;
    if (canonical != document_) return fail(Refusal::not_canonical);
    return {};
}

}  // namespace nightletter::trust
