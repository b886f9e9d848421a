#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/judgement_text.hpp"
#include "reader/pager.hpp"
#include "reader/terminal_text.hpp"
#include "reader/verified_content.hpp"

namespace nightletter::reader {
namespace {

struct Asked {
    BundleArguments bundle;
    std::string language;
    bool plain = false;
};

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::ranges::replace(text, '_', '-');
    return text;
}

// `fa_IR.UTF-8` → `fa`.
std::string language_of_person()
{
    for (auto const* const variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        char const* const value = std::getenv(variable);
        if (value != nullptr && value[0] != '\0')
            return lower(std::string{value}).substr(0, std::string{value}.find_first_of("_.@"));
    }
    return {};
}

Expected<std::string, Failure> language_to_read(bundles::Content const& content, std::string const& asked)
{
    if (!asked.empty() && content.transcripts.contains(lower(asked))) return lower(asked);
    std::string there;
    for (auto const& [language, transcript] : content.transcripts) there += (there.empty() ? "" : ", ") + language;
    if (!asked.empty()) {
        return fail(Failure{
            ExitCode::not_found,
            {"there is no transcript in " + safe_for_terminal(asked), "no-such-language", "this bundle has " + there,
             "nothing was changed", "nightletter read … --lang " + content.transcripts.begin()->first}});
    }
    auto const own = language_of_person();
    return content.transcripts.contains(own) ? own : content.metadata.language;
}

Failure no_content(Judgement judgement, NoContent const& fault)
{
    if (auto const* const changed = std::get_if<bundles::NotVerified>(&fault)) {
        judgement.faults = *changed;
        judgement.verdict = changed->findings.empty() ? Verdict::unreadable : Verdict::not_verified;
        return failure_of(judgement);
    }
    auto const& content = std::get<bundles::ContentFault>(fault);
    return {ExitCode::content_mismatch,
            {"NOT VERIFIED  " + content.path + " cannot be read as an interview",
             std::string{bundles::word(content.fault.refusal)}, safe_for_terminal(content.fault.what),
             "nothing of it is shown", "tell the publisher"}};
}

void print_json(Judgement const& judgement, std::string const& language, std::string const& text, UtcTime now)
{
    auto object = nlohmann::ordered_json::parse(judgement_json(judgement, now));
    object["schema"] = "nightletter.read/1";
    object["language"] = language;
    object["text"] = text;
    std::cout << object.dump(2) << '\n';
}

ExitCode run(Asked const& asked)
{
    auto const now = SystemClock{}.now();
    auto const judgement = judge_arguments(asked.bundle, now);
    if (!judgement) return report(judgement.error());
    bool const may_show = is_verified(judgement->verdict) || judgement->verdict == Verdict::unfollowed_publisher;
    if (!may_show) return report(failure_of(*judgement));

    auto const content = verified_content(judgement->place.bag, *judgement->bundle);
    if (!content) return report(no_content(*judgement, content.error()));
    auto const language = language_to_read(*content, asked.language);
    if (!language) return report(language.error());

    Page const page{screen().width, asked.plain || wants_json() ? Layout::plain : Layout::page};
    auto const text = terminal_text(*content, *language, page);
    if (wants_json()) {
        print_json(*judgement, *language, text, now);
        return exit_code(judgement->verdict);
    }
    if (!wants_quiet()) std::cerr << verdict_line(*judgement) << '\n' << details(*judgement, now) << '\n' << std::flush;
    show_paged(text);
    return is_verified(judgement->verdict) ? ExitCode::done : report(failure_of(*judgement));
}

}  // namespace

Command read_command()
{
    return {"read", "shows a verified interview", "nightletter read ./some-interview --lang fa", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                add_bundle_arguments(app, asked->bundle);
                app.add_option("--lang", asked->language,
                               "The language to read it in, such as fa; else yours, else its own");
                app.add_flag("--plain", asked->plain, "One line a paragraph, for copying");
                return [asked] { return run(*asked); };
            }};
}

}  // namespace nightletter::reader
