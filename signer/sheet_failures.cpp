#include "signer/sheet_failures.hpp"

#include <fmt/format.h>

#include "signer/failures.hpp"

namespace nightletter::signer {

std::string sentence(Misread const& misread)
{
    auto const guess = misread.meant.empty() ? std::string{} : "; is it '" + misread.meant + "'?";
    switch (misread.fault) {
        case SheetFault::not_a_sheet:
            return "there are neither the lines of a page of keys nor the text of its square";
        case SheetFault::not_twelve_words:
            return fmt::format("line {} has {} words, not twelve", misread.line, misread.place);
        case SheetFault::not_on_the_list:
            return fmt::format("line {}, word {}: '{}' is not on the list of words{}", misread.line, misread.place,
                               misread.typed, guess);
        case SheetFault::one_wrong:
            return fmt::format("line {}, word {}: '{}' does not fit the rest of the line{}", misread.line,
                               misread.place, misread.typed, guess);
        case SheetFault::several_wrong:
            return fmt::format("line {}: more than one word is wrong, or two changed places", misread.line);
        case SheetFault::other_line:
            return fmt::format("line {}: these words stand in line {} of the page", misread.line, misread.place);
        case SheetFault::lines_missing:
            return fmt::format("the page has {} lines, and here are {}", misread.line, misread.place);
        case SheetFault::spoiled:
            break;
    }
    return "each part can be read, and together they are no page of keys: lines of two pages, or a part is missing";
}

Failure cannot_read_sheet(Misread const& misread)
{
    return refused("the page could not be read", std::string{word(misread.fault)}, sentence(misread),
                   "compare with the paper, then run the same command again");
}

Failure cannot_open_sheet(KeyFault fault)
{
    auto const about = [&](ExitCode exit, std::string what, std::string because, std::string next) {
        return Failure{
            exit,
            {std::move(what), std::string{word(fault)}, std::move(because), "nothing was changed", std::move(next)}};
    };
    switch (fault) {
        case KeyFault::wrong_passphrase:
            return about(ExitCode::locked, "the passphrase is wrong",
                         "the page was read without a mistake, and the passphrase does not open it",
                         "it is the passphrase of the day when the page was made; run the same command again");
        case KeyFault::out_of_memory:
            return about(ExitCode::locked, "the page could not be opened",
                         "this computer has too little free memory (256 MiB)",
                         "close other programs, then run the same command again");
        case KeyFault::too_costly:
            return about(ExitCode::locked, "the page could not be opened", "it asks for more than 2 GiB of memory",
                         "check that it is the right page");
        case KeyFault::malformed:
        case KeyFault::unprotected:
            break;
    }
    return about(ExitCode::failed, "the page could not be opened", "it asks for a cost that nobody writes",
                 "check that it is the right page");
}

}  // namespace nightletter::signer
