// pages/words.hpp: the headings of a page in the languages we speak ourselves.
//
// English, Persian, Burmese; whoever asks for another language is given English. A new language is one more catalogue;
// a heading missing from one does not compile.
#pragma once

#include <string_view>

namespace nightletter::pages {

struct StandingWords {
    std::string_view not_signed;
    std::string_view verified;
    std::string_view unfollowed_publisher;
    std::string_view not_verified;
    std::string_view not_checked;
};

struct PartWords {
    std::string_view skip;
    std::string_view languages;
    std::string_view about;
    std::string_view introduction;
    std::string_view turn;
    std::string_view note;  // an editor's
    std::string_view closing_note;
    std::string_view content_warning;
};

struct FactWords {
    std::string_view publisher;
    std::string_view bundle;
    std::string_view date;
    std::string_view speakers;
    std::string_view pseudonym;
    std::string_view rights;
    std::string_view source;
    std::string_view replaces;
    std::string_view consent;
    std::string_view consent_given;
    std::string_view details_withheld;
    std::string_view not_before;
};

struct RoleWords {
    std::string_view interviewer;
    std::string_view interviewee;
    std::string_view moderator;
    std::string_view narrator;
    std::string_view translator;
    std::string_view editor;
};

struct Words {
    std::string_view language;
    StandingWords standing;
    PartWords part;
    FactWords fact;
    RoleWords role;
    std::string_view check_yourself;
};

[[nodiscard]] Words const& words_in(std::string_view language);

}  // namespace nightletter::pages
