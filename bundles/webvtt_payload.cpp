#include "bundles/webvtt_payload.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bundles/language_tag.hpp"
#include "bundles/plain_text.hpp"

namespace nightletter::bundles {
namespace {

struct Entity {
    std::string_view name;
    std::string_view text;
};

constexpr std::array<Entity, 6> entities{{{"&amp;", "&"},
                                          {"&lt;", "<"},
                                          {"&gt;", ">"},
                                          {"&nbsp;", "\xc2\xa0"},
                                          {"&lrm;", "\xe2\x80\x8e"},
                                          {"&rlm;", "\xe2\x80\x8f"}}};

bool same_style(Run const& a, Run const& b)
{
    return a.speaker == b.speaker && a.language == b.language && a.italic == b.italic && a.bold == b.bold;
}

class Payload {
public:
    Payload(SpeakerNames const& names, std::size_t line) : names_{names}, line_{line} {}

    std::optional<TextFault> take(std::string_view line)
    {
        while (!line.empty()) {
            auto const special = std::min(line.find_first_of("<&"), line.size());
            runs_.put(line.substr(0, special), style());
            line.remove_prefix(special);
            if (line.empty()) break;
            auto fault = line.front() == '<' ? tag(line) : entity(line);
            if (fault) return fault;
        }
        runs_.put("\n", style());
        ++line_;
        return std::nullopt;
    }

    Expected<std::vector<Run>, TextFault> finish() &&
    {
        --line_;
        if (!open_.empty() && open_.back().name != "v") {
            return fail(malformed("<" + std::string{open_.back().name} + "> is never closed"));
        }
        return std::move(runs_).finish();
    }

private:
    struct Open {
        std::string_view name;
        Run style;
    };

    Run style() const { return open_.empty() ? Run{} : open_.back().style; }

    TextFault malformed(std::string what) const { return {Refusal::malformed_webvtt, line_, std::move(what)}; }

    TextFault outside(std::string_view tag) const
    {
        return {Refusal::outside_webvtt_subset, line_,
                "the tag <" + std::string{tag} + ">; a bundle has <v Name>, <lang tag>, <i> and <b>"};
    }

    std::optional<TextFault> entity(std::string_view& line)
    {
        auto const text = take_entity(line);
        if (!text) return malformed("an & that starts none of &amp; &lt; &gt; &nbsp; &lrm; &rlm;");
        runs_.put(*text, style());
        return std::nullopt;
    }

    std::optional<TextFault> tag(std::string_view& line)
    {
        auto const end = line.find('>');
        if (end == std::string_view::npos) return malformed("a < without its >; write &lt; for the sign");
        auto const inside = line.substr(1, end - 1);
        line.remove_prefix(end + 1);
        if (inside.starts_with('/')) return close(inside.substr(1));
        auto const space = std::min(inside.find(' '), inside.size());
        auto const name = inside.substr(0, space);
        auto const annotation = trimmed(inside.substr(space));
        if (name == "v") return open_voice(annotation);
        if (name == "lang") return open_language(annotation);
        if ((name != "i" && name != "b") || !annotation.empty()) return outside(inside);
        auto inner = style();
        (name == "i" ? inner.italic : inner.bold) = true;
        return push(name, inner);
    }

    std::optional<TextFault> push(std::string_view name, Run inner)
    {
        auto const same = [name](Open const& open) { return open.name == name; };
        if (std::any_of(open_.begin(), open_.end(), same)) {
            return malformed("<" + std::string{name} + "> inside <" + std::string{name} + ">");
        }
        open_.push_back({name, std::move(inner)});
        return std::nullopt;
    }

    // A voice lasts until its end tag, the next voice or the end of the cue.
    std::optional<TextFault> open_voice(std::string_view annotation)
    {
        if (!open_.empty() && open_.back().name == "v") open_.pop_back();
        if (!open_.empty()) return malformed("<v> inside another tag; close that first");
        std::string name;
        while (!annotation.empty()) {
            if (auto const text = take_entity(annotation)) {
                name += *text;
            } else {
                name += annotation.front();
                annotation.remove_prefix(1);
            }
        }
        auto const speaker = names_.find(name);
        if (!speaker) return TextFault{Refusal::undeclared_voice, line_, "\"" + name + "\" is no declared speaker"};
        Run inner;
        inner.speaker = *speaker;
        open_.push_back({"v", std::move(inner)});
        return std::nullopt;
    }

    std::optional<TextFault> open_language(std::string_view tag)
    {
        if (!is_language_tag(tag)) {
            return malformed("<lang " + std::string{tag} + ">: not a language tag in lower case");
        }
        auto inner = style();
        inner.language = tag;
        return push("lang", std::move(inner));
    }

    std::optional<TextFault> close(std::string_view name)
    {
        if (open_.empty() || open_.back().name != name) {
            return malformed("</" + std::string{name} + "> closes a tag that is not the one open");
        }
        open_.pop_back();
        return std::nullopt;
    }

    SpeakerNames const& names_;
    std::size_t line_;
    RunBuilder runs_;
    std::vector<Open> open_;  // at most one of each name
};

}  // namespace

void RunBuilder::put(std::string_view text, Run const& style)
{
    for (auto const c : text) {
        if (c == ' ' || c == '\t' || c == '\n') {
            white_space_ += c;
            continue;
        }
        settle_white_space();
        if (made_.empty() || !same_style(made_.back(), style)) {
            made_.push_back(style);
            made_.back().text.clear();
        }
        made_.back().text += c;
    }
}

void RunBuilder::settle_white_space()
{
    bool const breaks = white_space_.find('\n') != std::string::npos;
    if (!made_.empty()) made_.back().text += breaks ? "\n" : white_space_;
    white_space_.clear();
}

std::optional<std::string_view> take_entity(std::string_view& text)
{
    for (auto const& known : entities) {
        if (!text.starts_with(known.name)) continue;
        text.remove_prefix(known.name.size());
        return known.text;
    }
    return std::nullopt;
}

Expected<std::vector<Run>, TextFault> parse_payload(std::span<std::string_view const> lines, std::size_t first_line,
                                                    SpeakerNames const& names)
{
    Payload payload{names, first_line};
    for (auto const line : lines) {
        if (auto fault = payload.take(line)) return fail(std::move(*fault));
    }
    return std::move(payload).finish();
}

std::string escaped_payload(std::string_view text)
{
    std::string made;
    for (auto const c : text) {
        switch (c) {
            case '&':
                made += "&amp;";
                break;
            case '<':
                made += "&lt;";
                break;
            case '>':
                made += "&gt;";
                break;
            default:
                made += c;
        }
    }
    return made;
}

}  // namespace nightletter::bundles
