#include "pages/card.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "pages/card_words.hpp"
#include "pages/comparison_words.hpp"
#include "pages/html.hpp"
#include "pages/paper.hpp"
#include "pages/qr_code.hpp"
#include "pages/spoken_words.hpp"
#include "pages/transcript_body.hpp"

namespace nightletter::pages {
namespace {

// docs/formats.md 1.6: a link without hints, in capitals.
std::string qr_text(PublisherId const& publisher)
{
    auto text = "nightletter:" + publisher_text(publisher);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c; });
    return text;
}

// A drawing of 1 000 by 600 units: the code on the left, the rest on the right.
class Drawing {
public:
    Drawing(Html& html, Card const& card) : html_{html}, card_{card} {}

    void draw()
    {
        html_.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"}, {"viewBox", "0 0 1000 600"}, {"role", "img"}});
        html_.line_break().leaf("title", card_.name + ", " + publisher_text(card_.publisher)).line_break();
        html_.leaf("rect", "",
                   {{"x", "1"}, {"y", "1"}, {"width", "998"}, {"height", "598"}, {"fill", "#fff"}, {"stroke", "#000"}});
        html_.line_break();
        code();
        name();
        id();
        words();
        html_.close().line_break();
    }

private:
    void code()
    {
        constexpr double side = 330;
        QrCode const code{qr_text(card_.publisher)};
        auto const scale = side / code.size();
        auto const place = "translate(35 110) scale(" + std::to_string(scale) + ")";
        html_.leaf("path", "", {{"transform", place}, {"d", code.svg_path()}}).line_break();
    }

    void text(std::string_view content, int x, int y, std::string const& size, std::string_view family)
    {
        auto const across = std::to_string(x);
        auto const down = std::to_string(y);
        html_.leaf("text", content, {{"x", across}, {"y", down}, {"font-size", size}, {"font-family", family}});
        html_.line_break();
    }

    void name()
    {
        // Long names are written smaller: 930 units hold them at about 0.6 of the size for each letter.
        auto const letters = std::max<std::size_t>(1, scalars(card_.name).size());
        auto const size = std::min(48.0, 930 / 0.6 / static_cast<double>(letters));
        text(card_.name, 35, 75, std::to_string(size), "Georgia, Noto Serif, serif");
    }

    void id()
    {
        auto const id = publisher_text(card_.publisher);
        auto const half = id.size() / 2;
        text(id.substr(0, half), 35, 520, "40", monospace);
        text(id.substr(half), 35, 570, "40", monospace);
    }

    void words()
    {
        auto const words = comparison_words(card_.publisher);
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const number = std::to_string(i + 1);
            auto const x = 415 + 300 * static_cast<int>(i / 6);
            auto const y = 145 + 55 * static_cast<int>(i % 6);
            text(number, x, y, "20", sans);
            text(spoken_words()[words[i]], x + 35, y, "36", sans);
        }
    }

    static constexpr std::string_view monospace = "DejaVu Sans Mono, Noto Sans Mono, monospace";
    static constexpr std::string_view sans = "DejaVu Sans, Noto Sans, sans-serif";

    Html& html_;
    Card const& card_;
};

void instructions(Html& html, CardWords const& words)
{
    html.open("section", {{"lang", words.language}, {"dir", dir_of(words.language)}}).line_break();
    html.leaf("h2", words.title).line_break().open("ol").line_break();
    for (auto const& step : words.steps) html.leaf("li", step).line_break();
    html.close().line_break();
    html.leaf("p", words.proves).line_break().leaf("p", words.danger, {{"class", "danger"}}).line_break();
    html.close().line_break();
}

}  // namespace

std::string card_image(Card const& card)
{
    Html html{Start::image};
    Drawing{html, card}.draw();
    return std::move(html).finish();
}

std::string card_page(Card const& card)
{
    Html html;
    begin_paper(html, card.name);
    html.open("main").line_break();
    html.open("div", {{"class", "card"}}).line_break();
    Drawing{html, card}.draw();
    html.close().line_break();
    html.open("p", {{"dir", "ltr"}}).leaf("code", publisher_text(card.publisher)).close().line_break();
    for (auto const& words : card_words()) instructions(html, words);
    html.close().line_break();
    return std::move(end_paper(html)).finish();
}

}  // namespace nightletter::pages
