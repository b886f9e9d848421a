#include "reader/telephone.hpp"

namespace nightletter::reader {
namespace {

std::vector<std::size_t> not_on_the_list(pages::HeardWords const& heard)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < heard.numbers.size(); ++i) {
        if (!heard.numbers[i]) places.push_back(i);
    }
    return places;
}

}  // namespace

Heard whose_words(pages::HeardWords const& heard, std::vector<PublisherId> const& publishers)
{
    if (heard.words.size() != pages::words_in_a_line) return {};
    for (auto const& publisher : publishers) {
        if (pages::differences(heard, publisher).empty()) return {Hearing::equal, publisher, {}};
    }
    auto const line = heard.line();
    if (!line) return {Hearing::misheard, std::nullopt, not_on_the_list(heard)};
    auto const verdict = pages::check_line(0, *line);
    if (std::holds_alternative<pages::Sound>(verdict)) return {Hearing::other, std::nullopt, {}};
    if (publishers.size() == 1) {
        auto places = pages::differences(heard, publishers.front());
        // Where most differ, the one publisher is not who was read aloud, and its words say nothing.
        if (places.size() <= pages::words_in_a_line / 2) return {Hearing::misheard, std::nullopt, std::move(places)};
    }
    auto const* const wrong = std::get_if<pages::OneWrong>(&verdict);
    if (wrong == nullptr) return {Hearing::misheard, std::nullopt, {}};
    return {Hearing::misheard, std::nullopt, {wrong->place}};
}

}  // namespace nightletter::reader
