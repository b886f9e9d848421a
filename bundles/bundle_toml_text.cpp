#include <algorithm>
#include <utility>

#include "bundles/bundle_toml.hpp"

namespace nightletter::bundles {
namespace {

// A TOML basic string.
std::string quoted(std::string_view text)
{
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string made = "\"";
    for (auto const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            made += {'\\', c};
        } else if (c == '\n') {
            made += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            made += {'\\', 'u', '0', '0', hex[byte >> 4U], hex[byte & 15U]};
        } else {
            made += c;
        }
    }
    return made + '"';
}

std::string list(std::vector<std::string> const& texts)
{
    std::string made;
    for (auto const& text : texts) made += (made.empty() ? "" : ", ") + quoted(text);
    return '[' + made + ']';
}

// A tag as a key: bare when TOML allows it.
std::string key(std::string_view tag)
{
    auto const bare = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !tag.empty() && std::all_of(tag.begin(), tag.end(), bare) ? std::string{tag} : quoted(tag);
}

std::string map(LanguageMap const& texts)
{
    if (texts.empty()) return "\"\"";
    std::string made;
    for (auto const& [tag, text] : texts) made += (made.empty() ? " " : ", ") + key(tag) + " = " + quoted(text);
    return '{' + made + " }";
}

class Writing {
public:
    void comment(std::string_view words) { out_ += "# " + std::string{words} + '\n'; }
    void blank() { out_ += '\n'; }
    void section(std::string_view name) { out_ += std::string{name} + '\n'; }
    void value(std::string_view key, std::string const& toml) { out_ += std::string{key} + " = " + toml + '\n'; }
    // A line that a person may bring to life by removing the first two characters.
    void sample(std::string_view key, std::string const& toml)
    {
        out_ += "# " + std::string{key} + " = " + toml + '\n';
    }
    void value_or_sample(bool present, std::string_view key, std::string const& toml, std::string const& sample_toml)
    {
        present ? value(key, toml) : sample(key, sample_toml);
    }
    std::string finish() && { return std::move(out_); }

private:
    std::string out_;
};

void write_titles(Writing& out, Metadata const& metadata)
{
    out.comment("The title in each language; the interview's own language first needs one.");
    out.section("[title]");
    if (metadata.title.empty()) out.value(metadata.language.empty() ? "en" : key(metadata.language), "\"\"");
    for (auto const& [tag, text] : metadata.title) out.value(key(tag), quoted(text));
    out.blank();
    out.comment("A few sentences for somebody who decides whether to read on. May be left out.");
    out.section("[abstract]");
    if (metadata.abstract.empty()) out.sample("en", "\"\"");
    for (auto const& [tag, text] : metadata.abstract) out.value(key(tag), quoted(text));
    out.blank();
}

void write_speakers(Writing& out, Metadata const& metadata)
{
    out.comment("Who speaks. Only a name written here starts a turn in a transcript, spelled exactly like this.");
    out.comment("pseudonym = true says that the name is not the real one. Roles: interviewer, interviewee, moderator,");
    out.comment("narrator, translator, editor. What an editor says is shown as a note and is nobody's words.");
    for (auto const& speaker : metadata.speakers) {
        out.section("[[speakers]]");
        out.value("id", quoted(speaker.id));
        out.value("name", map(speaker.name));
        if (speaker.pseudonym) out.value("pseudonym", "true");
        if (speaker.role != Role::unspecified) out.value("role", quoted(role_word(speaker.role)));
        out.blank();
    }
    if (!metadata.speakers.empty()) return;
    out.comment("[[speakers]]");
    out.sample("id", "\"nadia\"");
    out.sample("name", "{ en = \"Nadia Rahimi\", fa = \"نادیا رحیمی\" }");
    out.sample("role", "\"interviewer\"");
}

}  // namespace

std::string bundle_toml_text(std::string_view slug, Metadata const& metadata)
{
    Writing out;
    out.comment("What readers are told about this interview. Edit it, then run `nightletter-sign check`.");
    out.comment("Everything here is published and signed. A line that starts with # is only for you.");
    out.blank();
    out.comment("The folder's name beside this file, and the name of the torrent: a-z 0-9 . _ -");
    out.value("slug", quoted(slug));
    out.blank();
    out.comment("The language the interview was held in, as a tag: fa, my, en. Its text is");
    out.comment("<slug>/data/transcript.<language>.txt, or .vtt when it has times.");
    out.value("language", quoted(metadata.language));
    out.comment("The other languages that have a transcript in that folder.");
    out.value("translations", list(metadata.translations));
    out.blank();
    out.comment("When it was held. A year or a month is enough and can protect a witness: \"2022\", \"2022-11\".");
    out.value("date", quoted(metadata.date));
    out.blank();
    out.comment("On what terms others may use it: a licence or a rights statement, such as");
    out.comment("https://creativecommons.org/licenses/by/4.0/ or https://rightsstatements.org/vocab/InC/1.0/");
    out.value("rights", quoted(metadata.rights));
    out.blank();
    out.comment("What the speakers agreed to, in these words only: given, withheld-details, not-before YYYY-MM-DD.");
    out.value_or_sample(!metadata.consent.empty(), "consent", list(metadata.consent), "[\"given\"]");
    out.comment("Where else it can be found: web addresses, bundle ids.");
    out.value_or_sample(!metadata.source.empty(), "source", list(metadata.source), "[\"https://…\"]");
    out.comment("What a reader should be told before reading.");
    std::string warnings;
    for (auto const& warning : metadata.content_warnings) warnings += (warnings.empty() ? "" : ", ") + map(warning);
    out.value_or_sample(!warnings.empty(), "content_warnings", '[' + warnings + ']',
                        "[{ en = \"Describes violence.\" }]");
    out.comment("The bundle that this one corrects.");
    out.value_or_sample(metadata.replaces.has_value(), "replaces",
                        metadata.replaces ? quoted(bundle_text(*metadata.replaces)) : std::string{}, "\"nlb1…\"");
    out.blank();
    write_titles(out, metadata);
    write_speakers(out, metadata);
    return std::move(out).finish();
}

}  // namespace nightletter::bundles
