#include "mirror/lending.hpp"

#include <algorithm>

namespace nightletter::mirror {
namespace {

Message answer_to(Want const& want, Holdings& holdings)
{
    auto const document = holdings.document(want.document);
    // An offset behind the end is a question about another document than ours; we have not got that one.
    if (!document || document->empty() || want.offset >= document->size()) return Part{want.document, 0, 0, {}};
    auto const rest = ByteView{*document}.subspan(want.offset);
    return Part{want.document, static_cast<std::uint32_t>(document->size()), want.offset,
                copy_of(rest.first(std::min(rest.size(), part_bytes)))};
}

Message answer_to(Ask const& ask, Holdings& holdings)
{
    auto const& shelf = holdings.shelf(ask.what);
    Index index{ask.what, ask.first, static_cast<std::uint32_t>(shelf.size()), {}};
    auto const before = ask.what == Shelf::roots ? ask.first - std::size_t{1} : ask.first;
    if (before >= shelf.size()) return index;
    auto const count = std::min(shelf.size() - before, index_entries);
    auto const from = shelf.begin() + static_cast<std::ptrdiff_t>(before);
    index.entries.assign(from, from + static_cast<std::ptrdiff_t>(count));
    return index;
}

}  // namespace

Expected<std::optional<Message>, Refusal> Lending::handle(Want const& want, Holdings& holdings, Moment now)
{
    return take(want, holdings, now);
}

Expected<std::optional<Message>, Refusal> Lending::handle(Ask const& ask, Holdings& holdings, Moment now)
{
    return take(ask, holdings, now);
}

Expected<std::optional<Message>, Refusal> Lending::take(Question const& question, Holdings& holdings, Moment now)
{
    if (waiting_) return fail(Refusal::too_many);
    auto message = answer(question, holdings, now);
    if (!message) waiting_ = question;
    return message;
}

std::optional<Message> Lending::resume(Holdings& holdings, Moment now)
{
    if (!waiting_) return std::nullopt;
    auto message = answer(*waiting_, holdings, now);
    if (message) waiting_.reset();
    return message;
}

std::optional<Message> Lending::answer(Question const& question, Holdings& holdings, Moment now)
{
    auto const grown = (now - counted_at_).count() * allowance_per_second / 1000;
    allowance_ = std::min(most_allowance, allowance_ + grown);
    counted_at_ = now;
    if (allowance_ <= 0) return std::nullopt;
    auto message = std::visit([&](auto const& one) { return answer_to(one, holdings); }, question);
    allowance_ -= static_cast<std::int64_t>(encode(message).size());
    return message;
}

}  // namespace nightletter::mirror
