#include "mirror/conversation.hpp"

namespace nightletter::mirror {

Message Conversation::put(Question question, Moment now)
{
    NIGHTLETTER_INSIST(is_idle());
    deadline_ = now + patience;
    total_.reset();
    assembled_.clear();
    question_ = question;
    if (auto const* const ask = std::get_if<Ask>(&question)) return *ask;
    return Want{std::get<Wanted>(question).document, 0};
}

Expected<Progress, Refusal> Conversation::hear(Index index)
{
    auto const* const ask = question_ ? std::get_if<Ask>(&*question_) : nullptr;
    if (ask == nullptr || ask->what != index.what || ask->first != index.first) return fail(Refusal::unasked);
    question_.reset();
    return Progress{std::nullopt, std::move(index)};
}

Expected<Progress, Refusal> Conversation::hear(Part part, Moment now)
{
    auto const* const wanted = question_ ? std::get_if<Wanted>(&*question_) : nullptr;
    if (wanted == nullptr || wanted->document != part.document) return fail(Refusal::unasked);
    if (part.total == 0 && !total_) {
        question_.reset();
        return Progress{std::nullopt, NotHeld{}};
    }
    if (part.offset != assembled_.size()) return fail(Refusal::unasked);
    if (part.total > limit_of(wanted->kind)) return fail(Refusal::too_large);
    if (total_.value_or(part.total) != part.total) return fail(Refusal::wrong_value);
    if (!total_) assembled_.reserve(part.total);
    total_ = part.total;
    assembled_.insert(assembled_.end(), part.bytes.begin(), part.bytes.end());
    if (assembled_.size() == part.total) return finish(*wanted);
    deadline_ = now + patience;
    return Progress{Want{part.document, static_cast<std::uint32_t>(assembled_.size())}, std::nullopt};
}

Expected<Progress, Refusal> Conversation::finish(Wanted const& wanted)
{
    if (sha256(assembled_) != wanted.document) return fail(Refusal::hash_mismatch);
    WholeDocument whole{wanted, std::move(assembled_)};
    question_.reset();
    assembled_ = {};
    return Progress{std::nullopt, std::move(whole)};
}

}  // namespace nightletter::mirror
