#include "signer/publisher_folder.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "bundles/bag.hpp"
#include "bundles/content.hpp"
#include "signer/failures.hpp"
#include "signer/staging.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;
using bundles::Remark;

Remark about(std::string file, std::string_view word, std::string what, std::string next)
{
    Remark remark;
    remark.word = word;
    remark.file = std::move(file);
    remark.what = std::move(what);
    remark.next = std::move(next);
    return remark;
}

Remark about(std::string file, bundles::FileFault const& fault)
{
    if (auto const* const refusal = std::get_if<bundles::Refusal>(&fault)) {
        auto const too_large = *refusal == bundles::Refusal::too_large;
        return about(std::move(file), bundles::word(*refusal),
                     too_large ? "larger than a file of this kind may be" : "not a file that a bundle may hold",
                     too_large ? "split it or take a smaller one (a transcript has at most 8 MiB)"
                               : "replace it by an ordinary file");
    }
    auto const& trouble = std::get<Trouble>(fault);
    return about(std::move(file), "unreadable", trouble.sentence(), "make it readable for you");
}

std::string advice_on(bundles::Refusal refusal)
{
    switch (refusal) {
        case bundles::Refusal::path_not_allowed:
            return "rename it: lower-case a-z, 0-9, '.', '_' and '-' only";
        case bundles::Refusal::no_tier:
            return "remove it, or bring it as txt vtt json csv, jpg png webp pdf epub, opus ogg mp3 m4a, mp4 webm";
        case bundles::Refusal::zero_byte_file:
            return "remove it or fill it";
        case bundles::Refusal::hard_link:
        case bundles::Refusal::not_a_regular_file:
            return "put an ordinary copy of the file there";
        default:
            return "remove or rename it";
    }
}

std::string explanation_of(bundles::Refusal refusal)
{
    switch (refusal) {
        case bundles::Refusal::path_not_allowed:
            return "this name cannot be used on every system";
        case bundles::Refusal::no_tier:
            return "files of this kind do not belong into a bundle";
        case bundles::Refusal::zero_byte_file:
            return "the file is empty";
        case bundles::Refusal::hard_link:
            return "the file has a second name elsewhere, so it could change unnoticed";
        case bundles::Refusal::not_a_regular_file:
            return "this is a link or a special file";
        case bundles::Refusal::unlisted_file:
            return "only data/ and the files that signing writes may be in this folder";
        default:
            return "a bundle cannot hold this";
    }
}

// Everything under data/. Beside it lie the tag files of an earlier signing, which are written anew, and nothing else.
void look_at_payload(PublisherFolder& folder, bundles::BagDirectory const& bag)
{
    auto listing = bag.list();
    if (!listing) {
        folder.remarks.push_back(
            about(folder.toml.slug, "unreadable", listing.error().sentence(), "make it readable for you"));
        return;
    }
    for (auto const& misfit : listing->misfits) {
        folder.remarks.push_back(about(misfit.path, bundles::word(misfit.refusal), explanation_of(misfit.refusal),
                                       advice_on(misfit.refusal)));
    }
    for (auto const& directory : listing->directories) {
        bool const used = std::ranges::any_of(
            listing->files, [&](bundles::FoundFile const& file) { return file.path.is_under(directory); });
        if (!used && directory != "data")
            folder.remarks.push_back(
                about(directory, "unlisted-file", "the directory is empty", "remove it or put something into it"));
    }
    for (auto& file : listing->files) {
        if (auto const allowed = bundles::may_be_in_a_bag(file.path); !allowed) {
            auto const reason = file.path.is_payload() ? allowed.error() : bundles::Refusal::unlisted_file;
            folder.remarks.push_back(
                about(file.path.text(), bundles::word(reason), explanation_of(reason), advice_on(reason)));
            continue;
        }
        if (file.path.is_payload() && file.path.text() != bundles::metadata_path)
            folder.payload.push_back(std::move(file));
    }
    for (auto const& file : folder.payload) {
        if (!bundles::parse_transcript_path(file.path.text())) continue;
        auto bytes = bag.read(file.path, bundles::limit::transcript);
        if (bytes) {
            folder.transcripts.emplace(file.path.text(), std::move(*bytes));
        } else {
            folder.remarks.push_back(about(file.path.text(), bytes.error()));
        }
    }
}

}  // namespace

Expected<PublisherFolder, Failure> read_publisher_folder(fs::path const& root)
{
    auto const toml_path = root / bundles::bundle_toml_name;
    auto const bytes = read_file(toml_path, bundles::largest_bundle_toml);
    if (!bytes)
        return fail(could_not_read(bytes.error(), "make a folder with `nightletter-sign new DIR` or `import FILE`"));
    PublisherFolder folder;
    folder.root = root;
    if (!is_utf8(as_text(*bytes))) {
        folder.remarks.push_back(about(std::string{bundles::bundle_toml_name}, "not-plain-text",
                                       "the file is not UTF-8", "save it as UTF-8 in your editor"));
        return folder;
    }
    auto toml = bundles::read_bundle_toml(as_text(*bytes));
    if (!toml) {
        folder.remarks = std::move(toml.error());
        return folder;
    }
    folder.toml = std::move(*toml);
    auto const bag = bundles::BagDirectory::open(folder.bag());
    if (!bag) {
        folder.remarks.push_back(about(folder.toml.slug, "not-found", bag.error().sentence(),
                                       "`slug` in bundle.toml is the name of the folder that holds data/"));
        return folder;
    }
    look_at_payload(folder, *bag);
    return folder;
}

Expected<void, Failure> make_whole_folder(fs::path const& root, FillFolder const& fill)
{
    auto const target = fs::absolute(root).lexically_normal();
    auto const name = target.has_filename() ? target : target.parent_path();
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(name, ignored))) {
        return fail(refused(root.string() + " exists already", "exists", "a new folder never replaces one",
                            "choose another name"));
    }
    auto const unfinished = name.parent_path() / ("." + name.filename().string() + ".nightletter-new");
    fs::remove_all(unfinished, ignored);
    auto made = fill(unfinished);
    if (made) {
        auto const renamed = rename_durably(unfinished, name);
        if (!renamed) made = fail(could_not_write(renamed.error()));
    }
    if (!made) fs::remove_all(unfinished, ignored);
    return made;
}

Expected<void, Failure> make_publisher_folder(fs::path const& root, NewFolder const& contents)
{
    return make_whole_folder(root, [&](fs::path const& unfinished) -> Expected<void, Failure> {
        auto const transcript = unfinished / contents.slug / contents.transcript_path;
        auto written = make_directories(transcript.parent_path());
        if (written) written = write_durably(transcript, as_bytes(contents.transcript));
        if (written) written = write_durably(unfinished / bundles::bundle_toml_name, as_bytes(contents.bundle_toml));
        if (!written) return fail(could_not_write(written.error()));
        return {};
    });
}

std::string slug_from(std::string_view name)
{
    std::string slug;
    for (char const c : name) {
        bool const lower = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (lower) {
            slug += c;
        } else if (c >= 'A' && c <= 'Z') {
            slug += static_cast<char>(c - 'A' + 'a');
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    auto const parsed = bundles::Slug::parse(slug);
    return parsed ? slug : std::string{};
}

}  // namespace nightletter::signer
