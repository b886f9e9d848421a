#include "store/publisher_folders.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "trust/proof.hpp"
#include "trust/record.hpp"
#include "trust/root.hpp"
#include "trust/withdrawal_list.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view signatures_suffix = ".minisig";
constexpr std::string_view withdrawal_prefix = "withdrawal.";
constexpr std::string_view feed_proof_name = "proof.feed";
constexpr std::string_view root_proof_name = "proof.root";

struct NamedFile {
    std::string name;
    Bytes contents;
};

void add(std::vector<NamedFile>& files, std::string const& name, trust::Candidate const& document)
{
    files.push_back({name, document.document});
    files.push_back({name + std::string{signatures_suffix}, document.signatures});
}

// The names of docs/formats.md section 5.
std::vector<NamedFile> public_files(PublisherDocuments const& documents)
{
    std::vector<NamedFile> files;
    std::size_t version = 0;
    for (auto const& root : documents.roots) add(files, "root." + std::to_string(++version), root);
    if (documents.feed) add(files, "feed", *documents.feed);
    if (!documents.heads.empty()) files.push_back({"heads", documents.heads});
    for (auto const& withdrawal : documents.withdrawals) {
        add(files, std::string{withdrawal_prefix} + sha256(withdrawal.document).hex(), withdrawal);
    }
    auto const list = trust::WithdrawalList::beside(documents.feed, documents.withdrawals);
    if (!list.withdrawals.empty()) {
        files.push_back({std::string{trust::withdrawal_list_name}, copy_of(as_bytes(list.text()))});
    }
    return files;
}

std::vector<NamedFile> private_files(PublisherDocuments const& documents)
{
    std::vector<NamedFile> files;
    if (documents.record) files.push_back({"record", *documents.record});
    if (documents.feed_proof) files.push_back({std::string{feed_proof_name}, *documents.feed_proof});
    if (documents.root_proof) files.push_back({std::string{root_proof_name}, *documents.root_proof});
    return files;
}

// Larger than any document may be; what is larger was not written by us.
std::size_t limit_of(std::string const& name)
{
    if (name.ends_with(signatures_suffix)) return trust::largest_signature_set;
    if (name == "feed") return trust::largest_feed;
    if (name == "heads") return trust::largest_heads;
    if (name == trust::withdrawal_list_name) return trust::largest_withdrawal_list;
    if (name == "record") return trust::largest_record;
    if (name == feed_proof_name || name == root_proof_name) return trust::largest_proof;
    return std::max(trust::largest_root, trust::largest_withdrawal);
}

// nullopt when there is no such file.
Expected<std::optional<Bytes>, Trouble> read_if_there(fs::path const& folder, std::string const& name)
{
    auto contents = read_file(folder / name, limit_of(name));
    if (contents) return std::optional<Bytes>{std::move(*contents)};
    if (contents.error().system_error == ENOENT) return std::optional<Bytes>{};
    return fail(contents.error());
}

// nullopt unless both files are there.
Expected<std::optional<trust::Candidate>, Trouble> read_pair(fs::path const& folder, std::string const& name)
{
    auto document = read_if_there(folder, name);
    if (!document) return fail(document.error());
    auto signatures = read_if_there(folder, name + std::string{signatures_suffix});
    if (!signatures) return fail(signatures.error());
    if (!*document || !*signatures) return std::optional<trust::Candidate>{};
    return std::optional<trust::Candidate>{{std::move(**document), std::move(**signatures)}};
}

