// tests/bundles/bag_on_disk.hpp: a sound bundle in a directory, with the words for spoiling it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "bundles/verify.hpp"
#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::bundles {

using Lines = std::vector<std::string>;

inline constexpr char const* transcript = "data/transcript.en.txt";
inline constexpr char const* signatures = "tagmanifest-sha256.txt.minisig";
inline constexpr char const* tag_manifest = "tagmanifest-sha256.txt";

class BagOnDisk : public ::testing::Test {
protected:
    test::TemporaryDirectory here;
    test::Newsroom publisher;
    test::Printed printed = test::Press{publisher}
                                .put("data/media/a.opus", std::string(40'000, 'a'))
                                .put("data/media/b.opus", "second recording")
                                .put("data/media/cover.jpg", "picture")
                                .put("data/film.mp4", "moving picture")
                                .print(here.path());
    std::filesystem::path bag = printed.directory;

    [[nodiscard]] Expected<VerifiedBundle, NotVerified> verify(Expectation const& expected = {}) const
    {
        return verify_bundle(bag, expected);
    }

    // `word path` of every finding; empty for a verified bundle.
    [[nodiscard]] Lines findings(Expectation const& expected = {}) const
    {
        auto const verified = verify(expected);
        if (verified) return {};
        EXPECT_TRUE(verified.error().troubles.empty());
        Lines lines;
        for (auto const& finding : verified.error().findings) {
            lines.push_back(std::string{finding.word()} + " " + finding.path);
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    void append(std::string const& path, std::string_view text) const
    {
        test::write_text(bag / path, test::read_text(bag / path) + std::string{text});
    }

    void flip_a_byte(std::string const& path, std::size_t at) const
    {
        auto text = test::read_text(bag / path);
        text.at(at) = static_cast<char>(text.at(at) ^ 1);
        test::write_text(bag / path, text);
    }

    void replace_in(std::string const& path, std::string const& from, std::string const& to) const
    {
        auto text = test::read_text(bag / path);
        ASSERT_NE(text.find(from), std::string::npos);
        test::write_text(bag / path, text.replace(text.find(from), from.size(), to));
    }

    // Signature set over the tag manifest as it is, with whatever a test wants in it.
    void sign_with(test::Pens const& pens, std::string_view comment) const
    {
        auto const document = test::read_text(bag / tag_manifest);
        test::write_text(bag / signatures, as_text(test::signature_file(pens, as_bytes(document), comment)));
    }

    [[nodiscard]] std::string right_comment() const
    {
        return trust::TrustedComment::of_bundle(publisher.id(), printed.id).text();
    }
};

}  // namespace nightletter::bundles
