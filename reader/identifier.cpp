#include "reader/identifier.hpp"

#include "base/names.hpp"
#include "base/sha256.hpp"
#include "pages/comparison_words.hpp"
#include "pages/qr_code.hpp"
#include "reader/link.hpp"
#include "trust/minisign.hpp"

namespace nightletter::reader {
namespace {

// 7.1
Sha256 rendezvous_of(PublisherId const& publisher)
{
    Sha256Stream hash;
    hash.feed(as_bytes("nightletter rendezvous 1\n"));
    hash.feed(publisher.bytes());
    return hash.finish();
}

std::vector<Form> forms_of(PublisherId const& publisher)
{
    auto const rendezvous = rendezvous_of(publisher);
    return {{"publisher id", publisher_text(publisher)},
            {"hex", publisher.hex()},
            {"words", pages::text_of(pages::comparison_words(publisher))},
            {"link", Link{publisher, std::nullopt, {}, {}}.text()},
            {"rendezvous", rendezvous.hex()},
            {"rendezvous in the DHT", to_hex(rendezvous.bytes().first(20))}};
}

std::vector<Form> forms_of(BundleId const& bundle)
{
    return {{"bundle id", bundle_text(bundle)}, {"hex", bundle.hex()}};
}

Identifier identifier_of(PublisherId const& publisher)
{
    return {"publisher", forms_of(publisher), Link{publisher, std::nullopt, {}, {}}.qr_text(), publisher};
}

Identifier identifier_of(BundleId const& bundle)
{
    return {"bundle", forms_of(bundle), {}, {}};
}

Identifier identifier_of(Link const& link)
{
    Identifier made{"link", {{"link", link.text()}}, link.qr_text(), link.publisher};
    made.forms.push_back({"publisher id", publisher_text(link.publisher)});
    if (link.bundle) made.forms.push_back({"bundle id", bundle_text(*link.bundle)});
    for (auto const& mirror : link.mirrors) made.forms.push_back({"mirror", mirror});
    for (auto const& peer : link.peers) made.forms.push_back({"peer", peer});
    return made;
}

Identifier identifier_of(trust::MinisignKey const& key)
{
    return {"key", {{"minisign key", key.text()}, {"key id", key.id.hex()}, {"hex", key.key.hex()}}, {}, {}};
}

Identifier identifier_of(Sha256 const& hash)
{
    return {"hash",
            {{"hex", hash.hex()},
             {"as a publisher id", publisher_text(PublisherId{*PublisherId::from(hash.bytes())})},
             {"as a bundle id", bundle_text(BundleId{*BundleId::from(hash.bytes())})},
             {"as an info-hash, in the DHT", to_hex(hash.bytes().first(20))}},
            {},
            {}};
}

}  // namespace

std::optional<Identifier> identify(std::string_view text)
{
    if (auto const publisher = parse_publisher(text)) return identifier_of(*publisher);
    if (auto const bundle = parse_bundle(text)) return identifier_of(*bundle);
    if (auto const link = parse_link(text)) return identifier_of(*link);
    if (auto const key = trust::MinisignKey::parse(text)) return identifier_of(*key);
    if (auto const hash = Sha256::from_hex(text)) return identifier_of(*hash);
    return std::nullopt;
}

std::string qr_drawing(std::string const& text, bool dark_on_light)
{
    pages::QrCode const code{text};
    auto const is_drawn = [&](int x, int y) { return code.is_dark(x, y) == dark_on_light; };
    int const end = code.size() + pages::quiet_zone;
    std::string drawing;
    for (int y = -pages::quiet_zone; y < end; y += 2) {
        if (dark_on_light) drawing += "\x1b[30;107m";
        for (int x = -pages::quiet_zone; x < end; ++x) {
            bool const upper = is_drawn(x, y);
            bool const lower = y + 1 < end ? is_drawn(x, y + 1) : !dark_on_light;
            drawing += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        drawing += dark_on_light ? "\x1b[0m\n" : "\n";
    }
    return drawing;
}

}  // namespace nightletter::reader
