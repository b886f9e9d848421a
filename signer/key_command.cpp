#include <CLI/CLI.hpp>
#include <memory>

#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/key_backup.hpp"
#include "signer/key_folder.hpp"
#include "signer/key_new.hpp"
#include "signer/key_options.hpp"
#include "signer/key_passphrase.hpp"
#include "signer/key_restore.hpp"

namespace nightletter::signer {
namespace {

void describe(Answer& answer, KeyRole role, std::string const& what_for, trust::Role const& keys)
{
    std::vector<std::string> texts;
    answer.line(std::string{word(role)} + "  " + std::to_string(keys.threshold) + " of " +
                std::to_string(keys.keys.size()) + "  " + what_for);
    for (auto const& key : keys.keys) {
        texts.push_back(key.key.text());
        answer.line("  " + texts.back() + (key.not_after ? "  until " + day_text(*key.not_after) : ""));
    }
    answer.fact(word(role), texts);
}

// Nothing but what others may see, so that it can be redirected into a file and sent.
ExitCode show_public(std::string const& folder)
{
    auto const keys = read_public_keys(folder);
    if (!keys) return report(keys.error());
    auto text = keys->text();
    text.pop_back();  // every line of an answer ends by itself
    return Answer{"key"}.fact("public_keys", keys->text()).line(text).give();
}

ExitCode show(KeyOptions const& options)
{
    auto const home = Home::open(home_path(options.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.publisher);
    if (!own) return report(own.error());
    Answer answer{"key"};
    answer.fact("publisher", publisher_text(own->id))
        .fact("name", own->root.name)
        .fact("root_version", own->root.version);
    answer.line(own->root.name)
        .line(publisher_text(own->id))
        .line("root document " + std::to_string(own->root.version) + ", to be reviewed by " +
              day_text(own->root.review_by));
    describe(answer, KeyRole::root, "change keys", own->root.root);
    describe(answer, KeyRole::release, "sign bundles and the feed", own->root.release);
    describe(answer, KeyRole::withdraw, "take bundles back", own->root.withdraw);
    answer.line("announce  1 of 1  sign where the newest feed is found").line("  " + own->root.announce.text());
    answer.fact("announce", own->root.announce.text());
    answer.fact("folder", home->keys_of(own->id).string());
    answer.advice("Anybody checks a bundle of yours with:  minisign -Vm tagmanifest-sha256.txt -P " +
                  own->root.release.keys.front().key.text());
    return answer.give();
}

}  // namespace

Command key_command()
{
    return {"key", "Make, back up and restore a person's keys; show which keys speak for you",
            "nightletter-sign key show", [](CLI::App& app) -> std::function<ExitCode()> {
                app.require_subcommand(1);
                auto* const shown = app.add_subcommand("show", "Print public keys by role; needs no passphrase");
                auto const options = std::make_shared<KeyOptions>();
                auto const folder = std::make_shared<std::string>();
                shown->fallthrough();
                add_home_options(*shown, *options);
                shown->add_option("--public", *folder,
                                  "A folder of keys: print what others may see of them, to send to the others");
                auto* const made = app.add_subcommand("new", "Make one person's keys, before any publisher names them");
                made->fallthrough();
                auto const make = prepare_key_new(*made);
                auto* const backed_up = app.add_subcommand("backup", "Write one person's keys as a page to print");
                backed_up->fallthrough();
                auto const back_up = prepare_key_backup(*backed_up);
                auto* const restored = app.add_subcommand("restore", "Have the keys back from that page");
                restored->fallthrough();
                auto const restore = prepare_key_restore(*restored);
                auto* const relocked = app.add_subcommand("passphrase", "Give one person's keys another passphrase");
                relocked->fallthrough();
                auto const relock = prepare_key_passphrase(*relocked);
                return [=] {
                    if (made->parsed()) return make();
                    if (backed_up->parsed()) return back_up();
                    if (restored->parsed()) return restore();
                    if (relocked->parsed()) return relock();
                    return folder->empty() ? show(*options) : show_public(*folder);
                };
            }};
}

}  // namespace nightletter::signer
