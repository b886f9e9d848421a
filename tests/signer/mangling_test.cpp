// docs/formats.md section 9: what e-mail does to a request, and how a person is told.
#include "signer/mangling.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "signer/envelope.hpp"

namespace nightletter::signer {
namespace {

std::string an_envelope()
{
    Envelope envelope;
    envelope.notes = {"Send this as an attached file. Pasted into a message it is damaged."};
    envelope.parts = {{Pile::held, "root.1", Bytes(100, 'a')}, {Pile::proposed, "feed", Bytes(49, 'b')}};
    return envelope.text();
}

std::string with(std::string text, std::string_view what, std::string_view instead)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + instead.size()))
        text.replace(at, what.size(), instead);
    return text;
}

std::string broken_at(std::string const& text, std::size_t column)
{
    std::string broken;
    std::size_t length = 0;
    for (char const c : text) {
        if (length == column && c != '\n') {
            broken += '\n';
            length = 0;
        }
        broken += c;
        length = c == '\n' ? 0 : length + 1;
    }
    return broken;
}

struct Case {
    std::string name;
    std::function<std::string(std::string)> mangle;
    std::string told;  // how the sentence begins
};

void PrintTo(Case const& tested, std::ostream* out)
{
    *out << tested.name;
}

std::vector<Case> const cases{
    {"Empty", [](std::string const&) { return std::string{}; }, "the file is empty"},
    {"AnotherFile", [](std::string const&) { return std::string{"Dear Bo,\nsee you on Friday.\n"}; },
     "this is another kind of file"},
    {"Newer", [](std::string const& text) { return with(text, "request 1", "request 2"); },
     "it was written by a newer nightletter-sign"},
    {"ByteOrderMark", [](std::string const& text) { return "\xef\xbb\xbf" + text; }, "a text editor saved it and put"},
    {"Utf16",
     [](std::string const& text) {
         return with(text, "n", std::string_view{"n\0", 2});
     },
     "a text editor saved it as UTF-16"},
    {"Html", [](std::string const& text) { return "<html><body>" + with(text, "\n", "<br>\n"); },
     "it was turned into a formatted message"},
    {"QuotedPrintable", [](std::string const& text) { return with(text, "=\n", "=3D\n"); },
     "it was copied from the source of an e-mail"},
    {"WindowsLineEnds", [](std::string const& text) { return with(text, "\n", "\r\n"); },
     "its line ends were changed to those of Windows"},
    {"Quoted",
     [](std::string const& text) { return "> " + with(text.substr(0, text.size() - 1), "\n", "\n> ") + "\n"; },
     "its lines begin with >"},
    {"NonBreakingSpaces", [](std::string const& text) { return with(text, " ", "\xc2\xa0"); },
     "this is another kind of file"},
    {"NonBreakingSpacesInside", [](std::string const& text) { return with(text, "held ", "held\xc2\xa0"); },
     "its spaces were replaced by spaces that do not break"},
    {"SoftHyphens", [](std::string const& text) { return with(text, "YWFhYWFh", "YWFhY\xc2\xadWFh"); },
     "invisible characters were put into it"},
    {"CurlyCharacters", [](std::string const& text) { return with(text, "Send", "\xe2\x80\x9cSend"); },
     "it has a character that was not written there"},
    {"TrailingSpaces", [](std::string const& text) { return with(text, "\n", " \n"); },
     "spaces were added at the end of a line (line 1)"},
    {"Indented", [](std::string const& text) { return "  " + with(text, "\n", "\n  "); },
     "spaces were added at the end of a line"},
    {"IndentedOnce", [](std::string const& text) { return with(text, "\nheld", "\n  held"); },
     "spaces were added at the start of a line (line 4)"},
    {"EmptyLines", [](std::string const& text) { return with(text, "\n", "\n\n"); }, "empty lines were put into it"},
    {"PastedTwice", [](std::string const& text) { return text + text; }, "it stands in the file twice"},
    {"ALetterBefore", [](std::string const& text) { return "Dear Bo, please sign:\n" + text; },
     "there is other text before it"},
    {"ASignatureAfter", [](std::string const& text) { return text + "Ana\n"; },
     "there is other text after its last line"},
    {"WrappedAt72", [](std::string const& text) { return broken_at(text, 71); }, "its longer lines were broken in two"},
    {"WrappedAt62", [](std::string const& text) { return broken_at(text, 62); }, "its longer lines were broken in two"},
    {"Joined", [](std::string text) { return with(std::move(text), "Fh\n", "Fh"); },
     "its lines were put together into longer ones"},
    {"CutOff", [](std::string const& text) { return text.substr(0, text.size() / 2); }, "its end is missing"},
    {"WithoutItsLastLineFeed", [](std::string const& text) { return text.substr(0, text.size() - 1); },
     "its end is missing"},
    {"OneCharacterChanged", [](std::string const& text) { return with(text, "YmJi\n", "YmJj\n"); },
     "characters in it are not those that were written"},
    {"ANoteChanged", [](std::string const& text) { return with(text, "damaged", "improved"); },
     "characters in it are not those that were written"},
};

class ManglingTest : public ::testing::TestWithParam<Case> {};

TEST_P(ManglingTest, IsToldInAPersonsWords)
{
    auto const mangled = GetParam().mangle(an_envelope());
    auto const parsed = Envelope::parse(as_bytes(mangled));
    ASSERT_FALSE(parsed) << mangled;
    EXPECT_TRUE(sentence(parsed.error()).starts_with(GetParam().told)) << sentence(parsed.error());
}

INSTANTIATE_TEST_SUITE_P(OnItsWay, ManglingTest, ::testing::ValuesIn(cases),
                         [](auto const& tested) { return tested.param.name; });

}  // namespace
}  // namespace nightletter::signer
