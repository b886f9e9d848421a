#include "bundles/metadata.hpp"

#include <algorithm>
#include <array>

#include "bundles/bag.hpp"
#include "bundles/json_tree.hpp"

namespace nightletter::bundles {
namespace {

struct RoleWord {
    Role role;
    std::string_view word;
};

constexpr std::array<RoleWord, 6> role_words{{{Role::interviewer, "interviewer"},
                                              {Role::interviewee, "interviewee"},
                                              {Role::moderator, "moderator"},
                                              {Role::narrator, "narrator"},
                                              {Role::translator, "translator"},
                                              {Role::editor, "editor"}}};

// Writing: members in the order of the table, absent when there is nothing to say.

void add(JsonObject& object, std::string_view name, std::string text)
{
    if (!text.empty()) object.emplace_back(name, Json{std::move(text)});
}

void add(JsonObject& object, std::string_view name, LanguageMap const& texts)
{
    JsonObject map;
    for (auto const& [tag, text] : texts) map.emplace_back(tag, Json{text});
    if (!map.empty()) object.emplace_back(name, Json{std::move(map)});
}

void add(JsonObject& object, std::string_view name, std::vector<std::string> const& texts)
{
    JsonList list;
    for (auto const& text : texts) list.push_back(Json{text});
    if (!list.empty()) object.emplace_back(name, Json{std::move(list)});
}

Json tree_of(Speaker const& speaker)
{
    JsonObject object;
    add(object, "id", speaker.id);
    add(object, "name", speaker.name);
    if (speaker.pseudonym) object.emplace_back("pseudonym", Json{true});
    add(object, "role", std::string{role_word(speaker.role)});
    return Json{std::move(object)};
}

Json tree_of(Metadata const& metadata)
{
    JsonObject object;
    add(object, "title", metadata.title);
    add(object, "abstract", metadata.abstract);
    add(object, "language", metadata.language);
    add(object, "translations", metadata.translations);
    add(object, "date", metadata.date);
    JsonList speakers;
    for (auto const& speaker : metadata.speakers) speakers.push_back(tree_of(speaker));
    if (!speakers.empty()) object.emplace_back("speakers", Json{std::move(speakers)});
    add(object, "rights", metadata.rights);
    JsonList warnings;
    for (auto const& warning : metadata.content_warnings) {
        JsonObject map;
        for (auto const& [tag, text] : warning) map.emplace_back(tag, Json{text});
        warnings.push_back(Json{std::move(map)});
    }
    if (!warnings.empty()) object.emplace_back("content_warnings", Json{std::move(warnings)});
    add(object, "consent", metadata.consent);
    add(object, "source", metadata.source);
    if (metadata.replaces) add(object, "replaces", bundle_text(*metadata.replaces));
    return Json{std::move(object)};
}

// Reading: shapes and names only; what a value may be is for faults_in.

class Reading {
public:
    Expected<Metadata, TextFault> read(Json const& root)
    {
        auto const* members = object(root, "the whole");
        if (members != nullptr) {
            for (auto const& [name, value] : *members) member(name, value);
        }
        if (fault_) return fail(std::move(*fault_));
        return std::move(made_);
    }

private:
    void refuse(Refusal refusal, std::string what)
    {
        if (!fault_) fault_ = TextFault{refusal, 0, std::move(what)};
    }

    void member(std::string const& name, Json const& value)
    {
        if (name == "title") return texts(value, name, made_.title);
        if (name == "abstract") return texts(value, name, made_.abstract);
        if (name == "language") return text(value, name, made_.language);
        if (name == "translations") return text_list(value, name, made_.translations);
        if (name == "date") return text(value, name, made_.date);
        if (name == "speakers") return speakers(value);
        if (name == "rights") return text(value, name, made_.rights);
        if (name == "content_warnings") return warnings(value);
        if (name == "consent") return text_list(value, name, made_.consent);
        if (name == "source") return text_list(value, name, made_.source);
        if (name == "replaces") return replaces(value);
        refuse(Refusal::unknown_member, '"' + name + "\" is no member of the metadata");
    }

    template <class Shape>
    Shape const* as(Json const& json, std::string_view name, std::string_view shape)
    {
        auto const* value = std::get_if<Shape>(&json.value);
        if (value == nullptr) {
            refuse(Refusal::malformed_metadata, '"' + std::string{name} + "\" is not " + std::string{shape});
        }
        return value;
    }

    JsonObject const* object(Json const& json, std::string_view name)
    {
        return as<JsonObject>(json, name, "an object");
    }
    JsonList const* list(Json const& json, std::string_view name) { return as<JsonList>(json, name, "a list"); }

    void text(Json const& json, std::string_view name, std::string& into)
    {
        if (auto const* value = as<std::string>(json, name, "a text")) into = *value;
    }

