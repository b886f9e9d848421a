#include <CLI/CLI.hpp>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/next_feed.hpp"
#include "signer/publication.hpp"

namespace nightletter::signer {
namespace {

struct Options {
    KeyOptions keys;
    AskingOptions asking;
    bool renew = false;
    std::int64_t fresh_days = ordinary_freshness_days;
    std::string into;
};

ExitCode tell(Home const& home, PublisherId const& id, trust::Root const& root, trust::Feed const& feed,
              std::string const& copied_to)
{
    auto const folder = (home.path() / publisher_folder_name(id)).string();
    Answer answer{"feed"};
    answer.fact("publisher", publisher_text(id))
        .fact("epoch", feed.epoch)
        .fact("seq", feed.seq)
        .fact("issued", time_text(feed.issued))
        .fact("fresh_until", time_text(feed.fresh_until))
        .fact("bundles", feed.releases.size());
    answer.line(root.name + ": feed " + std::to_string(feed.seq) + " of " + time_text(feed.issued) + ", fresh until " +
                time_text(feed.fresh_until) + ", " + counted(feed.releases.size(), "bundle"));
    std::vector<std::string> bundles;
    for (auto const& release : feed.releases) {
        bundles.push_back(bundle_text(release.bundle));
        answer.line("  " + day_text(release.day) + "  " + bundles.back() + "  " + size_text(release.bytes));
    }
    answer.fact("releases", bundles);
    return answer.advice("Copy to the online computer:  " + (copied_to.empty() ? folder : copied_to)).give();
}

ExitCode feed(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    if (!own->feed) {
        return report({ExitCode::not_found,
                       {"there is no feed yet", "not-found", "nothing has been signed for " + own->root.name,
                        "nothing was changed", "nightletter-sign sign DIR  makes the first one"}});
    }
    if (!options.renew) return tell(*home, own->id, own->root, *own->feed, {});

    auto renewed = following_feed(*own, SystemClock{}.now(), options.fresh_days);
    if (!renewed) return report(renewed.error());
    auto people = options.keys.people(*home, own->id);
    auto const agreement =
        agree(*home, *own, {std::nullopt, {}, std::nullopt, std::move(*renewed)}, people, options.asking);
    if (!agreement) return report(agreement.error());
    if (!agreement->is_complete()) return hand_on(*home, *agreement, options.asking);
    if (auto const published = publish(*home, *agreement, options.into); !published) return report(published.error());
    return tell(*home, own->id, own->root, *agreement->feed(), options.into);
}

}  // namespace

Command feed_command()
{
    return {"feed", "Show your feed, or sign it anew so that it counts as fresh",
            "nightletter-sign feed --renew --days 90", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_flag("--renew", options->renew, "Sign the same feed anew, with heads for the next 60 weeks");
                app.add_option("--days", options->fresh_days, "How long it counts as fresh")->check(CLI::Range(1, 400));
                app.add_option("--into", options->into, "Put the publisher's documents into this folder as well");
                add_asking_options(app, options->asking);
                options->asking.command = "nightletter-sign feed --renew";
                add_key_options(app, options->keys);
                return [options] { return feed(*options); };
            }};
}

}  // namespace nightletter::signer
