#include "signer/home.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cstdlib>

#include "base/sha256.hpp"
#include "signer/failures.hpp"
#include "signer/past_feeds.hpp"
#include "trust/root_chain.hpp"

namespace nightletter::signer {
namespace {

namespace fs = std::filesystem;

constexpr auto create_one = "nightletter-sign init";

Failure damaged(fs::path const& folder, std::string_view word)
{
    return refused(folder.string() + " is damaged", std::string{word}, "it does not hold what was written there",
                   "put back your backup of it");
}

Expected<Documents, Failure> read_documents(fs::path const& folder)
{
    Documents documents;
    std::error_code error;
    for (fs::directory_iterator entries{folder, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename().string();
        if (name.starts_with('.')) continue;
        auto bytes = read_file(entries->path(), trust::largest_feed);
        if (!bytes) return fail(could_not_read(bytes.error()));
        documents.emplace(name, std::move(*bytes));
    }
    if (error)
        return fail(could_not_read({"list", folder.string(), error.message(), Retry::is_useless, error.value()}));
    return documents;
}

// The feed once more, under its number, where the next one does not replace it.
Expected<void, Trouble> stage_past_feed(Staging& staging, PublisherId const& id, Documents const& documents)
{
    auto const document = documents.find("feed");
    if (document == documents.end()) return {};
    auto const feed = trust::Feed::parse(document->second);
    if (!feed) return {};
    return staging.add(past_feed_name(id, feed->epoch, feed->seq), document->second);
}

Expected<FileDescriptor, Failure> locked(fs::path const& home)
{
    auto const path = home / ".lock";
    FileDescriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.is_open()) return fail(could_not_write(trouble_from_errno("open", path.string())));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(refused("another nightletter-sign is at work", "busy", "it holds " + path.string(),
                            "wait until it has ended"));
    }
    return file;
}

}  // namespace

Expected<OwnPublisher, trust::Refusal> own_publisher(PublisherId const& id, Documents documents)
{
    std::vector<trust::Candidate> roots;
    for (std::size_t version = 1;; ++version) {
        auto const name = "root." + std::to_string(version);
        auto const document = documents.find(name);
        auto const signatures = documents.find(name + ".minisig");
        if (document == documents.end() || signatures == documents.end()) break;
        roots.push_back({document->second, signatures->second});
    }
    auto const chain = trust::RootChain::read(roots, id);
    if (!chain) return fail(chain.error());
    OwnPublisher own{id, std::move(roots), chain->newest().root(), std::nullopt, {}};
    if (auto const document = documents.find("feed"); document != documents.end()) {
        auto feed = trust::Feed::parse(document->second);
        if (!feed) return fail(feed.error());
        own.feed = std::move(*feed);
    }
    own.documents = std::move(documents);
    return own;
}

trust::Release const* OwnPublisher::release(BundleId const& bundle) const
{
    if (!feed) return nullptr;
    auto const found = std::ranges::find(feed->releases, bundle, &trust::Release::bundle);
    return found == feed->releases.end() ? nullptr : &*found;
}

fs::path home_path(std::string const& given)
{
    if (!given.empty()) return given;
    char const* const data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return fs::path{data} / "nightletter";
    char const* const user = std::getenv("HOME");
    return fs::path{user != nullptr ? user : "."} / ".local/share/nightletter";
}

fs::path publisher_folder_name(PublisherId const& id)
{
    return fs::path{"publishers"} / publisher_text(id);
}

Expected<void, Trouble> stage_documents(Staging& staging, PublisherId const& id, Documents const& documents)
{
    for (auto const turn : {Turn::early, Turn::late}) {
        for (auto const& [name, contents] : documents) {
            // Only these two are ever replaced by others of the same name; the feed itself comes after its signatures.
            bool const replaced = name == "feed" || name == "feed.minisig";
            if (replaced != (turn == Turn::late)) continue;
            if (auto added = staging.add(publisher_folder_name(id) / name, contents, turn); !added) return added;
        }
    }
    // The only one a later state may lack: heads name one feed.
    if (!documents.contains("heads")) staging.leave_out(publisher_folder_name(id) / "heads");
    return {};
}

