#include "signer/sheet_page.hpp"

#include "pages/paper.hpp"
#include "pages/qr_code.hpp"
#include "pages/spoken_words.hpp"
#include "signer/sheet_text.hpp"

namespace nightletter::signer {
namespace {

using pages::Html;

void what_it_is(Html& html, SheetFacts const& facts)
{
    html.leaf("h1", "Secret keys, locked by a passphrase").line_break();
    html.open("p").text("One person's keys of ").leaf("bdi", facts.publisher_name).text(", ");
    html.leaf("code", publisher_text(facts.publisher)).text(", as they were on " + day_text(facts.made) + ":");
    html.close().line_break().open("ul").line_break();
    for (auto const& [role, key] : facts.keys)
        html.open("li").text(std::string{word(role)} + " ").leaf("code", key.text()).close().line_break();
    html.close().line_break();
}

void what_it_is_not(Html& html)
{
    html.leaf("h2", "What this page can do, and what not").line_break().open("ul").line_break();
    for (auto const* const sentence :
         {"With the passphrase that this person had on that day it gives all these keys back. Whoever has both, page "
          "and "
          "passphrase, publishes and takes back in this person's name.",
          "Without the passphrase it opens nothing, and nobody can make another one. Do not keep the two in one place.",
          "A passphrase that is changed later does not change this page. Burn it then, and whenever these keys are "
          "replaced, and print a new one.",
          "Interviews, feed and root documents are not on it. They are public: every mirror has them.",
          "Do not photograph it, and do not type it into a computer that is or will be online."}) {
        html.leaf("li", sentence).line_break();
    }
    html.close().line_break();
    html.leaf("h2", "To have the keys back").line_break();
    html.open("p").text("On an offline computer type ").leaf("code", "nightletter-sign key restore");
    html.text(" and then the lines below. Capitals do not matter. A wrong word is named by its line and place. ");
    html.text("Or give that command a file with the text of the square.").close().line_break();
}

void words(Html& html, ByteView sheet)
{
    html.open("table", {{"lang", "en"}, {"dir", "ltr"}}).line_break();
    std::size_t line = 0;
    for (auto const& numbers : lines_of(sheet)) {
        html.open("tr").leaf("th", std::to_string(++line));
        for (auto const number : numbers) html.leaf("td", pages::spoken_words()[number]);
        html.close().line_break();
    }
    html.close().line_break();
}

void code(Html& html, ByteView sheet)
{
    auto const text = qr_text_of(sheet);
    pages::QrCode const code{text};
    auto const side = std::to_string(code.size());
    auto const box = "0 0 " + side + " " + side;
    html.open("div", {{"class", "code"}});
    html.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"}, {"viewBox", box}, {"role", "img"}});
    html.leaf("path", "", {{"d", code.svg_path()}}).close().close().line_break();
    html.open("p").leaf("code", text).close().line_break();
}

}  // namespace

std::string sheet_page(ByteView sheet, SheetFacts const& facts)
{
    Html html;
    pages::begin_paper(html, "Secret keys, locked by a passphrase");
    html.open("main").line_break();
    what_it_is(html, facts);
    what_it_is_not(html);
    words(html, sheet);
    code(html, sheet);
    html.close().line_break();
    return std::move(pages::end_paper(html)).finish();
}

}  // namespace nightletter::signer
