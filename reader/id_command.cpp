#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "reader/commands.hpp"
#include "reader/identifier.hpp"

namespace nightletter::reader {
namespace {

struct Asked {
    std::string text;
    bool qr = false;
};

std::string json_key(std::string name)
{
    std::erase(name, ',');
    std::ranges::replace(name, ' ', '_');
    std::ranges::replace(name, '-', '_');
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

void print_json(Identifier const& identifier)
{
    nlohmann::ordered_json forms;
    for (auto const& form : identifier.forms) {
        auto& place = forms[json_key(form.name)];
        if (form.name != "mirror" && form.name != "peer") {
            place = form.value;
        } else {
            place.push_back(form.value);
        }
    }
    nlohmann::ordered_json const object{
        {"schema", "nightletter.id/1"}, {"kind", identifier.kind}, {"forms", forms}, {"qr", identifier.qr_text}};
    std::cout << object.dump(2) << '\n';
}

void print_table(Identifier const& identifier)
{
    std::size_t width = 0;
    for (auto const& form : identifier.forms) width = std::max(width, form.name.size());
    for (auto const& form : identifier.forms) {
        std::cout << form.name << std::string(width - form.name.size() + 2, ' ') << form.value << '\n';
    }
}

ExitCode refuse(std::string const& text)
{
    bool const printable = is_utf8(text) && !has_control(text) && text.size() <= 100;
    return report(
        {ExitCode::wrong_usage,
         {printable ? "'" + text + "' is no identifier" : "that is no identifier", "not-an-identifier",
          "an id has a checksum, and this is not nlp1…, nlb1…, a nightletter: link, 64 hex digits or a minisign key",
          "nothing was changed", "copy it again, whole; a single wrong letter is noticed"}});
}

ExitCode run(Asked const& asked)
{
    auto const identifier = identify(asked.text);
    if (!identifier) return refuse(asked.text);
    if (asked.qr && identifier->qr_text.empty()) {
        return report({ExitCode::wrong_usage,
                       {"there is no QR code for a " + identifier->kind + " alone", "no-qr",
                        "a phone could not tell what to do with it", "nothing was changed",
                        "nightletter id 'nightletter:nlp1…/nlb1…' --qr"}});
    }
    if (wants_json()) {
        print_json(*identifier);
        return ExitCode::done;
    }
    print_table(*identifier);
    if (asked.qr) std::cout << '\n' << qr_drawing(identifier->qr_text, may_colour(STDOUT_FILENO));
    return ExitCode::done;
}

}  // namespace

Command id_command()
{
    return {
        "id", "shows every form of an identifier", "nightletter id nlp1… --qr", [](CLI::App& app) {
            auto const asked = std::make_shared<Asked>();
            app.add_option("STRING", asked->text, "nlp1…, nlb1…, a link, 64 hex digits or a minisign key")->required();
            app.add_flag("--qr", asked->qr, "Draw a QR code of it, to be held before a telephone");
            return [asked] { return run(*asked); };
        }};
}

}  // namespace nightletter::reader
