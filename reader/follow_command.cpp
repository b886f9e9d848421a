#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "reader/commands.hpp"
#include "reader/followed.hpp"

namespace nightletter::reader {
namespace {

struct Asked {
    std::string publisher;
    std::string name;
};

ExitCode report_unreadable(std::filesystem::path const& file, std::variant<Trouble, BadLine> const& fault)
{
    if (auto const* const bad = std::get_if<BadLine>(&fault)) {
        return report({ExitCode::wrong_usage,
                       {file.string() + ", line " + std::to_string(bad->line) + ": not a publisher", "bad-line",
                        "a line is nlp1…, a space, and a name", "nothing was changed", "correct or remove that line"}});
    }
    auto const& trouble = std::get<Trouble>(fault);
    return report({ExitCode::failed, {trouble.sentence(), "unreadable", {}, "nothing was changed", "look at the file's permissions"}});
}

ExitCode not_a_publisher()
{
    return report({ExitCode::wrong_usage,
                   {"that is no publisher id", "not-an-identifier", "a publisher id begins with nlp1 and has 62 characters",
                    "nothing was changed", "copy it again, whole; a single wrong letter is noticed"}});
}

void say(std::string const& what, PublisherId const& publisher, std::string const& name)
{
    if (wants_json()) {
        nlohmann::ordered_json const object{{"schema", "nightletter.follow/1"}, {"done", what},
                                            {"publisher", publisher_text(publisher)}, {"name", name}};
        std::cout << object.dump(2) << '\n';
        return;
    }
    if (!wants_quiet()) std::cout << what << ' ' << (name.empty() ? publisher_text(publisher) : name) << '\n';
}

ExitCode save(Followed const& followed, std::string const& what, PublisherId const& publisher, std::string const& name)
{
    if (auto const written = write_followed(followed_file(), followed); !written) {
        return report({ExitCode::failed, {written.error().sentence(), "unwritable", {}, "the list is as it was", "look at the folder's permissions"}});
    }
    say(what, publisher, name);
    return ExitCode::done;
}

ExitCode follow(Asked const& asked)
{
    auto const publisher = parse_publisher(asked.publisher);
    if (!publisher) return not_a_publisher();
    if (!is_utf8(asked.name) || has_control(asked.name) || has_bidi_override(asked.name)) {
        return report({ExitCode::wrong_usage, {"that name cannot be shown safely", "bad-name", "it has control characters",
                                               "nothing was changed", "choose a plain name"}});
    }
    auto followed = read_followed(followed_file());
    if (!followed) return report_unreadable(followed_file(), followed.error());
    followed->add(*publisher, asked.name);
    return save(*followed, "following", *publisher, asked.name);
}

ExitCode unfollow(Asked const& asked)
{
    auto const publisher = parse_publisher(asked.publisher);
    if (!publisher) return not_a_publisher();
    auto followed = read_followed(followed_file());
    if (!followed) return report_unreadable(followed_file(), followed.error());
    auto const name = followed->name_of(*publisher);
    if (!followed->remove(*publisher)) {
        return report({ExitCode::not_found, {"you do not follow that publisher", "not-followed", {}, "nothing was changed", {}}});
    }
    return save(*followed, "no longer following", *publisher, name);
}

}  // namespace

Command follow_command()
{
    return {"follow", "takes a publisher's word from now on", "nightletter follow nlp1… \"Example Collective\"",
            [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("PUBLISHER", asked->publisher, "The id, nlp1…, from a source you trust")->required();
                app.add_option("NAME", asked->name, "What you call this publisher");
                return [asked] { return follow(*asked); };
            }};
}

Command unfollow_command()
{
    return {"unfollow", "no longer takes a publisher's word", "nightletter unfollow nlp1…", [](CLI::App& app) {
                auto const asked = std::make_shared<Asked>();
                app.add_option("PUBLISHER", asked->publisher, "The id, nlp1…")->required();
                return [asked] { return unfollow(*asked); };
            }};
}

}  // namespace nightletter::reader
