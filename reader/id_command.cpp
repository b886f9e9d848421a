#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "pages/comparison_words.hpp"
#include "pages/spoken_words.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/identifier.hpp"
#include "reader/telephone_answer.hpp"

namespace nightletter::reader {
namespace {

struct Asked {
    std::vector<std::string> typed;
    std::string publisher;  // --publisher; empty: not given
    bool qr = false;
    bool words = false;
};

// Twelve words may be typed with or without quotation marks.
std::string joined(std::vector<std::string> const& typed)
{
    std::string text;
    for (auto const& each : typed) text += (text.empty() ? "" : " ") + each;
    return text;
}

// Something that somebody read aloud: at least two words, and nothing that an identifier is made of.
bool are_spoken_words(std::string const& text)
{
    return text.find_first_of(":1234567890") == std::string::npos && pages::heard(text).words.size() > 1;
}

std::string json_key(std::string name)
{
    std::erase(name, ',');
    std::ranges::replace(name, ' ', '_');
    std::ranges::replace(name, '-', '_');
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

void print_json(Identifier const& identifier)
{
    nlohmann::ordered_json forms;
    for (auto const& form : identifier.forms) {
        auto& place = forms[json_key(form.name)];
        if (form.name != "mirror" && form.name != "peer") {
            place = form.value;
        } else {
            place.push_back(form.value);
        }
    }
    nlohmann::ordered_json const object{
        {"schema", "nightletter.id/1"}, {"kind", identifier.kind}, {"forms", forms}, {"qr", identifier.qr_text}};
    std::cout << object.dump(2) << '\n';
}

void print_table(Identifier const& identifier)
{
    std::size_t width = 0;
    for (auto const& form : identifier.forms) width = std::max(width, form.name.size());
    for (auto const& form : identifier.forms) {
        std::cout << form.name << std::string(width - form.name.size() + 2, ' ') << form.value << '\n';
    }
}

ExitCode refuse(std::string const& text)
{
    bool const printable = is_utf8(text) && !has_control(text) && text.size() <= 100;
    return report(
        {ExitCode::wrong_usage,
         {printable ? "'" + text + "' is no identifier" : "that is no identifier", "not-an-identifier",
          "an id has a checksum, and this is not nlp1…, nlb1…, a nightletter: link, 64 hex digits or a minisign key",
          "nothing was changed", "copy it again, whole; a single wrong letter is noticed"}});
}

// One a line, as they are read aloud.
void print_words(PublisherId const& publisher)
{
    auto const words = pages::comparison_words(publisher);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::cout << (i < 9 ? " " : "") << i + 1 << "  " << pages::spoken_words()[words[i]] << '\n';
    }
}

Failure nothing_of_that_kind(std::string const& what, std::string const& word, std::string const& kind,
                             std::string const& because, std::string const& next)
{
    return {ExitCode::wrong_usage,
            {"there " + what + " for a " + kind + " alone", word, because, "nothing was changed", next}};
}

ExitCode show(Asked const& asked, Identifier const& identifier)
{
    if (asked.qr && identifier.qr_text.empty()) {
        return report(nothing_of_that_kind("is no QR code", "no-qr", identifier.kind,
                                           "a phone could not tell what to do with it",
                                           "nightletter id 'nightletter:nlp1…/nlb1…' --qr"));
    }
    if (asked.words && !identifier.publisher) {
        return report(nothing_of_that_kind("are no words", "no-words", identifier.kind,
                                           "people compare publishers; what a publisher signed is compared by programs",
                                           "nightletter id nlp1… --words"));
    }
    if (wants_json()) {
        print_json(identifier);
    } else if (asked.words) {
        print_words(*identifier.publisher);
    } else {
        print_table(identifier);
    }
    if (asked.qr && !wants_json()) std::cout << '\n' << qr_drawing(identifier.qr_text, may_colour(STDOUT_FILENO));
    return ExitCode::done;
}

ExitCode run(Asked const& asked)
{
    auto const text = joined(asked.typed);
    if (are_spoken_words(text)) return answer_to_words(pages::heard(text), asked.publisher);
    auto const identifier = identify(text);
    return identifier ? show(asked, *identifier) : refuse(text);
}

}  // namespace

Command id_command()
{
    return {"id", "shows every form of an identifier, or whose comparison words were read aloud",
            "nightletter id nlp1… --words", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("STRING", asked->typed,
                               "nlp1…, nlb1…, a link, 64 hex digits, a minisign key, or twelve comparison words")
                    ->required();
                app.add_flag("--qr", asked->qr, "Draw a QR code of it, to be held before a telephone");
                app.add_flag("--words", asked->words, "Print the twelve words that are read aloud on the telephone");
                app.add_option("--publisher", asked->publisher,
                               "Compare twelve words with this id, not with whom you follow");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
