#include "tests/support/counting_relay.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <vector>

namespace nightletter::test {
namespace {

constexpr int look_around = 20;  // milliseconds

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool write_all(int to, char const* bytes, std::size_t count)
{
    while (count > 0) {
        auto const written = ::send(to, bytes, count, MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

}  // namespace

CountingRelay::CountingRelay(std::uint16_t to) : to_{to}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    auto address = loopback(0);
    socklen_t size = sizeof(address);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error{"no port for a relay"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

CountingRelay::~CountingRelay()
{
    ends_ = true;
    thread_.join();
    ::close(listener_);
}

void CountingRelay::run()
{
    std::map<int, int> other_end;
    std::vector<char> some(1 << 16);
    auto const close_both = [&](int end) {
        auto const other = other_end.at(end);
        other_end.erase(end);
        other_end.erase(other);
        ::close(end);
        ::close(other);
    };
    while (!ends_) {
        std::vector<pollfd> watched{{listener_, POLLIN, 0}};
        for (auto const& [end, other] : other_end) watched.push_back({end, POLLIN, 0});
        ::poll(watched.data(), watched.size(), look_around);
        for (auto const& one : watched) {
            if (one.revents == 0) continue;
            if (one.fd == listener_) {
                auto const near = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
                auto const far = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
                auto const address = loopback(to_);
                if (::connect(far, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0) {
                    ::close(near);
                    ::close(far);
                    continue;
                }
                other_end[near] = far;
                other_end[far] = near;
                continue;
            }
            auto const found = other_end.find(one.fd);
            if (found == other_end.end()) continue;  // closed with its other end a moment ago
            auto const got = ::recv(one.fd, some.data(), some.size(), 0);
            if (got > 0) bytes_ += static_cast<std::uint64_t>(got);
            if (got <= 0 || !write_all(found->second, some.data(), static_cast<std::size_t>(got))) close_both(one.fd);
        }
    }
    while (!other_end.empty()) close_both(other_end.begin()->first);
}

}  // namespace nightletter::test
