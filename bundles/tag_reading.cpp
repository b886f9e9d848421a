#include "bundles/tag_reading.hpp"

#include <set>

namespace nightletter::bundles {
namespace {

class TagReader {
public:
    TagReader(BagDirectory const& directory, Listing const& listing, NotVerified& wrong)
        : directory_{directory}, listing_{listing}, wrong_{wrong}
    {
    }

    TagReading read()
    {
        for (auto const& file : listing_.files) {
            if (!file.path.is_payload()) read_file(file.path);
        }
        for (auto const path : {name::bagit, name::bag_info, name::manifest, name::tag_manifest, name::signatures}) {
            if (is_missing(known_path(path))) complain(Refusal::missing_file, path);
        }
        parse_bagit();
        parse_info();
        reading_.payload = parse_manifest(name::manifest, ManifestOf::payload);
        if (auto const* const bytes = reading_.find(name::tag_manifest)) {
            reading_.id = *BundleId::from(sha256(*bytes).bytes());
        }
        if (auto const listed = parse_manifest(name::tag_manifest, ManifestOf::tag_files)) {
            compare(*listed);
            collect_roots(*listed);
        }
        return std::move(reading_);
    }

private:
    void complain(Refusal refusal, std::string_view path, std::string detail = "")
    {
        wrong_.add(refusal, std::string{path}, std::move(detail));
        faulty_.emplace(path);
    }

    void read_file(BundlePath const& path)
    {
        if (!may_be_in_a_bag(path)) {
            complain(Refusal::unlisted_file, path.text(), "a bag has no tag file of that name");
            return;
        }
        auto contents = directory_.read(path, size_limit(path).value_or(limit::manifest));
        if (contents) {
            reading_.contents.emplace(path, std::move(*contents));
        } else {
            wrong_.add(contents.error(), path.text());
            faulty_.insert(path.text());
        }
    }

    // Nothing is there, and nothing was said about it yet.
    [[nodiscard]] bool is_missing(BundlePath const& path) const
    {
        return !reading_.contents.contains(path) && !faulty_.contains(path.text()) && !listing_.has_misfit(path.text());
    }

    void parse_bagit()
    {
        auto const* const bytes = reading_.find(name::bagit);
        if (bytes != nullptr && as_text(*bytes) != bagit_text) complain(Refusal::bad_bagit, name::bagit);
    }

    void parse_info()
    {
        auto const* const bytes = reading_.find(name::bag_info);
        if (bytes == nullptr) return;
        auto info = BagInfo::parse(*bytes);
        if (info) {
            reading_.info = std::move(*info);
        } else {
            complain(info.error(), name::bag_info);
        }
    }

    std::optional<Manifest> parse_manifest(std::string_view path, ManifestOf what)
    {
        auto const* const bytes = reading_.find(path);
        if (bytes == nullptr) return std::nullopt;
        auto manifest = Manifest::parse(*bytes, what);
        if (manifest) return std::move(*manifest);
        complain(manifest.error(), path);
        return std::nullopt;
    }

    void compare(Manifest const& listed)
    {
        for (auto const& line : listed.lines()) {
            auto const found = reading_.contents.find(line.path);
            if (found == reading_.contents.end()) {
                if (is_missing(line.path)) complain(Refusal::missing_file, line.path.text());
            } else if (sha256(found->second) != line.digest) {
                complain(Refusal::content_mismatch, line.path.text());
            }
        }
        for (auto const& [path, contents] : reading_.contents) {
            auto const stands_in_no_manifest = path.text() == name::tag_manifest || path.text() == name::signatures;
            if (!stands_in_no_manifest && !listed.digest_of(path)) complain(Refusal::unlisted_file, path.text());
        }
    }

    // The publisher's files as the tag manifest lists them: 1 to N, each with its signature set.
    void collect_roots(Manifest const& listed)
    {
        std::size_t count = 0;
        for (auto const& line : listed.lines()) count += line.path.is_under("publisher") ? 1U : 0U;
        std::vector<trust::Candidate> roots;
        for (std::uint32_t number = 1; 2 * roots.size() < count; ++number) {
            auto const document = root_path(number);
            auto const signatures = root_signatures_path(number);
            if (!listed.digest_of(document) || !listed.digest_of(signatures)) {
                complain(Refusal::bad_root_files, document.text());
                return;
            }
            if (!reading_.contents.contains(document) || !reading_.contents.contains(signatures)) return;
            roots.push_back({reading_.contents.at(document), reading_.contents.at(signatures)});
        }
        if (roots.empty()) complain(Refusal::bad_root_files, "publisher");
        reading_.roots = std::move(roots);
    }

    BagDirectory const& directory_;
    Listing const& listing_;
    NotVerified& wrong_;
    std::set<std::string, std::less<>> faulty_;  // what was complained about
    TagReading reading_;
};

}  // namespace

Bytes const* TagReading::find(std::string_view path) const
{
    auto const found = contents.find(known_path(path));
    return found == contents.end() ? nullptr : &found->second;
}

TagReading read_tag_files(BagDirectory const& directory, Listing const& listing, NotVerified& wrong)
{
    return TagReader{directory, listing, wrong}.read();
}

}  // namespace nightletter::bundles
