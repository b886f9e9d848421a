#include "reader/telephone_answer.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

#include "reader/asking.hpp"
#include "reader/telephone.hpp"
#include "reader/terminal_text.hpp"

namespace nightletter::reader {
namespace {

// "word 3", "words 3 and 7", "words 1, 3 and 7"
std::string named_places(std::vector<std::size_t> const& places)
{
    std::string text = places.size() == 1 ? "word " : "words ";
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i > 0) text += i + 1 == places.size() ? " and " : ", ";
        text += std::to_string(places[i] + 1);
    }
    return text;
}

// What stands there although it is not on the list; nothing when each is.
std::string strangers(pages::HeardWords const& heard)
{
    std::string text;
    for (std::size_t i = 0; i < heard.words.size(); ++i) {
        if (heard.numbers[i]) continue;
        text += (text.empty() ? "" : ", ") + ("'" + heard.words[i] + "'");
    }
    return text;
}

Failure not_twelve(std::size_t count)
{
    return {ExitCode::wrong_usage,
            {"these are not twelve words", "not-twelve-words", "there are " + std::to_string(count),
             "nothing was compared", "have all twelve read aloud once more, in order"}};
}

Failure misheard(pages::HeardWords const& heard, std::vector<std::size_t> const& places)
{
    auto const foreign = strangers(heard);
    std::string because = "two of the twelve check the others, and they do not agree";
    if (!foreign.empty()) because = foreign + (places.size() == 1 ? " is" : " are") + " not on the list of words";
    if (places.empty()) {
        return {ExitCode::failed,
                {"more than one word was misheard", "misheard", because, "nothing was proved yet",
                 "have all twelve read aloud once more, slowly"}};
    }
    auto const which = named_places(places);
    return {ExitCode::failed,
            {which + (places.size() == 1 ? " was" : " were") + " misheard", "misheard", because,
             "nothing was proved yet", "have " + which + " read aloud once more"}};
}

Failure another(bool named)
{
    return {
        named ? ExitCode::failed : ExitCode::unknown_publisher,
        {named ? "these are another publisher's words" : "these are the words of nobody you follow",
         named ? "words-differ" : "not-followed", "nothing was misheard: the check words agree", "nothing was changed",
         named ? "do not use that id; ask where each of you has it from"
               : "nightletter id WORDS --publisher nlp1…  compares them with an id you were given"}};
}

ExitCode equal(PublisherId const& publisher, std::string const& name)
{
    if (wants_json()) {
        nlohmann::ordered_json const object{{"schema", "nightletter.id/1"},
                                            {"kind", "words"},
                                            {"equal", true},
                                            {"publisher", publisher_text(publisher)},
                                            {"name", name}};
        std::cout << object.dump(2) << '\n';
        return ExitCode::done;
    }
    std::cout << "The twelve words are those of " << (name.empty() ? std::string{} : name + ", ")
              << publisher_text(publisher) << '\n';
    if (!wants_quiet()) {
        std::cout << "Both of you mean the same publisher. The words do not say who that is.\n";
    }
    return ExitCode::done;
}

}  // namespace

ExitCode answer_to_words(pages::HeardWords const& heard, std::string const& named)
{
    auto const followed = whom_one_follows();
    if (!followed) return report(followed.error());
    std::vector<PublisherId> publishers;
    if (!named.empty()) {
        auto const publisher = typed_publisher(named);
        if (!publisher) return report(publisher.error());
        publishers = {*publisher};
    } else {
        for (auto const& [publisher, name] : followed->names()) publishers.push_back(publisher);
    }
    auto const answer = whose_words(heard, publishers);
    switch (answer.what) {
        case Hearing::equal:
            return equal(*answer.publisher, safe_for_terminal(followed->name_of(*answer.publisher)));
        case Hearing::other:
            return report(another(!named.empty()));
        case Hearing::misheard:
            return report(misheard(heard, answer.places));
        case Hearing::not_twelve:
            break;
    }
    return report(not_twelve(heard.words.size()));
}

}  // namespace nightletter::reader
