#include "base/names.hpp"

#include "base/bech32m.hpp"

namespace nightletter {
namespace {

constexpr std::string_view publisher_prefix = "nlp";
constexpr std::string_view bundle_prefix = "nlb";

template <class Id>
std::optional<Id> parse(std::string_view prefix, std::string_view text)
{
    auto const decoded = bech32m_decode(text);
    if (!decoded || decoded->prefix != prefix) return std::nullopt;
    return Id::from(decoded->bytes);
}

}  // namespace

std::string publisher_text(PublisherId const& id)
{
    return bech32m_encode(publisher_prefix, id.bytes());
}

std::string bundle_text(BundleId const& id)
{
    return bech32m_encode(bundle_prefix, id.bytes());
}

std::optional<PublisherId> parse_publisher(std::string_view text)
{
    return parse<PublisherId>(publisher_prefix, text);
}

std::optional<BundleId> parse_bundle(std::string_view text)
{
    return parse<BundleId>(bundle_prefix, text);
}

}  // namespace nightletter
