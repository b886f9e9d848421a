// signer/home.hpp: the place where a publisher's keys lie beside the newest documents.
//
// keys/<nlp1…>/<role>.key, publishers/<nlp1…>/{root.N, feed, heads, …}, feeds/<nlp1…>/<epoch>.<seq> below
// $XDG_DATA_HOME/nightletter. What stands here decides what the next feed is, so one command at a time holds it, and it
// changes as a whole (staging.hpp).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/command_line.hpp"
#include "base/durable_file.hpp"
#include "base/names.hpp"
#include "signer/staging.hpp"
#include "trust/candidate.hpp"
#include "trust/feed.hpp"
#include "trust/root.hpp"

namespace nightletter::signer {

// A publisher's documents as files of one folder: name → contents.
using Documents = std::map<std::string, Bytes, std::less<>>;

struct OwnPublisher {
    PublisherId id;
    std::vector<trust::Candidate> roots;  // 1 to N
    trust::Root root;                     // N
    std::optional<trust::Feed> feed;      // none before the first bundle
    Documents documents;                  // everything in the folder, roots and feed too

    [[nodiscard]] trust::Release const* release(BundleId const& bundle) const;
};

// Understands the files of a publisher's folder. The roots are judged; the feed is only read.
[[nodiscard]] Expected<OwnPublisher, trust::Refusal> own_publisher(PublisherId const& id, Documents documents);

// `given`, or $XDG_DATA_HOME/nightletter, or ~/.local/share/nightletter.
[[nodiscard]] std::filesystem::path home_path(std::string const& given);

// `publishers/<nlp1…>`, the same below a home, an output folder or a pack.
[[nodiscard]] std::filesystem::path publisher_folder_name(PublisherId const& id);

// Adds the documents to a change: feed and signatures last.
[[nodiscard]] Expected<void, Trouble> stage_documents(Staging& staging, PublisherId const& id,
                                                      Documents const& documents);

// The documents in another folder, one to carry to the online computer.
[[nodiscard]] Expected<void, Trouble> copy_documents(std::filesystem::path const& folder, PublisherId const& id,
                                                     Documents const& documents);

// What such a folder holds. Its roots are judged; feed and withdrawals are only read.
[[nodiscard]] Expected<OwnPublisher, Failure> load_publisher(PublisherId const& id,
                                                             std::filesystem::path const& folder);

// The documents as the home keeps them, with the feed once more among the past ones.
[[nodiscard]] Expected<void, Trouble> stage_at_home(Staging& staging, PublisherId const& id,
                                                    Documents const& documents);

class Home {
public:
    // Makes the folder when `init` asks for it. Finishes a change that an interruption cut off.
    enum class Absent { is_made, is_a_failure };
    [[nodiscard]] static Expected<Home, Failure> open(std::filesystem::path path, Absent absent);

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path keys_of(PublisherId const& id) const;
    [[nodiscard]] std::vector<PublisherId> publishers() const;
    // `which` is an nlp1… text; empty for the only one there is.
    [[nodiscard]] Expected<OwnPublisher, Failure> load(std::string const& which) const;
    // Empty for a publisher that this home does not know.
    [[nodiscard]] Expected<Documents, Failure> documents_of(PublisherId const& id) const;
    // The new documents are certain once this has succeeded; `settle` moves them into place, or the next command does.
    [[nodiscard]] Expected<void, Trouble> decide(PublisherId const& id, Documents const& documents) const;
    [[nodiscard]] Expected<void, Trouble> settle() const { return finish(path_); }

private:
    Home(std::filesystem::path path, FileDescriptor lock) : path_{std::move(path)}, lock_{std::move(lock)} {}

    std::filesystem::path path_;
    FileDescriptor lock_;
};

}  // namespace nightletter::signer
