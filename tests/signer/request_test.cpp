// docs/formats.md section 9: what a request holds, and what of it a co-signer's computer believes.
#include "signer/request.hpp"

#include <gtest/gtest.h>

#include "bundles/metadata.hpp"
#include "signer/co_signing.hpp"
#include "signer/request_bundle.hpp"
#include "tests/signer/desk_table.hpp"

namespace nightletter::signer {
namespace {

using test::at;

class RequestTest : public ::testing::Test {
protected:
    test::DeskTable desk{3, {2, 2, 2}};
    UtcTime now = at("2026-05-03T10:00:00Z");

    void SetUp() override
    {
        auto first = desk.next_feed(at("2026-05-02T10:00:00Z"));
        first.releases.push_back(test::release(1));
        desk.publish(first, {0, 1});
    }

    [[nodiscard]] Agreement on(Proposal proposal, std::initializer_list<std::size_t> who) const
    {
        Agreement agreement{desk.own, std::move(proposal)};
        agreement.sign(desk.keys_of(who));
        return agreement;
    }
    [[nodiscard]] Proposal a_feed() const { return {std::nullopt, {}, std::nullopt, desk.next_feed(now)}; }
    [[nodiscard]] Proposal a_withdrawal() const
    {
        trust::Withdrawal const made{desk.own.id, desk.own.root.version, test::release(1).bundle, trust::Reason::error,
                                     now,         std::nullopt};
        auto feed = desk.next_feed(now);
        (void)list_withdrawal(feed, made, {});
        return {std::nullopt, {made}, std::nullopt, feed};
    }
    [[nodiscard]] Proposal a_root() const
    {
        auto root = desk.next_root(now);
        root.release.threshold = 2;
        root.review_by = {root.review_by.days + 30};
        auto feed = feed_under(desk.own, root, std::nullopt, now, 30);
        return {root, {}, std::nullopt, *feed};
    }
    [[nodiscard]] PreparedBundle a_bundle() const
    {
        bundles::Metadata metadata;
        metadata.title = {{"en", "A talk"}};
        metadata.language = "en";
        metadata.date = "2022";
        metadata.speakers = {{"a", {{"en", "Ana"}}, false, bundles::Role::unspecified}};
        metadata.rights = "CC-BY-4.0";
        auto const json = copy_of(as_bytes(bundles::metadata_text(metadata)));
        bundles::Payload const payload{
            {{*bundles::BundlePath::parse("data/metadata.json"), bundles::digest_bytes(json)}}, json.size()};
        auto const slug = *bundles::Slug::parse("talk");
        auto tag_files = bundles::make_tag_files(desk.own.id, slug, payload,
                                                 {{desk.publisher.files.document, desk.publisher.files.signatures}});
        return {slug, payload, tag_files, json, std::nullopt};
    }
    [[nodiscard]] Proposal bundle_and_feed() const { return {std::nullopt, {}, a_bundle(), desk.next_feed(now)}; }

