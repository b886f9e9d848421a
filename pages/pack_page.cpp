#include "pages/pack_page.hpp"

#include <array>

#include "bundles/language_tag.hpp"
#include "pages/html.hpp"
#include "pages/stylesheet.hpp"
#include "pages/words.hpp"

namespace nightletter::pages {
namespace {

struct Warning {
    std::string_view language;
    std::string_view direction;
    std::string_view text;
};

constexpr std::array<Warning, 3> warnings{{
    {"en", "ltr",
     "A page can lie, and nobody has checked these pages on your computer. The program nightletter checks the whole "
     "pack and keeps what is as its publisher signed it:"},
    {"fa", "rtl",
     "یک صفحه می‌تواند دروغ بگوید و هیچ‌کس این صفحه‌ها را در "
     "رایانهٔ شما بررسی نکرده است. برنامهٔ nightletter همهٔ "
     "این‌ها را بررسی می‌کند و آنچه را همان‌گونه است که ناشر "
     "امضا کرده نگه می‌دارد:"},
    {"my", "ltr",
     "စာမျက်နှာသည် လိမ်နိုင်သည်။ ဤစာမျက်နှာများကို သင့်ကွန်ပျူတာတွင် မည်သူမျှ မစစ်ဆေးရသေးပါ။ nightletter ပရိုဂရမ်က "
     "အားလုံးကို စစ်ဆေးပြီး ထုတ်ဝေသူ လက်မှတ်ထိုးထားသည့်အတိုင်း ရှိသည်များကို သိမ်းဆည်းသည်။"},
}};

void head(Html& html)
{
    html.open("html", {{"lang", "en"}, {"dir", "ltr"}}).line_break().open("head").line_break();
    html.empty("meta", {{"charset", "utf-8"}}).line_break();
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line_break();
    html.empty("meta",
               {{"http-equiv", "Content-Security-Policy"},
                {"content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}});
    html.line_break().empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}}).line_break();
    html.leaf("title", "Nightletter").line_break();
    html.style(stylesheet).line_break().close().line_break();
}

void header(Html& html)
{
    html.open("header").line_break();
    for (auto const& warning : warnings) {
        html.leaf("p", warning.text, {{"lang", warning.language}, {"dir", warning.direction}}).line_break();
    }
    html.open("p").leaf("code", "nightletter import FOLDER", {{"dir", "ltr"}}).close().line_break();
    html.close().line_break();
}

std::string_view direction_of(std::string_view language)
{
    return bundles::direction_of(language) == bundles::Direction::right_to_left ? "rtl" : "ltr";
}

void listing(Html& html, PackListing const& bundle)
{
    html.open("li").open("p");
    html.link(Link{bundle.page})
        .leaf("bdi", bundles::in_language(bundle.titles, bundle.language, bundle.language),
              {{"lang", bundle.language}, {"dir", direction_of(bundle.language)}});
    html.close().text(" ").leaf("time", bundle.date, {{"dir", "ltr"}}).close();
    for (auto const& [language, title] : bundle.titles) {
        if (language == bundle.language) continue;
        html.leaf("p", title, {{"lang", language}, {"dir", direction_of(language)}});
    }
    for (auto const& file : bundle.files) {
        html.open("p").link(Link{file}, {{"dir", "ltr"}}).text(file.substr(file.rfind('/') + 1)).close().close();
    }
    html.close().line_break();
}

}  // namespace

std::string pack_page(std::vector<PackShelf> const& shelves)
{
    Html html;
    head(html);
    html.open("body").line_break();
    header(html);
    html.open("main").line_break();
    for (auto const& shelf : shelves) {
        html.open("section").line_break().open("h1").leaf("bdi", shelf.name).close().line_break();
        html.open("p").leaf("code", publisher_text(shelf.publisher), {{"dir", "ltr"}}).close().line_break();
        if (!shelf.newest.empty()) html.leaf("p", shelf.newest).line_break();
        html.open("ul").line_break();
        for (auto const& bundle : shelf.bundles) listing(html, bundle);
        html.close().line_break().close().line_break();
    }
    html.close().line_break().close().line_break().close();
    return std::move(html).finish();
}

}  // namespace nightletter::pages
