#include "pages/transcript_page.hpp"

#include <algorithm>

#include "bundles/language_tag.hpp"
#include "pages/html.hpp"
#include "pages/stylesheet.hpp"
#include "pages/transcript_body.hpp"
#include "pages/words.hpp"

namespace nightletter::pages {
namespace {

using bundles::Metadata;
using bundles::Role;

std::string_view words_for(Standing standing, Words const& words)
{
    switch (standing) {
        case Standing::not_signed:
            return words.standing.not_signed;
        case Standing::verified:
            return words.standing.verified;
        case Standing::unfollowed_publisher:
            return words.standing.unfollowed_publisher;
        case Standing::not_checked:
            return words.standing.not_checked;
        case Standing::not_verified:
            break;
    }
    return words.standing.not_verified;
}

std::string_view class_for(Standing standing)
{
    if (standing == Standing::verified) return "standing verified";
    bool const is_neither = standing == Standing::unfollowed_publisher || standing == Standing::not_checked;
    return is_neither ? "standing" : "standing not-verified";
}

std::string_view words_for(Role role, Words const& words)
{
    switch (role) {
        case Role::interviewer:
            return words.role.interviewer;
        case Role::interviewee:
            return words.role.interviewee;
        case Role::moderator:
            return words.role.moderator;
        case Role::narrator:
            return words.role.narrator;
        case Role::translator:
            return words.role.translator;
        case Role::editor:
            return words.role.editor;
        case Role::unspecified:
            break;
    }
    return {};
}

class Page {
public:
    Page(bundles::Content const& content, Provenance const& provenance, PageChoice const& choice)
        : content_{content}, metadata_{content.metadata}, provenance_{provenance}, words_{words_in(choice.interface)}
    {
        for (auto const& language : choice.languages.empty() ? metadata_.languages() : choice.languages) {
            if (content.transcripts.contains(language)) languages_.push_back(language);
        }
    }

    std::string write()
    {
        html_.open("html", {{"lang", words_.language}, {"dir", dir_of(words_.language)}}).line_break();
        head();
        html_.open("body").line_break();
        html_.link(Link{"#page.main"}, {{"class", "skip"}}).text(words_.part.skip).close().line_break();
        header();
        html_.open("main", {{"id", "page.main"}}).line_break();
        auto place = Place::first;
        for (auto const& language : languages_) {
            write_transcript(html_, content_, language, std::exchange(place, Place::later));
        }
        html_.close().line_break();
        footer();
        html_.close().line_break().close();
        return std::move(html_).finish();
    }

private:
    std::string_view language() const { return languages_.empty() ? words_.language : languages_.front(); }

    std::string_view here(bundles::LanguageMap const& texts) const
    {
        return bundles::in_language(texts, language(), metadata_.language);
    }

