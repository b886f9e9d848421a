#include "tests/support/signer_output.hpp"

#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {
namespace {

void write_bytes(std::filesystem::path const& path, ByteView bytes)
{
    write_text(path, as_text(bytes));
}

}  // namespace

SignerOutput::SignerOutput(Newsroom& publisher, std::filesystem::path directory)
    : publisher_{publisher}, directory_{std::move(directory)}
{
}

Printed SignerOutput::add(std::string const& slug, std::map<std::string, std::string> const& payload,
                          std::optional<BundleId> const& replaces)
{
    Press press{publisher_};
    for (auto const& [path, contents] : payload) press.put(path, contents);
    auto printed = press.print(directory_, slug);
    write_bytes(directory_ / (slug + ".torrent"), printed.torrent.bytes());
    auto release = printed.release();
    release.replaces = replaces;
    feed_ = publisher_.publish({release});
    write_documents(feed_);
    return printed;
}

void SignerOutput::write_documents(trust::Candidate const& feed) const
{
    auto const folder = directory_ / "publishers" / publisher_text(publisher_.id());
    std::size_t version = 0;
    for (auto const& root : publisher_.roots()) {
        auto const name = "root." + std::to_string(++version);
        write_bytes(folder / name, root.document);
        write_bytes(folder / (name + ".minisig"), root.signatures);
    }
    write_bytes(folder / "feed", feed.document);
    write_bytes(folder / "feed.minisig", feed.signatures);
    if (auto const parsed = trust::Feed::parse(feed.document)) {
        write_text(folder / "heads", heads_by(publisher_.announce_pens.front(), *parsed).text());
    }
}

}  // namespace nightletter::test
