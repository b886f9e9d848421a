// bundles/metadata.hpp: what a publisher says about an interview, in the one spelling that is signed.
//
// docs/formats.md section 2, "Metadata": a closed schema, canonical bytes. This file knows no transcript, no file and
// no TOML. A Metadata being written may still lack members; only what `faults_in` finds nothing in has canonical bytes.
// Pure functions, any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "base/result.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

// BCP 47 tag in lower case → text. Ordered bytewise, as it is written.
using LanguageMap = std::map<std::string, std::string, std::less<>>;

enum class Role { unspecified, interviewer, interviewee, moderator, narrator, translator, editor };

// The word in bundle.toml and metadata.json; empty for `unspecified`, which is never written.
[[nodiscard]] std::string_view role_word(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view word);

struct Speaker {
    std::string id;    // [a-z0-9][a-z0-9-]*, at most 64 bytes; what a Turn names
    LanguageMap name;  // every name here starts a turn in every language's transcript
    bool pseudonym = false;
    Role role = Role::unspecified;  // an editor's turns are notes, nobody's words

    bool operator==(Speaker const&) const = default;
};

struct Metadata {
    LanguageMap title;
    LanguageMap abstract;
    std::string language;                   // of the interview as it was held
    std::vector<std::string> translations;  // ascending, without `language`
    std::string date;                       // 2022, 2022-11, 2022-11-03 or a full RFC 3339 time
    std::vector<Speaker> speakers;
    std::string rights;
    std::vector<LanguageMap> content_warnings;
    std::vector<std::string> consent;  // of: given, withheld-details, not-before YYYY-MM-DD; in this order
    std::vector<std::string> source;   // http, https or urn URIs, bundle ids
    std::optional<BundleId> replaces;

    // `language` first, then `translations`.
    [[nodiscard]] std::vector<std::string> languages() const;
    [[nodiscard]] Speaker const* speaker(std::string_view id) const;

    bool operator==(Metadata const&) const = default;
};

// The canonical bytes of metadata.json. A member that is empty is absent.
[[nodiscard]] std::string metadata_text(Metadata const& metadata);

// A member outside its rule, named as in the schema: "title.fa", "speakers[2].name.en".
struct MemberFault {
    Refusal refusal = Refusal::bad_member;
    std::string member;
    std::string what;

    bool operator==(MemberFault const&) const = default;
};

// Every rule of the table of members that `metadata` breaks, in the order of the table; empty when it may be signed.
[[nodiscard]] std::vector<MemberFault> faults_in(Metadata const& metadata);

// Strict: no duplicate member, number, null or unknown member; every rule kept; the bytes are the canonical ones.
[[nodiscard]] Expected<Metadata, TextFault> parse_metadata(ByteView json);

// The text in `language`, else in the interview's own language, else the first; empty when there is none.
[[nodiscard]] std::string_view in_language(LanguageMap const& texts, std::string_view language,
                                           std::string_view fallback);

}  // namespace nightletter::bundles