Expected<std::vector<std::string>, Trouble> names_in(fs::path const& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    if (!fs::exists(folder, error)) return names;
    for (fs::directory_iterator entries{folder, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        names.push_back(entries->path().filename().string());
    }
    if (error) return fail(Trouble{"list", folder.string(), error.message(), Retry::is_useless, error.value()});
    std::sort(names.begin(), names.end());
    return names;
}

// What is on disk already is not written again: a chain of a thousand roots grows by one file.
Expected<void, Trouble> add_changed(std::vector<NewFile>& changed, std::vector<NamedFile> const& files,
                                    fs::path const& root, fs::path const& folder)
{
    for (auto const& file : files) {
        auto const held = read_if_there(folder, file.name);
        if (!held) return fail(held.error());
        if (*held && **held == file.contents) continue;
        changed.push_back({(folder / file.name).lexically_relative(root), file.contents});
    }
    return {};
}

Expected<void, Trouble> remove_others(std::vector<NamedFile> const& files, fs::path const& folder)
{
    auto const names = names_in(folder);
    if (!names) return fail(names.error());
    for (auto const& name : *names) {
        auto const is_kept =
            std::any_of(files.begin(), files.end(), [&](auto const& file) { return file.name == name; });
        if (is_kept) continue;
        if (::unlink((folder / name).c_str()) != 0) return fail(trouble_from_errno("remove", (folder / name).string()));
    }
    return {};
}

Expected<std::vector<trust::Candidate>, Trouble> read_withdrawals(fs::path const& folder)
{
    auto const names = names_in(folder);
    if (!names) return fail(names.error());
    std::vector<trust::Candidate> withdrawals;
    for (auto const& name : *names) {
        if (!name.starts_with(withdrawal_prefix) || name.ends_with(signatures_suffix)) continue;
        auto withdrawal = read_pair(folder, name);
        if (!withdrawal) return fail(withdrawal.error());
        if (*withdrawal) withdrawals.push_back(std::move(**withdrawal));
    }
    return withdrawals;
}

// The record on disk may have been lost or put back from an old copy; then H is what the log says.
void raise_high_water(PublisherDocuments& documents, PublisherId const& id, HighWaterMark const& held)
{
    trust::Record record;
    record.publisher = id;
    if (documents.record) {
        auto parsed = trust::Record::parse(*documents.record);
        if (!parsed) return;  // for trust/ to refuse, in its own words
        record = std::move(*parsed);
    }
    std::uint64_t root_epoch = 0;
    if (!documents.roots.empty()) {
        if (auto const root = trust::Root::parse(documents.roots.back().document)) root_epoch = root->epoch;
    }
    if (!held.is_above({root_epoch, record.high_water.value_or(trust::FeedPoint{})})) return;
    record.high_water = held.point;
    documents.record = copy_of(as_bytes(record.text()));
}

PublisherRow row_of(PublisherRecord const& record)
{
    return {record.id, record.name, record.documents.roots.size(), record.high_water};
}

}  // namespace

PublisherFolders::PublisherFolders(Layout layout, Catalogue& catalogue, HighWaterLog& log)
    : layout_{std::move(layout)}, journal_{layout_.root(), layout_.journal()}, catalogue_{&catalogue}, log_{&log}
{
}

Expected<PublisherFolders, Trouble> PublisherFolders::open(Layout layout, Catalogue& catalogue, HighWaterLog& log)
{
    PublisherFolders folders{std::move(layout), catalogue, log};
    if (auto finished = folders.journal_.finish(); !finished) return fail(finished.error());

    auto const rows = catalogue.publishers();
    if (!rows) return fail(rows.error());
    for (auto const& row : *rows) {
        auto const held = folders.high_water(row.id);
        if (row.high_water.point.seq == 0 || (held && !row.high_water.is_above(*held))) continue;
        // The log is the one that was lost or is older: it must not be below what was believed.
        if (auto appended = log.append(row.id, row.high_water); !appended) return fail(appended.error());
    }
    if (auto recorded = folders.record_again(*rows); !recorded) return fail(recorded.error());
    return folders;
}

// A catalogue that was lost has no row of a publisher, and without one no bundle of it can be sealed.
Expected<void, Trouble> PublisherFolders::record_again(std::vector<PublisherRow> const& rows)
{
    auto const held = publishers();
    if (!held) return fail(held.error());
    for (auto const& id : *held) {
        auto const is_this = [&](PublisherRow const& row) { return row.id == id; };
        if (std::any_of(rows.begin(), rows.end(), is_this)) continue;
        auto kept = documents(id);
        if (!kept) return fail(kept.error());
        if (kept->roots.empty()) continue;
        auto const root = trust::Root::parse(kept->roots.back().document);
        if (!root) continue;  // for trust/ to refuse, in its own words
        auto const mark = high_water(id).value_or(HighWaterMark{});
        if (auto done = keep({id, root->name, std::move(*kept), mark}); !done) return done;
    }
    return {};
}

