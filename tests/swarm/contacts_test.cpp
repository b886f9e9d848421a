// docs/formats.md 7.15: what is remembered of who was reached, and how little of it.
#include "swarm/contacts.hpp"

#include <gmock/gmock.h>

namespace nightletter::swarm {
namespace {

InfoHash topic(unsigned number)
{
    std::array<std::uint8_t, 32> bytes{};
    bytes[0] = static_cast<std::uint8_t>(number >> 8);
    bytes[1] = static_cast<std::uint8_t>(number);
    return InfoHash{bytes};
}

Endpoint peer(unsigned number)
{
    return {"192.0.2." + std::to_string(number % 250), static_cast<std::uint16_t>(1000 + number)};
}

Contacts reread(std::string const& text)
{
    return Contacts::parse(as_bytes(text));
}

TEST(ContactsTest, AreReadBackAsTheyWereWritten)
{
    Contacts contacts;
    contacts.set_nodes({peer(1), {"2001:db8::7", 6881}});
    contacts.worked(topic(1), peer(2));
    contacts.worked(topic(2), peer(3));
    EXPECT_EQ(reread(contacts.text()), contacts);
    EXPECT_EQ(reread(Contacts{}.text()), Contacts{});
}

TEST(ContactsTest, RememberTheNewestFirstAndNobodyTwice)
{
    Contacts contacts;
    for (auto const number : {1U, 2U, 1U}) contacts.worked(topic(1), peer(number));
    EXPECT_THAT(contacts.peers_of(topic(1)), ::testing::ElementsAre(peer(1), peer(2)));
    EXPECT_TRUE(contacts.peers_of(topic(2)).empty());
}

TEST(ContactsTest, AreBounded)
{
    Contacts contacts;
    for (unsigned number = 0; number < 1000; ++number) contacts.worked(topic(1), peer(number));
    for (unsigned number = 0; number < 1000; ++number) contacts.worked(topic(number), peer(1));
    contacts.set_nodes(std::vector<Endpoint>(1000, peer(1)));
    EXPECT_EQ(contacts.peers_of(topic(1)).size(), Contacts::most_peers);
    EXPECT_EQ(contacts.nodes().size(), Contacts::most_nodes);
    EXPECT_EQ(reread(contacts.text()), contacts);
    EXPECT_LT(contacts.text().size(), Contacts::largest_file);
}

TEST(ContactsTest, AFileThatIsNotWholeIsForgotten)
{
    Contacts contacts;
    contacts.worked(topic(1), peer(2));
    auto const text = contacts.text();
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {
        EXPECT_EQ(reread(text.substr(0, size)), Contacts{}) << size;
    }
    EXPECT_EQ(reread(text + "end\n"), Contacts{});
    EXPECT_EQ(reread("nightletter contacts 2\nend\n"), Contacts{});
}

TEST(ContactsTest, NamesAndPort0AreNoAddresses)
{
    for (auto const* const line : {"node example.org:6881", "node 192.0.2.7:0", "node 192.0.2.7", "seed 192.0.2.7:6881",
                                   "peer 00 192.0.2.7:6881", "peer 192.0.2.7:6881"}) {
        EXPECT_EQ(reread(std::string{"nightletter contacts 1\n"} + line + "\nend\n"), Contacts{}) << line;
    }
}

}  // namespace
}  // namespace nightletter::swarm