    [[nodiscard]] static Request sent(Agreement const& agreement)
    {
        auto const read = read_request(request_of(agreement, Passing::request).file());
        EXPECT_TRUE(read) << (read ? "" : read.error().because);
        return *read;
    }
    [[nodiscard]] Expected<Reviewed, Failure> reviewed(Request const& request, Documents const& known) const
    {
        return review(request, desk.own.id, known, now);
    }
    // As others see it: heads are not passed round.
    [[nodiscard]] Documents held() const
    {
        auto documents = desk.own.documents;
        documents.erase("heads");
        return documents;
    }
    [[nodiscard]] std::string refusal_of(Request const& request) const
    {
        auto const judged = reviewed(request, desk.own.documents);
        return judged ? "none" : judged.error().message.word;
    }
};

TEST_F(RequestTest, OfEachKindIsReadBackToTheSameFile)
{
    for (auto const& proposal : {a_feed(), a_withdrawal(), a_root(), bundle_and_feed()}) {
        auto const request = sent(on(proposal, {0}));
        EXPECT_EQ(read_request(request.file())->file(), request.file());
        EXPECT_TRUE(reviewed(request, desk.own.documents)) << refusal_of(request);
    }
}

TEST_F(RequestTest, IsEnoughForSomebodyWhoKnowsNothingButThePublishersId)
{
    auto const judged = reviewed(sent(on(a_feed(), {0})), {});
    ASSERT_TRUE(judged) << judged.error().message.word;
    EXPECT_EQ(judged->newer, held());
}

TEST_F(RequestTest, IsCompleteOnceASecondPersonHasSigned)
{
    auto judged = reviewed(sent(on(bundle_and_feed(), {0})), {});
    ASSERT_TRUE(judged);
    auto& agreement = judged->agreement;
    EXPECT_FALSE(agreement.feed());
    agreement.sign(desk.keys_of({1}));
    ASSERT_TRUE(agreement.feed()) << "whoever completes the bundle makes the feed";
    auto back = reviewed(sent(agreement), desk.own.documents);
    ASSERT_TRUE(back);
    back->agreement.sign(desk.keys_of({0}));
    EXPECT_TRUE(back->agreement.is_complete());
    EXPECT_EQ(back->agreement.feed()->releases.back().bundle, a_bundle().id());
}

TEST_F(RequestTest, ThatStandsInTheDocumentIsReadAndWrittenTheSame)
{
    auto const page = read_file(std::filesystem::path{NIGHTLETTER_SIGNER_TESTS} / "../../docs/formats.md", 1U << 20U);
    ASSERT_TRUE(page);
    auto const text = as_text(*page);
    auto const begin = text.find("```\n", text.find("<!-- example of a request")) + 4;
    auto const example = text.substr(begin, text.find("```", begin) - begin);
    auto const request = read_request(as_bytes(example));
    ASSERT_TRUE(request) << request.error().because;
    EXPECT_EQ(as_text(request->file()), example);
    EXPECT_TRUE(review(*request, request->publisher, {}, request->proposal.feed->issued));
}

TEST_F(RequestTest, OfAnotherPublisherIsRefused)
{
    test::DeskTable const other{1, {}};
    auto const judged = review(sent(on(a_feed(), {0})), other.own.id, {}, now);
    EXPECT_EQ(judged.error().message.word, "wrong-publisher");
}

TEST_F(RequestTest, ThatBuildsOnAnOlderStateIsRefused)
{
    auto const request = sent(on(a_feed(), {0}));
    desk.publish(desk.next_feed(now), {0, 1});
    EXPECT_EQ(refusal_of(request), "goes-backwards");
}

TEST_F(RequestTest, BringsANewerStateToAComputerThatWasLeftBehind)
{
    auto const old = desk.own.documents;
    desk.publish(desk.next_feed(now), {0, 2});
    auto const judged = reviewed(sent(on(a_feed(), {0})), old);
    ASSERT_TRUE(judged) << judged.error().message.word;
    EXPECT_EQ(judged->newer, held());
}

TEST_F(RequestTest, OnAnotherFeedOfTheSameNumberIsRefused)
{
    auto const here = desk.own.documents;
    test::DeskTable fork = std::move(desk);
    desk = test::DeskTable{3, {2, 2, 2}};
    desk.people = std::move(fork.people);
    desk.publisher = fork.publisher;
    desk.own = fork.own;
    desk.own.feed.reset();
    desk.own.documents.erase("feed");
    desk.publish(desk.next_feed(at("2026-05-02T11:00:00Z")), {0, 1});
    auto const judged = reviewed(sent(on(a_feed(), {0})), here);
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().message.word, "equivocation");
}

TEST_F(RequestTest, ThatChangesMoreOfTheFeedThanItProposesIsRefused)
{
    auto request = sent(on(a_feed(), {}));
    request.proposal.feed->releases.clear();
    EXPECT_EQ(refusal_of(request), "does-not-follow");
    request = sent(on(a_feed(), {}));
    request.proposal.feed->releases.push_back(test::release(9));
    EXPECT_EQ(refusal_of(request), "does-not-follow");
    request = sent(on(a_feed(), {}));
    request.proposal.feed->seq += 1;
    EXPECT_EQ(refusal_of(request), "does-not-follow");
    request = sent(on(a_feed(), {}));
    request.proposal.feed->issued = at("2026-05-01T13:00:00Z");
    EXPECT_EQ(refusal_of(request), "does-not-follow");
}

TEST_F(RequestTest, WithARootThatMayNotBeNextIsRefused)
{
    auto request = sent(on(a_root(), {}));
    request.proposal.root->prev = Sha256{};
    EXPECT_EQ(refusal_of(request), "broken-chain");
    request = sent(on(a_root(), {}));
    request.proposal.root->withdraw.threshold = 1;
    EXPECT_EQ(refusal_of(request), "bad-policy");
}

TEST_F(RequestTest, WithASignatureThatDoesNotHoldIsRefused)
{
    auto request = sent(on(a_feed(), {0}));
    request.signatures["feed"] = sent(on(a_withdrawal(), {0})).signatures["feed"];
    EXPECT_EQ(refusal_of(request), "bad-signature");
}

TEST_F(RequestTest, WithABundleThatDoesNotHangTogetherIsRefused)
{
    auto const bundle = a_bundle();
    std::vector<trust::Candidate> const roots = desk.own.roots;
    auto const word = [&](std::string const& list, ByteView metadata) {
        auto const read = read_bundle_list(as_bytes(list), metadata, desk.own.id, roots);
        return read ? std::string{"none"} : read.error();
    };
    auto const list = bundle_list(bundle);
    EXPECT_EQ(word(list, bundle.metadata), "none");
    EXPECT_EQ(word(list, as_bytes("{}\n")), "missing-member");
    EXPECT_EQ(word("nightletter bundle 1\nslug talk\nend\n", bundle.metadata), "missing-file");
    EXPECT_EQ(word("nightletter bundle 1\nslug ..\nend\n", bundle.metadata), "path-not-allowed");
    EXPECT_EQ(word("nightletter bundle 2\nslug talk\nend\n", bundle.metadata), "unknown-format");
    auto other = bundle;
    other.payload.files.front().digest.flat = Sha256{};
    EXPECT_EQ(word(bundle_list(other), bundle.metadata), "wrong-piece-layer");
    other.payload.files.front().digest.pieces_root = Sha256{};
    EXPECT_EQ(word(bundle_list(other), bundle.metadata), "content-mismatch");
}

TEST_F(RequestTest, WithoutAProposalOrWithSomethingUnexpectedIsRefused)
{
    auto const whole = Envelope::parse(request_of(on(a_feed(), {0}), Passing::request).file());
    auto const word = [](Envelope const& envelope) {
        auto const read = read_request(as_bytes(envelope.text()));
        return read ? std::string{"none"} : read.error().word;
    };
    ASSERT_EQ(word(*whole), "none");
    auto nothing = *whole;
    std::erase_if(nothing.parts, [](Part const& part) { return part.pile == Pile::proposed; });
    EXPECT_EQ(word(nothing), "malformed-request");
    auto more = *whole;
    more.parts.push_back({Pile::proposed, "letter", Bytes{'a'}});
    EXPECT_EQ(word(more), "malformed-request");
    auto unsigned_root = *whole;
    unsigned_root.parts.erase(unsigned_root.parts.begin() + 1);
    EXPECT_EQ(word(unsigned_root), "malformed-request");
}

}  // namespace
}  // namespace nightletter::signer
