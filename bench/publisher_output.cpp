// bench/publisher_output.cpp: lays out what publishers would have signed, for measurements of mirrors.
//
//     publisher_output DIRECTORY PUBLISHERS BUNDLES [BYTES]
//     publisher_output DIRECTORY two-days [BYTES]
//
// DIRECTORY/1, DIRECTORY/2, … each become a signer's output (docs/formats.md section 2) with BUNDLES bundles, every one
// of them whole, with a transcript of its own and a recording of BYTES bytes. Prints the ids of the publishers, one a
// line. On two days: of one publisher, 1 has a bundle without a recording, 2 another one with the feed that follows.
// The keys are those of tests: made from a name, worth nothing.

#include <charconv>
#include <iostream>
#include <random>
#include <vector>

#include "tests/support/signer_output.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace nightletter;
namespace fs = std::filesystem;

constexpr std::size_t transcript_bytes = 19'000;

std::string transcript(std::size_t number)
{
    std::string text = "Interview " + std::to_string(number) + ".\n\n";
    for (std::size_t turn = 0; text.size() < transcript_bytes; ++turn) {
        text += "Interviewer: Question " + std::to_string(turn) + " of interview " + std::to_string(number) + "?\n\n" +
                "Sh.: An answer that goes on for a while, with the number " + std::to_string(number * 7919 + turn) +
                ".\n\n";
    }
    text.pop_back();
    return text;
}

std::string recording(std::size_t number, std::size_t bytes)
{
    std::mt19937_64 numbers{number};
    std::string text(bytes, '\0');
    for (auto& c : text) c = static_cast<char>(numbers());
    return text;
}

trust::Release print(test::Newsroom const& newsroom, fs::path const& folder, std::size_t number, std::size_t bytes)
{
    auto const slug = "interview-" + std::to_string(number);
    test::Press press{newsroom};
    press.put("data/transcript.en.txt", transcript(number));
    if (bytes > 0) press.put("data/media/talk.opus", recording(number, bytes));
    auto const printed = press.print(folder, slug);
    test::write_text(folder / (slug + ".torrent"), as_text(printed.torrent.bytes()));
    return printed.release();
}

void publish(fs::path const& folder, std::size_t publisher, std::size_t bundles, std::size_t bytes)
{
    test::Newsroom newsroom{"Publisher " + std::to_string(publisher)};
    std::vector<trust::Release> releases;
    for (std::size_t i = 0; i < bundles; ++i)
        releases.push_back(print(newsroom, folder, publisher * 100'000 + i, bytes));
    auto const feed = newsroom.publish(releases);
    test::SignerOutput{newsroom, folder}.write_documents(feed);
    std::cout << publisher_text(newsroom.id()) << '\n';
}

void publish_on_two_days(fs::path const& folder, std::size_t bytes)
{
    test::Newsroom newsroom{"Publisher 1"};
    auto const first = newsroom.publish({print(newsroom, folder / "1", 1, 0)});
    test::SignerOutput{newsroom, folder / "1"}.write_documents(first);
    auto const second = newsroom.publish({print(newsroom, folder / "2", 2, bytes)});
    test::SignerOutput{newsroom, folder / "2"}.write_documents(second);
    std::cout << publisher_text(newsroom.id()) << '\n';
}

std::size_t number(std::string_view text)
{
    std::size_t value = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

int main(int count, char** arguments)
{
    std::vector<std::string_view> const words{arguments + 1, arguments + count};
    bool const two_days = words.size() >= 2 && words[1] == "two-days";
    if (words.size() < (two_days ? 2 : 3)) {
        std::cerr << "usage: publisher_output DIRECTORY PUBLISHERS BUNDLES [BYTES], or DIRECTORY two-days [BYTES]\n";
        return 2;
    }
    std::size_t const last = two_days ? 2 : 3;
    auto const bytes = words.size() > last ? number(words[last]) : 0;
    if (two_days) {
        publish_on_two_days(words[0], bytes);
        return 0;
    }
    for (std::size_t i = 1; i <= number(words[1]); ++i)
        publish(fs::path{words[0]} / std::to_string(i), i, number(words[2]), bytes);
}
