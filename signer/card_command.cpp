#include <CLI/CLI.hpp>
#include <memory>

#include "pages/card.hpp"
#include "pages/comparison_words.hpp"
#include "signer/answer.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/key_options.hpp"
#include "signer/single_file.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

struct Options {
    KeyOptions keys;
    std::string into = ".";
};

// A card is made again the same; anything else of its name is somebody's own file.
Expected<void, Failure> write_card(fs::path const& file, std::string const& contents)
{
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        auto const there = read_file(file, contents.size() + 1);
        if (there && as_text(*there) == contents) return {};
        return fail(refused(file.string() + " exists already", "exists", "it is not the card of this publisher",
                            "nightletter-sign card --into FOLDER  with another folder"));
    }
    if (auto written = write_single(file, as_bytes(contents)); !written) return fail(could_not_write(written.error()));
    return {};
}

ExitCode card(Options const& options)
{
    auto const home = Home::open(home_path(options.keys.home), Home::Absent::is_a_failure);
    if (!home) return report(home.error());
    auto const own = home->load(options.keys.publisher);
    if (!own) return report(own.error());
    pages::Card const card{own->id, own->root.name};
    fs::path const folder{options.into};
    if (auto made = make_directories(folder); !made) return report(could_not_write(made.error()));
    auto const page = folder / "card.html";
    auto const image = folder / "card.svg";
    auto written = write_card(page, card_page(card));
    if (written) written = write_card(image, card_image(card));
    if (!written) return report(written.error());

    auto const words = pages::text_of(pages::comparison_words(own->id));
    Answer answer{"card"};
    answer.fact("publisher", publisher_text(own->id)).fact("name", own->root.name).fact("words", words);
    answer.fact("page", page.string()).fact("image", image.string());
    answer.line(own->root.name).line(publisher_text(own->id)).line(words);
    answer.line("To print:  " + page.string() + "     For a leaflet:  " + image.string());
    return answer.advice("The card holds no secret. Give it to readers by hand.").give();
}

}  // namespace

Command card_command()
{
    return {"card", "Write the card that readers get: id, QR code, twelve comparison words",
            "nightletter-sign card --into /media/stick", [](CLI::App& app) -> std::function<ExitCode()> {
                auto const options = std::make_shared<Options>();
                app.add_option("--into", options->into, "The folder for card.html and card.svg (default: this one)");
                add_home_options(app, options->keys);
                return [options] { return card(*options); };
            }};
}

}  // namespace nightletter::signer
