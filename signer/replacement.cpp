#include "signer/replacement.hpp"

#include <algorithm>

#include "bundles/file_digest.hpp"
#include "bundles/tier.hpp"
#include "signer/failures.hpp"
#include "signer/publisher_folder.hpp"
#include "signer/staging.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

// A folder may hold several bundles beside one another; at most so many are looked at.
constexpr std::size_t most_folders = 1000;

// The bags in a publisher's folder, or the folder itself when it is one.
std::vector<fs::path> bags_in(fs::path const& folder)
{
    std::error_code error;
    auto const is_bag = [&](fs::path const& path) { return fs::exists(path / bundles::name::tag_manifest, error); };
    if (is_bag(folder)) return {folder};
    std::vector<fs::path> bags;
    for (fs::directory_iterator entries{folder, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        if (bags.size() < most_folders && is_bag(entries->path())) bags.push_back(entries->path());
    }
    std::ranges::sort(bags);
    return bags;
}

bool has_id(fs::path const& bag, BundleId const& id)
{
    auto const manifest = read_file(bag / bundles::name::tag_manifest, bundles::limit::manifest);
    return manifest && std::ranges::equal(sha256(*manifest).bytes(), id.bytes());
}

Failure not_verified(fs::path const& bag, bundles::NotVerified const& why)
{
    if (why.findings.empty()) return could_not_read(why.troubles.front());
    auto const& first = why.findings.front();
    return {ExitCode::content_mismatch,
            {bag.string() + " is not what was signed", std::string{first.word()},
             first.path + (first.path.empty() || first.detail.empty() ? "" : ": ") + first.detail,
             "nothing was changed", "use a copy that verifies:  nightletter verify " + bag.string()}};
}

Expected<bundles::Content, Failure> content_of(fs::path const& bag, bundles::VerifiedBundle const& bundle)
{
    std::map<std::string, Bytes, std::less<>> texts;
    for (auto const& file : bundle.files()) {
        auto const& path = file.path.text();
        if (path != bundles::metadata_path && !bundles::parse_transcript_path(path)) continue;
        auto bytes = bundles::read_verified(bag, bundle, file.path);
        if (!bytes) return fail(not_verified(bag, bytes.error()));
        texts.emplace(path, std::move(*bytes));
    }
    auto const metadata = texts.extract(std::string{bundles::metadata_path});
    NIGHTLETTER_INSIST(!metadata.empty());
    std::map<std::string, ByteView, std::less<>> transcripts{texts.begin(), texts.end()};
    auto content = bundles::read_content(metadata.mapped(), transcripts);
    NIGHTLETTER_INSIST(content.has_value());
    return std::move(*content);
}

Expected<void, Trouble> copy_to(fs::path const& from, fs::path const& to)
{
    if (auto made = make_directories(to.parent_path()); !made) return made;
    std::error_code error;
    fs::copy_file(from, to, error);
    if (!error) fs::permissions(to, fs::perms::owner_write, fs::perm_options::add, error);
    if (error) return fail(Trouble{"copy", from.string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

// What arrived is compared, so a disk that reads wrongly is not signed by mistake.
Expected<void, Failure> compare(fs::path const& bag, std::vector<bundles::VerifiedFile> const& files)
{
    auto const directory = bundles::BagDirectory::open(bag);
    if (!directory) return fail(could_not_read(directory.error()));
    std::vector<bundles::BundlePath> paths;
    for (auto const& file : files) paths.push_back(file.path);
    auto const digests = bundles::digest_files(*directory, paths, {bundles::Hashes::flat});
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (digests[i] && digests[i]->flat == files[i].digest) continue;
        bundles::NotVerified why;
        why.add(bundles::Refusal::content_mismatch, paths[i].text(), "the copy is not what was signed");
        return fail(not_verified(bag, why));
    }
    return {};
}

Expected<void, Trouble> fill_bag(fs::path const& bag, fs::path const& earlier, Replacement const& replacement)
{
    for (auto const& file : replacement.kept) {
        if (auto copied = copy_to(earlier / file.path.text(), bag / file.path.text()); !copied) return copied;
    }
    for (auto const& [path, text] : replacement.texts) {
        if (auto made = make_directories((bag / path).parent_path()); !made) return made;
        if (auto written = write_durably(bag / path, as_bytes(text)); !written) return written;
    }
    for (auto const& [path, from] : replacement.brought) {
        if (auto copied = copy_to(from, bag / path); !copied) return copied;
    }
    return sync_tree(bag);
}

}  // namespace

Expected<EarlierBundle, Failure> find_earlier_bundle(fs::path const& folder, std::optional<BundleId> const& id)
{
    auto bags = bags_in(folder);
    if (id) std::erase_if(bags, [&](fs::path const& bag) { return !has_id(bag, *id); });
    if (bags.empty()) {
        return fail(Failure{
            ExitCode::not_found,
            {(id ? "that bundle is not in " : "there is no signed bundle in ") + folder.string(), "not-found",
             id ? "no folder there has the id " + bundle_text(*id) : "nothing there is signed", "nothing was changed",
             "name the folder in which it was signed; changed since, it has another id"}});
    }
    auto const& bag = bags.front();
    auto verified = bundles::verify_bundle(bag, {.bundle = id});
    if (!verified) return fail(not_verified(bag, verified.error()));
    if (!verified->is_complete()) {
        return fail(refused(bag.string() + " is not the whole bundle", "missing-file",
                            verified->absent().front().text() + " is not there, and would be missing from the new one",
                            "use the folder in which it was signed, or fetch it with --tier all"));
    }
    auto content = content_of(bag, *verified);
    if (!content) return fail(std::move(content.error()));
    return EarlierBundle{bag, std::move(*verified), std::move(*content)};
}

Replacement replacement_of(EarlierBundle const& earlier)
{
    Replacement made{earlier.bundle.slug().text(), earlier.content.metadata, {}, {}, {}};
    made.metadata.replaces = earlier.bundle.id();
    for (auto const& file : earlier.bundle.files()) {
        if (file.path.is_payload() && file.path.text() != bundles::metadata_path) made.kept.push_back(file);
    }
    return made;
}

void leave_out(Replacement& replacement, std::string_view path)
{
    std::erase_if(replacement.kept, [&](bundles::VerifiedFile const& file) { return file.path.text() == path; });
    replacement.texts.erase(std::string{path});
    replacement.brought.erase(std::string{path});
}

void set_text(Replacement& replacement, bundles::TranscriptName const& name, std::string text)
{
    for (auto const kind : {bundles::TranscriptName::Kind::untimed, bundles::TranscriptName::Kind::timed})
        leave_out(replacement, bundles::transcript_path({name.language, kind}));
    replacement.texts.insert_or_assign(bundles::transcript_path(name), std::move(text));
    auto& list = replacement.metadata.translations;
    if (name.language == replacement.metadata.language || std::ranges::find(list, name.language) != list.end()) return;
    list.push_back(name.language);
    std::ranges::sort(list);
}

Expected<void, Failure> bring(Replacement& replacement, fs::path const& file)
{
    auto const name = file.filename().string();
    if (auto const transcript = bundles::parse_transcript_path("data/" + name)) {
        auto const bytes = read_file(file, bundles::limit::transcript);
        if (!bytes) return fail(could_not_read(bytes.error()));
        set_text(replacement, *transcript, std::string{as_text(*bytes)});
        return {};
    }
    auto const path = bundles::BundlePath::parse("data/media/" + name);
    if (!path || !bundles::tier_of(*path) || path->extension() == "txt" || path->extension() == "vtt") {
        return fail(
            refused(file.string() + " has no place in a bundle", "path-not-allowed",
                    "a text is called transcript.LANGUAGE.txt (or .vtt); another file is a picture, recording or "
                    "document with a name of a-z, 0-9, '.', '_' and '-'",
                    "rename it, then run the same command again"));
    }
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        auto const reason = error ? error : std::make_error_code(std::errc::invalid_argument);
        return fail(could_not_read({"read", file.string(), reason.message(), Retry::is_useless, reason.value()}));
    }
    leave_out(replacement, path->text());
    replacement.brought.insert_or_assign(path->text(), file);
    return {};
}

Expected<void, Failure> make_replacement(fs::path const& root, EarlierBundle const& earlier,
                                         Replacement const& replacement)
{
    return make_whole_folder(root, [&](fs::path const& unfinished) -> Expected<void, Failure> {
        auto const bag = unfinished / replacement.slug;
        auto filled = make_directories(bag);
        if (filled) filled = fill_bag(bag, earlier.directory, replacement);
        auto const toml = bundles::bundle_toml_text(replacement.slug, replacement.metadata);
        if (filled) filled = write_durably(unfinished / bundles::bundle_toml_name, as_bytes(toml));
        if (!filled) return fail(could_not_write(filled.error()));
        return compare(bag, replacement.kept);
    });
}

}  // namespace nightletter::signer
