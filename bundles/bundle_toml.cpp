#include "bundles/bundle_toml.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <set>
#include <sstream>

#include "base/text.hpp"

namespace nightletter::bundles {
namespace {

std::vector<std::string> const top_keys{"slug",   "title",   "abstract", "language",         "translations",
                                        "date",   "rights",  "speakers", "content_warnings", "consent",
                                        "source", "replaces"};
std::vector<std::string> const speaker_keys{"id", "name", "pseudonym", "role"};

Remark remark_at(toml::source_position const& at, Refusal refusal, std::string what, std::string next = {})
{
    return {.weight = Weight::refused,
            .word = std::string{word(refusal)},
            .file = std::string{bundle_toml_name},
            .line = at.line,
            .column = at.column,
            .what = std::move(what),
            .next = std::move(next)};
}

std::string date_text(toml::node const& node)
{
    std::ostringstream out;
    if (auto const* day = node.as_date()) out << day->get();
    if (auto const* time = node.as_date_time()) out << time->get();
    if (auto const* year = node.as_integer()) out << year->get();
    return out.str();
}

class Reading {
public:
    Expected<BundleToml, std::vector<Remark>> read(toml::table const& root)
    {
        // A plain text where a map is expected is in the interview's own language, so that comes first.
        if (auto const* language = root.get("language")) text(*language, "language", made_.metadata.language);
        for (auto const& [key, value] : root) member(key, value);
        if (!remarks_.empty()) return fail(std::move(remarks_));
        auto& list = made_.metadata.translations;
        std::sort(list.begin(), list.end());
        return std::move(made_);
    }

private:
    void refuse(toml::node const& node, Refusal refusal, std::string what, std::string next = {})
    {
        remarks_.push_back(remark_at(node.source().begin, refusal, std::move(what), std::move(next)));
    }

    void unknown(toml::key const& key, std::vector<std::string> const& known)
    {
        auto const near = nearest(key.str(), known);
        remarks_.push_back(remark_at(key.source().begin, Refusal::unknown_member,
                                     "unknown key \"" + std::string{key.str()} + '"' +
                                         (near ? ", did you mean \"" + *near + "\"?" : std::string{}),
                                     near ? "write " + *near : "take it out; there is no free-form key"));
    }

    void member(toml::key const& key, toml::node const& value)
    {
        auto const name = std::string{key.str()};
        auto& metadata = made_.metadata;
        made_.lines[name] = key.source().begin.line;
        if (name == "language") return;  // read before the others
        if (name == "slug") return text(value, name, made_.slug);
        if (name == "title") return texts(value, name, metadata.title);
        if (name == "abstract") return texts(value, name, metadata.abstract);
        if (name == "translations") return text_list(value, name, metadata.translations);
        if (name == "date") return date(value);
        if (name == "rights") return text(value, name, metadata.rights);
        if (name == "speakers") return speakers(value);
        if (name == "content_warnings") return warnings(value);
        if (name == "consent") return text_list(value, name, metadata.consent);
        if (name == "source") return text_list(value, name, metadata.source);
        if (name == "replaces") return replaces(value);
        made_.lines.erase(name);
        unknown(key, top_keys);
    }

    void text(toml::node const& node, std::string const& name, std::string& into)
    {
        made_.lines[name] = node.source().begin.line;
        if (auto const* value = node.as_string()) {
            into = value->get();
        } else {
            refuse(node, Refusal::malformed_metadata, name + " is not a text in quotes", "write it in quotes");
        }
    }

    // `{ fa = "…", en = "…" }`, or one text in the interview's own language.
    void texts(toml::node const& node, std::string const& name, LanguageMap& into)
    {
        if (node.is_string()) {
            std::string plain;
            text(node, name, plain);
            if (plain.empty()) return;
            if (made_.metadata.language.empty()) {
                return refuse(node, Refusal::malformed_metadata, name + " does not say its language",
                              "write language = \"…\" or " + name + " = { en = \"…\" }");
            }
            into[made_.metadata.language] = std::move(plain);
            return;
        }
        auto const* table = node.as_table();
        if (table == nullptr) {
            return refuse(node, Refusal::malformed_metadata, name + " is not a text for each language",
                          "write { en = \"…\" }");
        }
        for (auto const& [tag, value] : *table) {
            std::string one;
            text(value, name + '.' + std::string{tag.str()}, one);
            if (!one.empty()) into[std::string{tag.str()}] = std::move(one);
        }
    }

    void text_list(toml::node const& node, std::string const& name, std::vector<std::string>& into)
    {
        auto const* items = node.as_array();
        if (items == nullptr) {
            return refuse(node, Refusal::malformed_metadata, name + " is not a list", "write [\"…\", \"…\"]");
        }
        for (auto const& item : *items) {
            std::string one;
            text(item, name, one);
            if (!one.empty()) into.push_back(std::move(one));
        }
        made_.lines[name] = node.source().begin.line;
    }

