// trust/heads.hpp: the newest feed in one datagram, signed ahead for sixty weeks.
//
// docs/formats.md section 4. A head is a hint about freshness; it makes nothing trusted. Each item is a BEP 44 mutable
// item and proves itself with the announce key. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/names.hpp"
#include "trust/feed_point.hpp"
#include "trust/minisign.hpp"

namespace nightletter::trust {

inline constexpr std::size_t weeks_of_heads = 60;

struct HeadItem {
    std::string salt;  // `<epoch>/<ISO year>-W<two digits>`
    Signature signature;

    bool operator==(HeadItem const&) const = default;
};

struct Heads {
    PublisherId publisher;
    FeedPoint feed;
    std::vector<HeadItem> items;

    // The grammar, then byte-for-byte equality with text(). Signatures are for check_heads.
    [[nodiscard]] static Expected<Heads, Refusal> parse(ByteView document);
    [[nodiscard]] std::string text() const;
    bool operator==(Heads const&) const = default;
};

// The parts of the mutable item of one week, for who signs, puts or checks it.
[[nodiscard]] std::string head_salt(std::uint64_t epoch, IsoWeek week);
[[nodiscard]] std::uint64_t head_item_seq(FeedPoint const& feed);                // epoch·2^40 + seq
[[nodiscard]] Bytes head_value(FeedPoint const& feed);                           // bencoded
[[nodiscard]] Bytes head_message(FeedPoint const& feed, std::string_view salt);  // what the announce key signs

// The salts a file of heads has for a feed issued then: the week of `issued` and the 59 after it.
[[nodiscard]] std::vector<std::string> head_salts(std::uint64_t epoch, UtcTime issued);

// A file of heads against the announce key and the feed it stands beside.
[[nodiscard]] Expected<void, Refusal> check_heads(Heads const& heads, FeedPoint const& feed, UtcTime issued,
                                                  PublisherId const& publisher, PublicKey const& announce);

// One item as the DHT or a person hands it over: the feed it names, if the announce key says so in this slot.
[[nodiscard]] Expected<FeedPoint, Refusal> check_head(ByteView value, std::uint64_t item_seq, std::string_view salt,
                                                      Signature const& signature, PublicKey const& announce);

}  // namespace nightletter::trust
