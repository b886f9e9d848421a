#include "tests/trust/scene.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/support/temporary_directory.hpp"
#include "trust/trusted_comment.hpp"

namespace nightletter::trust {
namespace {

std::filesystem::path vector_path(std::string const& name)
{
    return std::filesystem::path{NIGHTLETTER_VECTORS} / "trust" / name;
}

Sha256 hash_of(std::string const& text)
{
    return sha256(as_bytes(text));
}

}  // namespace

void Scene::add(std::string const& verb, std::string const& kind, Candidate candidate)
{
    case_.add({verb, kind, std::move(candidate), at_, {}, 0});
}

void Scene::given(std::string const& kind, Candidate candidate)
{
    add("given", kind, std::move(candidate));
    EXPECT_EQ(case_.words().back(), "accepted");
}

void Scene::tried(std::string const& kind, Candidate candidate)
{
    add("tried", kind, std::move(candidate));
    EXPECT_NE(case_.words().back(), "accepted");
}

void Scene::given_roots(test::Newsroom const& newsroom)
{
    for (auto const& root : newsroom.roots()) given("root", root);
}

std::string Scene::play(test::Step step)
{
    judged_ = case_;
    judged_->add(std::move(step));
    outcome_ = judged_->words().back();
    return outcome_;
}

std::string Scene::judge(std::string const& kind, Candidate candidate)
{
    return play({"judge", kind, std::move(candidate), at_, {}, 0});
}

std::string Scene::judge_head(ByteView value, std::uint64_t item_seq, std::string const& salt,
                              Signature const& signature)
{
    return play({"judge", "head", {copy_of(value), copy_of(signature.bytes())}, at_, salt, item_seq});
}

void Scene::keep(std::string const& name, std::string const& why) const
{
    ASSERT_TRUE(judged_);
    static std::set<std::string> kept;
    EXPECT_TRUE(kept.insert(name).second) << "two vectors are called " << name;
    auto const expect = outcome_ == "accepted" ? outcome_ : "refused " + outcome_;
    auto const text = "expect: " + expect + "\nwhy: " + why + "\n\n" + std::string{as_text(judged_->bytes())};
    if (std::getenv("NIGHTLETTER_WRITE_VECTORS") != nullptr) {
        std::filesystem::create_directories(vector_path(name).parent_path());
        std::ofstream{vector_path(name), std::ios::binary} << text;
        return;
    }
    ASSERT_TRUE(std::filesystem::exists(vector_path(name))) << name;
    EXPECT_TRUE(test::read_text(vector_path(name)) == text) << name << " differs from what this test plays";
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    auto const begin = text.find(from);
    EXPECT_NE(begin, std::string::npos) << from;
    return begin == std::string::npos ? text : text.replace(begin, from.size(), to);
}

Candidate signed_as(test::Pens const& pens, std::string const& text, std::string const& comment)
{
    return {copy_of(as_bytes(text)), test::signature_file(pens, as_bytes(text), comment)};
}

Candidate feed_text(test::Pens const& pens, Feed const& like, std::string const& text)
{
    return signed_as(pens, text, TrustedComment::of_feed(like, hash_of(text)).text());
}

Candidate root_text(test::Pens const& pens, Root const& like, std::string const& text)
{
    return signed_as(pens, text, TrustedComment::of_root(like, hash_of(text)).text());
}

Candidate withdrawal_text(test::Pens const& pens, Withdrawal const& like, std::string const& text)
{
    return signed_as(pens, text, TrustedComment::of_withdrawal(like, hash_of(text)).text());
}

}  // namespace nightletter::trust