Expected<void, Trouble> stage_at_home(Staging& staging, PublisherId const& id, Documents const& documents)
{
    if (auto staged = stage_documents(staging, id, documents); !staged) return staged;
    return stage_past_feed(staging, id, documents);
}

Expected<void, Trouble> copy_documents(fs::path const& folder, PublisherId const& id, Documents const& documents)
{
    auto staging = Staging::begin(folder);
    if (!staging) return fail(staging.error());
    if (auto staged = stage_documents(*staging, id, documents); !staged) return staged;
    if (auto decided = staging->decide(); !decided) return decided;
    return finish(folder);
}

Expected<Home, Failure> Home::open(fs::path path, Absent absent)
{
    std::error_code ignored;
    if (absent == Absent::is_a_failure && !fs::is_directory(path, ignored)) {
        return fail(Failure{ExitCode::not_found,
                            {"there is no publisher on this computer", "not-found", path.string() + " does not exist",
                             "nothing was changed", create_one}});
    }
    if (!fs::exists(path, ignored)) {
        if (auto made = make_directories(path); !made) return fail(could_not_write(made.error()));
        fs::permissions(path, fs::perms::owner_all, ignored);
    }
    auto lock = locked(path);
    if (!lock) return fail(std::move(lock.error()));
    if (auto finished = finish(path); !finished) return fail(could_not_write(finished.error()));
    return Home{std::move(path), std::move(*lock)};
}

fs::path Home::keys_of(PublisherId const& id) const
{
    return path_ / "keys" / publisher_text(id);
}

std::vector<PublisherId> Home::publishers() const
{
    std::vector<PublisherId> ids;
    std::error_code error;
    for (fs::directory_iterator entries{path_ / "publishers", error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        if (auto const id = parse_publisher(entries->path().filename().string())) ids.push_back(*id);
    }
    std::ranges::sort(ids);
    return ids;
}

Expected<OwnPublisher, Failure> load_publisher(PublisherId const& id, fs::path const& folder)
{
    auto documents = read_documents(folder);
    if (!documents) return fail(std::move(documents.error()));
    auto own = own_publisher(id, std::move(*documents));
    if (!own) return fail(damaged(folder, trust::word(own.error())));
    return std::move(*own);
}

Expected<OwnPublisher, Failure> Home::load(std::string const& which) const
{
    auto const known = publishers();
    auto id = which.empty() && known.size() == 1 ? std::optional{known.front()} : parse_publisher(which);
    if (known.empty()) {
        return fail(Failure{ExitCode::not_found,
                            {"there is no publisher on this computer", "not-found", path_.string() + " holds none",
                             "nothing was changed", create_one}});
    }
    if (!id && which.empty()) {
        std::string ids;
        for (auto const& each : known) ids += "\n           " + publisher_text(each);
        return fail(Failure{ExitCode::wrong_usage,
                            {"which publisher?", "wrong-usage", "this computer has several:" + ids,
                             "nothing was changed", "add --publisher with one of them"}});
    }
    if (!id || std::ranges::find(known, *id) == known.end()) {
        return fail(
            Failure{ExitCode::not_found,
                    {"there is no such publisher on this computer", "not-found", which + " is not in " + path_.string(),
                     "nothing was changed", "check the id, or --home"}});
    }
    auto const folder = path_ / publisher_folder_name(*id);
    return load_publisher(*id, folder);
}

Expected<Documents, Failure> Home::documents_of(PublisherId const& id) const
{
    auto const folder = path_ / publisher_folder_name(id);
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) return Documents{};
    return read_documents(folder);
}

Expected<void, Trouble> Home::decide(PublisherId const& id, Documents const& documents) const
{
    auto staging = Staging::begin(path_);
    if (!staging) return fail(staging.error());
    if (auto staged = stage_at_home(*staging, id, documents); !staged) return staged;
    return staging->decide();
}

}  // namespace nightletter::signer
