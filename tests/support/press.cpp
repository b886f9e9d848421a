#include "tests/support/press.hpp"

#include <stdexcept>

#include "bundles/metadata.hpp"
#include "bundles/payload.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::test {
namespace {

namespace fs = std::filesystem;

constexpr char const* some_transcript =
    "Recorded in a kitchen.\n\n"
    "Interviewer: Who taught whom?\n\n"
    "Sh.: Whoever had learned something the week before.\n";

std::vector<bundles::RootFiles> root_files(Newsroom const& publisher)
{
    std::vector<bundles::RootFiles> files;
    for (auto const& root : publisher.roots()) files.push_back({root.document, root.signatures});
    return files;
}

void write_bytes(fs::path const& path, ByteView bytes)
{
    write_text(path, as_text(bytes));
}

// `digest  path` of every regular file below `bag` that `wanted` names, sorted bytewise.
template <class Wanted>
std::string listing(fs::path const& bag, Wanted wanted)
{
    std::map<std::string, std::string> lines;
    for (auto const& entry : fs::recursive_directory_iterator{bag}) {
        auto const path = entry.path().lexically_relative(bag).string();
        if (!entry.is_regular_file() || !wanted(path)) continue;
        lines[path] = sha256(as_bytes(read_text(entry.path()))).hex();
    }
    std::string text;
    for (auto const& [path, digest] : lines) text.append(digest).append("  ").append(path).append("\n");
    return text;
}

bool is_payload(std::string const& path)
{
    return path.rfind("data/", 0) == 0;
}

}  // namespace

trust::Release Printed::release() const
{
    auto release = release_of("");
    release.bundle = id;
    release.info_hash = torrent.info_hash();
    release.bytes = torrent.total_bytes();
    release.files = torrent.files();
    return release;
}

bundles::Metadata some_metadata()
{
    bundles::Metadata metadata;
    metadata.title = {{"en", "A night school"}};
    metadata.language = "en";
    metadata.date = "2026-05";
    metadata.speakers = {{"asks", {{"en", "Interviewer"}}, false, bundles::Role::interviewer},
                         {"sh", {{"en", "Sh."}}, true, bundles::Role::interviewee}};
    metadata.rights = "CC-BY-4.0";
    return metadata;
}

Press::Press(Newsroom const& publisher) : publisher_{publisher}
{
    put("data/metadata.json", bundles::metadata_text(some_metadata()));
    put("data/transcript.en.txt", some_transcript);
}

Press& Press::put(std::string const& path, std::string contents)
{
    payload_[path] = std::move(contents);
    return *this;
}

Press& Press::leave_out(std::string const& path)
{
    payload_.erase(path);
    return *this;
}

Printed Press::print(fs::path const& folder, std::string const& slug_text) const
{
    auto const bag = folder / slug_text;
    auto const slug = bundles::Slug::parse(slug_text);
    for (auto const& [path, contents] : payload_) write_text(bag / path, contents);
    auto const payload = bundles::survey_payload(bag);
    if (!payload || !slug) throw std::runtime_error{"the test's bundle is not in order"};
    auto const tag_files = bundles::make_tag_files(publisher_.id(), *slug, *payload, root_files(publisher_));
    for (auto const& file : tag_files.files) write_bytes(bag / file.path.text(), file.contents);
    auto const signatures = publisher_.sign_bundle(tag_files.files.back().contents);
    write_bytes(bag / bundles::name::signatures, signatures);
    return {bag, tag_files.id, bundles::torrent_of(*slug, *payload, tag_files, signatures)};
}

void sign_as_it_is(fs::path const& bag, Newsroom const& publisher)
{
    bundles::BagInfo info{publisher.id(), *bundles::Slug::parse(bag.filename().string()), 0, 0};
    for (auto const& entry : fs::recursive_directory_iterator{bag / "data"}) {
        if (!entry.is_regular_file()) continue;
        info.payload_bytes += entry.file_size();
        ++info.payload_files;
    }
    write_text(bag / bundles::name::bag_info, info.text());
    write_text(bag / bundles::name::manifest, listing(bag, is_payload));
    sign_tag_files_as_they_are(bag, publisher);
}

void sign_tag_files_as_they_are(fs::path const& bag, Newsroom const& publisher)
{
    auto const tag_manifest = listing(bag, [](std::string const& path) {
        return !is_payload(path) && path != bundles::name::tag_manifest && path != bundles::name::signatures;
    });
    write_text(bag / bundles::name::tag_manifest, tag_manifest);
    write_bytes(bag / bundles::name::signatures, publisher.sign_bundle(as_bytes(tag_manifest)));
}

}  // namespace nightletter::test