    void texts(Json const& json, std::string_view name, LanguageMap& into)
    {
        auto const* members = object(json, name);
        if (members == nullptr) return;
        for (auto const& [tag, value] : *members) text(value, name, into[tag]);
    }

    void text_list(Json const& json, std::string_view name, std::vector<std::string>& into)
    {
        auto const* items = list(json, name);
        if (items == nullptr) return;
        for (auto const& item : *items) text(item, name, into.emplace_back());
    }

    void speakers(Json const& json)
    {
        auto const* items = list(json, "speakers");
        if (items == nullptr) return;
        for (auto const& item : *items) {
            auto const* members = object(item, "speakers");
            if (members == nullptr) return;
            auto& speaker = made_.speakers.emplace_back();
            for (auto const& [name, value] : *members) speaker_member(name, value, speaker);
        }
    }

    void speaker_member(std::string const& name, Json const& value, Speaker& speaker)
    {
        if (name == "id") return text(value, name, speaker.id);
        if (name == "name") return texts(value, name, speaker.name);
        if (name == "pseudonym") {
            speaker.pseudonym = as<bool>(value, name, "true") != nullptr;
            return;
        }
        if (name != "role") return refuse(Refusal::unknown_member, '"' + name + "\" is no member of a speaker");
        std::string word;
        text(value, name, word);
        if (auto const role = parse_role(word)) {
            speaker.role = *role;
        } else {
            refuse(Refusal::bad_member, '"' + word + "\" is no role");
        }
    }

    void warnings(Json const& json)
    {
        auto const* items = list(json, "content_warnings");
        if (items == nullptr) return;
        for (auto const& item : *items) texts(item, "content_warnings", made_.content_warnings.emplace_back());
    }

    void replaces(Json const& json)
    {
        std::string id;
        text(json, "replaces", id);
        made_.replaces = parse_bundle(id);
        if (!made_.replaces) refuse(Refusal::bad_member, "\"replaces\" is no bundle id");
    }

    Metadata made_;
    std::optional<TextFault> fault_;  // the first one
};

// The number of the first line in which the two differ.
std::size_t first_difference(std::string_view received, std::string_view canonical)
{
    auto const [at, _] = std::mismatch(received.begin(), received.end(), canonical.begin(), canonical.end());
    return 1 + static_cast<std::size_t>(std::count(received.begin(), at, '\n'));
}

}  // namespace

std::string_view role_word(Role role)
{
    auto const found =
        std::find_if(role_words.begin(), role_words.end(), [role](auto const& r) { return r.role == role; });
    return found == role_words.end() ? std::string_view{} : found->word;
}

std::optional<Role> parse_role(std::string_view word)
{
    auto const found =
        std::find_if(role_words.begin(), role_words.end(), [word](auto const& r) { return r.word == word; });
    if (found == role_words.end()) return std::nullopt;
    return found->role;
}

std::vector<std::string> Metadata::languages() const
{
    std::vector<std::string> all{language};
    all.insert(all.end(), translations.begin(), translations.end());
    return all;
}

Speaker const* Metadata::speaker(std::string_view id) const
{
    auto const found = std::find_if(speakers.begin(), speakers.end(), [id](auto const& s) { return s.id == id; });
    return found == speakers.end() ? nullptr : &*found;
}

std::string metadata_text(Metadata const& metadata)
{
    return json_text(tree_of(metadata));
}

Expected<Metadata, TextFault> parse_metadata(ByteView json)
{
    if (json.size() > limit::metadata) {
        return fail(TextFault{
            Refusal::text_too_large, 0,
            std::to_string(json.size()) + " bytes; at most " + std::to_string(limit::metadata) + " are read"});
    }
    auto const tree = read_json(as_text(json));
    if (!tree) return fail(tree.error());
    auto metadata = Reading{}.read(*tree);
    if (!metadata) return metadata;
    if (auto const faults = faults_in(*metadata); !faults.empty()) {
        auto const& first = faults.front();
        return fail(TextFault{first.refusal, 0, '"' + first.member + "\" " + first.what});
    }
    auto const canonical = metadata_text(*metadata);
    if (canonical != as_text(json)) {
        return fail(TextFault{Refusal::metadata_not_canonical, first_difference(as_text(json), canonical),
                              "the same statement in other bytes than the one way to write it"});
    }
    return metadata;
}

std::string_view in_language(LanguageMap const& texts, std::string_view language, std::string_view fallback)
{
    if (auto const found = texts.find(language); found != texts.end()) return found->second;
    if (auto const found = texts.find(fallback); found != texts.end()) return found->second;
    return texts.empty() ? std::string_view{} : std::string_view{texts.begin()->second};
}

}  // namespace nightletter::bundles