    // In quotes or as TOML's own dates; a bare year is a number to TOML.
    void date(toml::node const& node)
    {
        if (node.is_string()) return text(node, "date", made_.metadata.date);
        made_.metadata.date = date_text(node);
        if (made_.metadata.date.empty()) {
            refuse(node, Refusal::bad_member, "date is not a date", "write it in quotes, such as \"2022-11\"");
        }
    }

    void speakers(toml::node const& node)
    {
        auto const* items = node.as_array();
        if (items == nullptr) {
            return refuse(node, Refusal::malformed_metadata, "speakers is not a list of people",
                          "begin each with a line [[speakers]]");
        }
        for (auto const& item : *items) {
            auto const* table = item.as_table();
            if (table == nullptr) {
                refuse(item, Refusal::malformed_metadata, "a speaker is not a table", "begin with a line [[speakers]]");
                continue;
            }
            speaker(*table);
        }
    }

    void speaker(toml::table const& table)
    {
        auto& made = made_.metadata.speakers.emplace_back();
        auto const member = "speakers[" + std::to_string(made_.metadata.speakers.size()) + ']';
        made_.lines[member] = table.source().begin.line;
        for (auto const& [key, value] : table) {
            auto const name = member + '.' + std::string{key.str()};
            if (key == "id") {
                text(value, name, made.id);
            } else if (key == "name") {
                texts(value, name, made.name);
            } else if (key == "pseudonym") {
                made_.lines[name] = key.source().begin.line;
                if (!value.is_boolean()) refuse(value, Refusal::malformed_metadata, "pseudonym is true or false");
                made.pseudonym = value.value_or(false);
            } else if (key == "role") {
                role(value, name, made.role);
            } else {
                unknown(key, speaker_keys);
            }
        }
    }

    void role(toml::node const& node, std::string const& name, Role& into)
    {
        std::string written;
        text(node, name, written);
        auto const role = parse_role(written);
        if (role) into = *role;
        if (role || written.empty()) return;
        refuse(node, Refusal::bad_member, '"' + written + "\" is no role",
               "write interviewer, interviewee, moderator, narrator, translator or editor");
    }

    void warnings(toml::node const& node)
    {
        auto const* items = node.as_array();
        if (items == nullptr) {
            return refuse(node, Refusal::malformed_metadata, "content_warnings is not a list",
                          "write [ { en = \"…\" } ]");
        }
        for (auto const& item : *items) {
            LanguageMap warning;
            texts(item, "content_warnings[" + std::to_string(made_.metadata.content_warnings.size() + 1) + ']',
                  warning);
            if (!warning.empty()) made_.metadata.content_warnings.push_back(std::move(warning));
        }
    }

    void replaces(toml::node const& node)
    {
        std::string id;
        text(node, "replaces", id);
        made_.metadata.replaces = parse_bundle(id);
        if (!id.empty() && !made_.metadata.replaces) {
            refuse(node, Refusal::bad_member, "replaces is not a bundle id",
                   "write the id of the bundle this one corrects, nlb1…");
        }
    }

    BundleToml made_;
    std::vector<Remark> remarks_;
};

// The line of the member itself, or of the nearest thing that contains it.
std::size_t line_of(BundleToml const& toml, std::string member)
{
    for (;;) {
        if (auto const found = toml.lines.find(member); found != toml.lines.end()) return found->second;
        auto const end = member.find_last_of(".[");
        if (end == std::string::npos) return 0;
        member.resize(end);
    }
}

}  // namespace

Expected<BundleToml, std::vector<Remark>> read_bundle_toml(std::string_view text)
{
    auto const refuse_whole = [](Refusal refusal, std::string what) {
        return fail(std::vector{remark_at({}, refusal, std::move(what))});
    };
    if (text.size() > largest_bundle_toml) return refuse_whole(Refusal::text_too_large, "more than 256 KiB");
    if (!is_utf8(text)) return refuse_whole(Refusal::not_plain_text, "bytes that are not UTF-8; save it as UTF-8");
    try {
        return Reading{}.read(toml::parse(text, std::string_view{bundle_toml_name}));
    } catch (toml::parse_error const& error) {
        return fail(std::vector{remark_at(error.source().begin, Refusal::malformed_metadata,
                                          "not TOML: " + std::string{error.description()},
                                          "texts stand in quotes; a # starts a comment")});
    }
}

std::vector<Remark> remarks_in(BundleToml const& toml)
{
    std::vector<Remark> remarks;
    if (toml.slug.empty()) {
        remarks.push_back(remark_at({}, Refusal::missing_member, "slug is missing",
                                    "write the folder's name: a-z 0-9 . _ -, such as night-school-2026"));
    }
    for (auto const& fault : faults_in(toml.metadata)) {
        auto const line = line_of(toml, fault.member);
        remarks.push_back(
            remark_at({static_cast<toml::source_index>(line), 0}, fault.refusal, fault.member + ' ' + fault.what));
    }
    return remarks;
}

}  // namespace nightletter::bundles
