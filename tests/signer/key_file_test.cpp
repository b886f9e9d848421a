// docs/formats.md section 3, "Secret keys are minisign secret-key files": the stored cost, the checksum, the refusals.
// What stock minisign makes of these files is in tests/cli/minisign.script.
#include "signer/key_file.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::signer {
namespace {

Passphrase passphrase(std::string_view text)
{
    GuardedBytes memory{text.size()};
    std::ranges::copy(as_bytes(text), memory.writable().begin());
    return Passphrase{std::move(memory)};
}

class KeyFileTest : public ::testing::Test {
protected:
    SecretKey key = SecretKey::generate();
    std::string file = lock(key, passphrase("correct"), insecure_low_cost).value();

    [[nodiscard]] Bytes record() const
    {
        auto const second = file.substr(file.find('\n') + 1);
        return base64_decode(second.substr(0, second.size() - 1)).value();
    }
    static std::string file_of(Bytes const& record) { return "untrusted comment: x\n" + base64_encode(record) + "\n"; }
    static KeyFault fault_of(std::string const& text) { return unlock(text, passphrase("correct")).error(); }
};

TEST_F(KeyFileTest, OpensWithItsPassphraseOnly)
{
    auto const again = unlock(file, passphrase("correct"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->key(), key.key());
    EXPECT_EQ(unlock(file, passphrase("Correct")).error(), KeyFault::wrong_passphrase);
}

TEST_F(KeyFileTest, HasTwoLinesAsMinisignWritesThem)
{
    EXPECT_TRUE(file.starts_with("untrusted comment: minisign encrypted secret key\nRWRTY0Iy"));
    EXPECT_EQ(std::ranges::count(file, '\n'), 2);
    EXPECT_EQ(record().size(), 158U);
}

TEST_F(KeyFileTest, StoresAnOrdinaryCostOf256MiBUnlessAskedOtherwise)
{
    EXPECT_EQ(ordinary_cost.memory, 256U << 20U);
    auto const ordinary = lock(key, passphrase("correct"));
    ASSERT_TRUE(ordinary);
    file = *ordinary;
    EXPECT_EQ(record()[46 + 3], 0x10);  // the memory in bytes, least significant first: 00 00 00 10
    EXPECT_TRUE(unlock(file, passphrase("correct")));
}

TEST_F(KeyFileTest, IsNeverTheSameTwiceEvenForOneKeyAndPassphrase)
{
    EXPECT_NE(lock(key, passphrase("correct"), insecure_low_cost).value(), file);
}

TEST_F(KeyFileTest, DoesNotHoldTheSecretOrTheKeyInClear)
{
    Bytes secret(secret_size);
    key.copy_secret(secret);
    auto const bytes = record();
    for (auto const part : {ByteView{secret}.first(32), key.key().key.bytes()}) {
        EXPECT_TRUE(std::ranges::search(bytes, part).empty());
    }
}

TEST_F(KeyFileTest, WithAFlippedBitAnywhereInTheHiddenPartDoesNotOpen)
{
    for (std::size_t at = 54; at < 158; at += 13) {
        auto bytes = record();
        bytes[at] ^= 1U;
        EXPECT_EQ(fault_of(file_of(bytes)), KeyFault::wrong_passphrase) << at;
    }
}

TEST_F(KeyFileTest, WithoutAPassphraseIsRefused)
{
    auto bytes = record();
    bytes[2] = bytes[3] = 0;
    EXPECT_EQ(fault_of(file_of(bytes)), KeyFault::unprotected);
}

TEST_F(KeyFileTest, ThatAsksForMoreThanTwoGiBIsRefusedBeforeAnythingIsAllocated)
{
    auto bytes = record();
    bytes[46 + 4] = 1;
    EXPECT_EQ(fault_of(file_of(bytes)), KeyFault::too_costly);
}

TEST_F(KeyFileTest, ThatIsSomethingElseIsRefused)
{
    EXPECT_EQ(fault_of(""), KeyFault::malformed);
    EXPECT_EQ(fault_of("untrusted comment: only one line"), KeyFault::malformed);
    EXPECT_EQ(fault_of("untrusted comment: x\nnot base64\n"), KeyFault::malformed);
    EXPECT_EQ(fault_of(public_key_file(key.key())), KeyFault::malformed);
    auto bytes = record();
    bytes.pop_back();
    EXPECT_EQ(fault_of(file_of(bytes)), KeyFault::malformed);
    bytes = record();
    bytes[4] = 'X';
    EXPECT_EQ(fault_of(file_of(bytes)), KeyFault::malformed);
}

// Made by `minisign -G` of Debian 12 at its own cost of 1 GiB, under the passphrase "abc".
TEST_F(KeyFileTest, OfStockMinisignOpens)
{
    auto const stock = test::read_text(std::string{NIGHTLETTER_SIGNER_TESTS} + "/stock_minisign.key");
    auto const opened = unlock(stock, passphrase("abc"));
    ASSERT_TRUE(opened) << word(opened.error());
    EXPECT_EQ(opened->key().text(), "RWSXC0OSxibaxYz/x8Fsr2XLpW6K+2zlrZlsAKS7HjNvSDBrGkXLoBKO");
    EXPECT_EQ(public_key_file(opened->key()),
              "untrusted comment: minisign public key C5DA26C692430B97\n"
              "RWSXC0OSxibaxYz/x8Fsr2XLpW6K+2zlrZlsAKS7HjNvSDBrGkXLoBKO\n");
}

TEST_F(KeyFileTest, OfAPublicKeyShowsItsIdAsMinisignDoesWithoutLeadingZeros)
{
    trust::MinisignKey const low{*trust::KeyId::from_hex("0b97430000000000"), key.key().key};
    EXPECT_TRUE(public_key_file(low).starts_with("untrusted comment: minisign public key 43970B\nRW"));
}

TEST_F(KeyFileTest, HasAWordForEachFault)
{
    EXPECT_EQ(word(KeyFault::wrong_passphrase), "wrong-passphrase");
    EXPECT_EQ(word(KeyFault::out_of_memory), "out-of-memory");
    EXPECT_EQ(word(KeyFault::too_costly), "too-costly-key");
    EXPECT_EQ(word(KeyFault::unprotected), "unprotected-key");
    EXPECT_EQ(word(KeyFault::malformed), "malformed-key");
}

}  // namespace
}  // namespace nightletter::signer
