// signer/passphrase.hpp: from files, a descriptor, a credential; refused with exit code 9 when it is not one line.
#include "signer/passphrase.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "base/durable_file.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

class PassphraseTest : public ::testing::Test {
protected:
    test::TemporaryDirectory place;

    fs::path file(std::string const& text)
    {
        auto const path = place / ("p" + std::to_string(++files_));
        test::write_text(path, text);
        return path;
    }
    PassphraseOptions from_file(std::string const& text)
    {
        PassphraseOptions options;
        options.files = {file(text)};
        return options;
    }
    static PassphraseOptions without_input()
    {
        PassphraseOptions options;
        options.no_input = true;
        return options;
    }
    static std::string text_of(Expected<Passphrase, Failure> const& given)
    {
        return given ? std::string{as_text(given->bytes())} : "refused: " + given.error().message.word;
    }

private:
    int files_ = 0;
};

TEST_F(PassphraseTest, IsTheFirstLineOfAFileWithoutItsEnd)
{
    EXPECT_EQ(text_of(ask_passphrase(from_file("six words\n"), 0, "you")), "six words");
    EXPECT_EQ(text_of(ask_passphrase(from_file("six words\r\n"), 0, "you")), "six words");
    EXPECT_EQ(text_of(ask_passphrase(from_file(" six words "), 0, "you")), " six words ");
}

TEST_F(PassphraseTest, OfAFileWithTwoLinesIsRefusedRatherThanCut)
{
    auto const given = ask_passphrase(from_file("one\ntwo\n"), 0, "you");
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().exit, ExitCode::locked);
}

TEST_F(PassphraseTest, ThatIsEmptyOrTooLongIsRefused)
{
    EXPECT_FALSE(ask_passphrase(from_file("\n"), 0, "you"));
    EXPECT_FALSE(ask_passphrase(from_file(""), 0, "you"));
    EXPECT_FALSE(ask_passphrase(from_file(std::string(1025, 'x')), 0, "you"));
    EXPECT_TRUE(ask_passphrase(from_file(std::string(1024, 'x')), 0, "you"));
}

TEST_F(PassphraseTest, OfAFileThatIsNotThereIsRefusedWithItsName)
{
    PassphraseOptions options;
    options.files = {place / "absent"};
    auto const given = ask_passphrase(options, 0, "you");
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().exit, ExitCode::locked);
    EXPECT_NE(given.error().message.because.find("absent"), std::string::npos);
}

TEST_F(PassphraseTest, OfEachPersonComesFromTheFileInTheirPlace)
{
    PassphraseOptions options;
    options.files = {file("first"), file("second")};
    EXPECT_EQ(text_of(ask_passphrase(options, 0, "a")), "first");
    EXPECT_EQ(text_of(ask_passphrase(options, 1, "b")), "second");
    EXPECT_EQ(text_of(ask_passphrase(from_file("both"), 1, "b")), "both");
}

TEST_F(PassphraseTest, ComesFromADescriptorThatIsNamed)
{
    FileDescriptor const open_file{::open(file("by descriptor\n").c_str(), O_RDONLY | O_CLOEXEC)};
    PassphraseOptions options;
    options.descriptor = open_file.get();
    EXPECT_EQ(text_of(ask_passphrase(options, 0, "you")), "by descriptor");
    EXPECT_EQ(text_of(ask_passphrase(options, 1, "another")), "refused: locked");
}

TEST_F(PassphraseTest, ComesFromACredentialOfTheServiceManager)
{
    test::write_text(place / "nightletter-passphrase", "from systemd");
    ::setenv("CREDENTIALS_DIRECTORY", place.path().c_str(), 1);
    auto const given = ask_passphrase(without_input(), 0, "you");
    ::unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_EQ(text_of(given), "from systemd");
}

TEST_F(PassphraseTest, IsMissingWhenNobodyMayBeAsked)
{
    auto const given = ask_passphrase(without_input(), 0, "you");
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().exit, ExitCode::locked);
    EXPECT_NE(given.error().message.next.find("--passphrase-file"), std::string::npos);
}

}  // namespace
}  // namespace nightletter::signer
