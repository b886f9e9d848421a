// swarm/contacts.hpp: addresses that worked, remembered for the next start.
//
// docs/formats.md 7.15. Inside the wall only: addresses learned from others leave it nowhere but into one file of the
// store that only its owner can read; they are in no log, view or export. Bounded, newest first. What cannot be read is
// forgotten: a lost memory costs a look-up. Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "swarm/endpoint.hpp"

namespace nightletter::swarm {

class Contacts {
public:
    static constexpr std::size_t most_nodes = 32;
    static constexpr std::size_t most_topics = 256;
    static constexpr std::size_t most_peers = 16;  // of a topic
    static constexpr std::size_t largest_file = 1024 * 1024;

    // Empty when it is no file of contacts.
    [[nodiscard]] static Contacts parse(ByteView file);
    [[nodiscard]] std::string text() const;

    void worked(InfoHash const& topic, Endpoint const& peer);
    void set_nodes(std::vector<Endpoint> nodes);
    [[nodiscard]] std::vector<Endpoint> peers_of(InfoHash const& topic) const;
    [[nodiscard]] std::vector<Endpoint> const& nodes() const { return nodes_; }

    friend bool operator==(Contacts const&, Contacts const&) = default;

private:
    // False when there are too many already, or the line is none.
    [[nodiscard]] bool take(std::string_view line);

    std::vector<Endpoint> nodes_;
    std::map<InfoHash, std::vector<Endpoint>> peers_;
};

}  // namespace nightletter::swarm
