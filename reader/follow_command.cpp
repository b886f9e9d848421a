#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "reader/asking.hpp"
#include "reader/commands.hpp"
#include "reader/followed.hpp"

namespace nightletter::reader {
namespace {

struct Asked {
    std::string publisher;
    std::string name;
};

void say(std::string const& what, PublisherId const& publisher, std::string const& name)
{
    if (wants_json()) {
        nlohmann::ordered_json const object{{"schema", "nightletter.follow/1"},
                                            {"done", what},
                                            {"publisher", publisher_text(publisher)},
                                            {"name", name}};
        std::cout << object.dump(2) << '\n';
        return;
    }
    if (!wants_quiet()) std::cout << what << ' ' << (name.empty() ? publisher_text(publisher) : name) << '\n';
}

ExitCode save(Followed const& followed, std::string const& what, PublisherId const& publisher, std::string const& name)
{
    if (auto const written = write_followed(followed_file(), followed); !written) {
        return report({ExitCode::failed,
                       {written.error().sentence(),
                        "unwritable",
                        {},
                        "the list is as it was",
                        "look at the folder's permissions"}});
    }
    say(what, publisher, name);
    return ExitCode::done;
}

ExitCode follow(Asked const& asked)
{
    auto const publisher = typed_publisher(asked.publisher);
    if (!publisher) return report(publisher.error());
    if (!is_utf8(asked.name) || has_control(asked.name) || has_bidi_override(asked.name)) {
        return report({ExitCode::wrong_usage,
                       {"that name cannot be shown safely", "bad-name", "it has control characters",
                        "nothing was changed", "choose a plain name"}});
    }
    auto followed = whom_one_follows();
    if (!followed) return report(followed.error());
    followed->add(*publisher, asked.name);
    return save(*followed, "following", *publisher, asked.name);
}

ExitCode unfollow(Asked const& asked)
{
    auto const publisher = typed_publisher(asked.publisher);
    if (!publisher) return report(publisher.error());
    auto followed = whom_one_follows();
    if (!followed) return report(followed.error());
    auto const name = followed->name_of(*publisher);
    if (!followed->remove(*publisher)) {
        return report(
            {ExitCode::not_found, {"you do not follow that publisher", "not-followed", {}, "nothing was changed", {}}});
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
