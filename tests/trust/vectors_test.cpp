// tests/vectors/trust: every file is judged as its header says, and every word of refusal has a file.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "tests/support/case.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::trust {
namespace {

namespace fs = std::filesystem;

struct Vector {
    std::string expect;
    std::string why;
    std::string body;
};

std::map<std::string, Vector> vectors()
{
    std::map<std::string, Vector> found;
    for (auto const& entry : fs::directory_iterator{fs::path{NIGHTLETTER_VECTORS} / "trust"}) {
        auto const text = test::read_text(entry.path());
        auto const end_of_header = text.find("\n\n");
        auto const second = text.find('\n') + 1;
        if (!text.starts_with("expect: ") || text.substr(second, 5) != "why: " || end_of_header < second) {
            throw std::runtime_error{"no header in " + entry.path().string()};
        }
        found[entry.path().filename()] = {text.substr(8, second - 9),
                                          text.substr(second + 5, end_of_header - second - 5),
                                          text.substr(end_of_header + 2)};
    }
    return found;
}

TEST(TrustVectorsTest, AreJudgedAsTheirHeadersSay)
{
    for (auto const& [name, vector] : vectors()) {
        auto const story = test::Case::parse(as_bytes(vector.body));
        auto const words = story.words();
        auto const expected = vector.expect == "accepted" ? "accepted" : vector.expect.substr(8);
        EXPECT_EQ(words.back(), expected) << name;
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const& verb = story.steps()[i].verb;
            EXPECT_EQ(verb == "judge", i + 1 == words.size()) << name;
            if (verb != "judge") {
                EXPECT_EQ(words[i] == "accepted", verb == "given") << name << " step " << i << ": " << words[i];
            }
        }
    }
}

TEST(TrustVectorsTest, ShowEveryWordOfRefusal)
{
    std::set<std::string> shown;
    for (auto const& [name, vector] : vectors()) shown.insert(vector.expect);
    for (auto const refusal : every_refusal()) {
        EXPECT_TRUE(shown.contains("refused " + std::string{word(refusal)})) << word(refusal);
    }
    EXPECT_TRUE(shown.contains("accepted"));
}

TEST(TrustVectorsTest, HaveOneSpelling)
{
    for (auto const& [name, vector] : vectors()) {
        auto const bytes = test::Case::parse(as_bytes(vector.body)).bytes();
        EXPECT_TRUE(as_text(bytes) == vector.body) << name;
        EXPECT_FALSE(vector.why.empty()) << name;
    }
}

}  // namespace
}  // namespace nightletter::trust