    void head()
    {
        html_.open("head").line_break();
        html_.empty("meta", {{"charset", "utf-8"}}).line_break();
        html_.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}).line_break();
        // A page saved to disk has no server to send these.
        html_.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                             {"content",
                              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"}});
        html_.line_break();
        html_.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}}).line_break();
        html_.leaf("title", here(metadata_.title)).line_break();
        html_.style(stylesheet).line_break().close().line_break();
    }

    void header()
    {
        html_.open("header").line_break();
        html_.leaf("p", words_for(provenance_.standing, words_), {{"class", class_for(provenance_.standing)}});
        html_.line_break();
        for (auto const& label : provenance_.labels) html_.leaf("p", label, {{"dir", "auto"}}).line_break();
        html_.leaf("h1", here(metadata_.title), {{"lang", language()}, {"dir", dir_of(language())}}).line_break();
        if (auto const text = here(metadata_.abstract); !text.empty()) {
            html_.leaf("p", text, {{"lang", language()}, {"dir", dir_of(language())}}).line_break();
        }
        content_warnings();
        if (languages_.size() > 1) language_links();
        html_.close().line_break();
    }

    void content_warnings()
    {
        if (metadata_.content_warnings.empty()) return;
        html_.open("div", {{"class", "warning"}, {"role", "note"}, {"aria-label", words_.part.content_warning}});
        html_.open("p").leaf("b", words_.part.content_warning).close();
        for (auto const& warning : metadata_.content_warnings) {
            html_.leaf("p", here(warning), {{"lang", language()}, {"dir", "auto"}});
        }
        html_.close().line_break();
    }

    void language_links()
    {
        html_.open("nav", {{"aria-label", words_.part.languages}}).open("ul");
        for (auto const& each : languages_) {
            html_.open("li").link(Link{"#page." + each}, {{"lang", each}, {"hreflang", each}});
            html_.leaf("bdi", bundles::own_name(each)).close().close();
        }
        html_.close().close().line_break();
    }

    void footer()
    {
        html_.open("footer").line_break().leaf("h2", words_.part.about).open("dl").line_break();
        provenance();
        speakers();
        fact(words_.fact.date, [this] {
            html_.leaf("time", metadata_.date, {{"datetime", metadata_.date}, {"dir", "ltr"}});
        });
        fact(words_.fact.rights, [this] { address(metadata_.rights); });
        facts(words_.fact.source, metadata_.source, [this](std::string const& source) { address(source); });
        consent();
        if (metadata_.replaces) identifier(words_.fact.replaces, bundle_text(*metadata_.replaces));
        html_.close().line_break();
        if (provenance_.standing != Standing::not_signed) check_yourself();
        html_.close().line_break();
    }

    template <class Write>
    void fact(std::string_view what, Write write)
    {
        html_.leaf("dt", what).open("dd");
        write();
        html_.close().line_break();
    }

    // One name, several values.
    template <class Values, class Write>
    void facts(std::string_view what, Values const& values, Write write)
    {
        if (values.empty()) return;
        html_.leaf("dt", what);
        for (auto const& value : values) {
            html_.open("dd");
            write(value);
            html_.close().line_break();
        }
    }

    void identifier(std::string_view what, std::string const& id)
    {
        fact(what, [&] { html_.leaf("code", id, {{"dir", "ltr"}}); });
    }

    void address(std::string_view text)
    {
        if (!text.starts_with("https://")) {
            html_.leaf("bdi", text);
            return;
        }
        html_.link(Link{text}, {{"dir", "ltr"}, {"rel", "noreferrer noopener"}}).text(text).close();
    }

    void provenance()
    {
        auto const& name = provenance_.publisher_name;
        auto const& publisher = provenance_.publisher;
        if (!name.empty() || publisher) html_.leaf("dt", words_.fact.publisher);
        if (!name.empty()) html_.open("dd").leaf("bdi", name).close().line_break();
        if (publisher) html_.open("dd").leaf("code", publisher_text(*publisher), {{"dir", "ltr"}}).close().line_break();
        if (provenance_.bundle) identifier(words_.fact.bundle, bundle_text(*provenance_.bundle));
    }

    void speakers()
    {
        facts(words_.fact.speakers, metadata_.speakers, [this](bundles::Speaker const& speaker) {
            html_.leaf("bdi", here(speaker.name), {{"lang", language()}});
            if (auto const role = words_for(speaker.role, words_); !role.empty()) html_.text(" · ").text(role);
            if (speaker.pseudonym) html_.text(" · ").text(words_.fact.pseudonym);
        });
    }

    void consent()
    {
        facts(words_.fact.consent, metadata_.consent, [this](std::string const& agreed) {
            if (agreed == "given") {
                html_.text(words_.fact.consent_given);
            } else if (agreed == "withheld-details") {
                html_.text(words_.fact.details_withheld);
            } else {
                html_.text(words_.fact.not_before).text(" ").leaf("bdi", agreed.substr(agreed.find(' ') + 1));
            }
        });
    }

    void check_yourself()
    {
        html_.leaf("p", words_.check_yourself).open("p", {{"dir", "ltr"}});
        auto const publisher = provenance_.publisher ? publisher_text(*provenance_.publisher) : std::string{"nlp1…"};
        html_.leaf("code", "nightletter verify --publisher " + publisher + " FOLDER").close().line_break();
    }

    Html html_;
    bundles::Content const& content_;
    Metadata const& metadata_;
    Provenance const& provenance_;
    Words const& words_;
    std::vector<std::string> languages_;  // shown, in this order
};

}  // namespace

std::string transcript_page(bundles::Content const& content, Provenance const& provenance, PageChoice const& choice)
{
    return Page{content, provenance, choice}.write();
}

std::string preview_page(bundles::Content const& content)
{
    return transcript_page(content, {}, {.languages = {}, .interface = content.metadata.language});
}

}  // namespace nightletter::pages