Expected<void, Trouble> PublisherFolders::keep(PublisherRecord const& record)
{
    auto const folder = layout_.publisher(record.id);
    auto const secrets = layout_.record(record.id);
    auto const files = public_files(record.documents);
    auto const secret_files = private_files(record.documents);
    std::vector<NewFile> changed;
    if (auto added = add_changed(changed, files, layout_.root(), folder); !added) return added;
    if (auto added = add_changed(changed, secret_files, layout_.root(), secrets); !added) return added;
    if (!changed.empty()) {
        if (auto kept = journal_.replace(publisher_text(record.id), changed); !kept) return kept;
    }
    if (high_water(record.id).value_or(HighWaterMark{}) != record.high_water) {
        if (auto appended = log_->append(record.id, record.high_water); !appended) return appended;
    }
    std::vector<DocumentRow> documents;
    documents.reserve(files.size());
    for (auto const& file : files) documents.push_back({sha256(file.contents), file.name});
    if (auto recorded = catalogue_->record(row_of(record), documents); !recorded) return recorded;
    if (auto removed = remove_others(files, folder); !removed) return removed;
    return remove_others(secret_files, secrets);
}

Expected<std::vector<PublisherId>, Trouble> PublisherFolders::publishers() const
{
    auto const names = names_in(layout_.publishers());
    if (!names) return fail(names.error());
    std::vector<PublisherId> found;
    for (auto const& name : *names) {
        if (auto const id = parse_publisher(name)) found.push_back(*id);
    }
    return found;
}

Expected<PublisherDocuments, Trouble> PublisherFolders::documents(PublisherId const& id) const
{
    auto const folder = layout_.publisher(id);
    PublisherDocuments documents;
    for (std::size_t version = 1;; ++version) {
        auto root = read_pair(folder, "root." + std::to_string(version));
        if (!root) return fail(root.error());
        if (!*root) break;
        documents.roots.push_back(std::move(**root));
    }
    auto feed = read_pair(folder, "feed");
    if (!feed) return fail(feed.error());
    documents.feed = std::move(*feed);
    auto heads = read_if_there(folder, "heads");
    if (!heads) return fail(heads.error());
    documents.heads = std::move(*heads).value_or(Bytes{});

    auto record = read_if_there(layout_.record(id), "record");
    if (!record) return fail(record.error());
    documents.record = std::move(*record);
    auto feed_proof = read_if_there(layout_.record(id), std::string{feed_proof_name});
    if (!feed_proof) return fail(feed_proof.error());
    documents.feed_proof = std::move(*feed_proof);
    auto root_proof = read_if_there(layout_.record(id), std::string{root_proof_name});
    if (!root_proof) return fail(root_proof.error());
    documents.root_proof = std::move(*root_proof);

    auto withdrawals = read_withdrawals(folder);
    if (!withdrawals) return fail(withdrawals.error());
    documents.withdrawals = std::move(*withdrawals);
    if (auto const held = high_water(id)) raise_high_water(documents, id, *held);
    return documents;
}

std::optional<HighWaterMark> PublisherFolders::high_water(PublisherId const& id) const
{
    // open() and keep() see to it that the log is never behind the catalogue.
    auto const held = log_->marks().find(id);
    if (held == log_->marks().end() || held->second.point.seq == 0) return std::nullopt;
    return held->second;
}

Expected<std::optional<Bytes>, Trouble> PublisherFolders::find(Sha256 const& digest)
{
    auto const found = catalogue_->document(digest);
    if (!found) return fail(found.error());
    if (!*found) return std::optional<Bytes>{};
    auto contents = read_if_there(layout_.publisher((*found)->publisher), (*found)->name);
    if (!contents) return fail(contents.error());
    // Between a new document and its row, the name may already hold the newer bytes.
    if (!*contents || sha256(**contents) != digest) return std::optional<Bytes>{};
    return contents;
}

}  // namespace nightletter::store
