// docs/formats.md section 6 A with nightletterd as people run it: whoever comes only to be a burden costs it neither
// memory nor descriptors, and the honest neighbour gets its turn.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include "mirror/topic.hpp"
#include "tests/daemon/desk.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;

// A connection to a daemon on loopback.
class Stranger {
public:
    explicit Stranger(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected_ = ::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    }
    ~Stranger() { ::close(socket_); }
    Stranger(Stranger const&) = delete;
    Stranger& operator=(Stranger const&) = delete;

    [[nodiscard]] bool is_connected() const { return is_connected_; }
    void say(std::string const& words) const { (void)::send(socket_, words.data(), words.size(), MSG_NOSIGNAL); }
    // Closing will reset the connection.
    void will_leave_rudely() const
    {
        linger const at_once{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

private:
    int socket_;
    bool is_connected_ = false;
};

// BitTorrent's, with the bits for extensions and version 2.
std::string handshake(InfoHash const& torrent, std::uint64_t number)
{
    auto peer = "-XX0001-" + std::to_string(100'000'000'000 + number % 100'000'000'000);
    return "\x13"
           "BitTorrent protocol" +
           std::string{"\0\0\0\0\0\x10\0\x14", 8} + std::string{as_text(torrent.bytes()).substr(0, 20)} +
           peer.substr(0, 20);
}

class FloodTest : public DeskTest {
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        bundle = output.add("night-school").id;
        ASSERT_TRUE(desk.says(sealed(bundle)));
    }

    // Each connects, says something or nothing, goes.
    void come_and_go(std::size_t count)
    {
        for (std::size_t number = 0; number < count; ++number) {
            Stranger const stranger{desk.port()};
            ASSERT_TRUE(stranger.is_connected());
            if (number % 2 == 0) stranger.will_leave_rudely();
            auto const topic =
                number % 3 == 0 ? mirror::topic_of(publisher.id()) : *InfoHash::from(hash(number).bytes());
            auto const words = handshake(topic, numbers());
            stranger.say(words.substr(0, number % 4 == 0 ? 0 : numbers() % (words.size() + 1)));
        }
    }
    static Sha256 hash(std::size_t number) { return sha256(as_bytes(std::to_string(number))); }

    void expect_an_honest_neighbour_is_served()
    {
        RunningDaemon honest{place / "honest", publisher.id()};
        honest.knows(desk.endpoint());
        ASSERT_TRUE(honest.start());
        EXPECT_TRUE(honest.says(sealed(bundle))) << honest.log();
        EXPECT_EQ(honest.stop(), 0);
    }

    BundleId bundle;
    std::mt19937_64 numbers{11};
};

TEST_F(FloodTest, TenThousandConnectionsThatEndAtOnceLeaveNothingBehind)
{
    auto const at_rest = desk.resident_bytes();
    come_and_go(20'000);  // now it has all the memory that the thickest crowd at its door asks for
    auto const memory = desk.resident_bytes();
    auto const descriptors = desk.descriptors();
    EXPECT_LE(memory, at_rest + 32'000'000);
    come_and_go(10'000);
    EXPECT_LE(desk.resident_bytes(), memory + 4'000'000);  // 400 bytes for each
    for (int look = 0; look < 100 && desk.descriptors() > descriptors + 8; ++look) ::usleep(100'000);
    EXPECT_LE(desk.descriptors(), descriptors + 8);
    expect_an_honest_neighbour_is_served();
}

TEST_F(FloodTest, StrangersWhoFillARendezvousKeepNobodyOut)
{
    auto const memory = desk.resident_bytes();
    std::vector<std::unique_ptr<Stranger>> strangers;
    for (std::uint64_t number = 0; number < 600; ++number) {
        auto& stranger = strangers.emplace_back(std::make_unique<Stranger>(desk.port()));
        ASSERT_TRUE(stranger->is_connected());
        stranger->say(handshake(mirror::topic_of(publisher.id()), number));
    }
    expect_an_honest_neighbour_is_served();
    EXPECT_LE(desk.resident_bytes(), memory + 32'000'000);
}

}  // namespace
}  // namespace nightletter::test
