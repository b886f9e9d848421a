#include "packs/tar_writer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/durable_file.hpp"

namespace nightletter::packs {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t tar_block = 512;
constexpr std::uint64_t most_headers = 3 * tar_block;  // of one file: pax header, its one block, the header itself
constexpr std::uint64_t tar_record = 20 * tar_block;   // a tar may be padded to whole records

struct FreeArchive {
    void operator()(archive* tar) const { archive_write_free(tar); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

Trouble trouble_of(archive* tar, fs::path const& path)
{
    auto const* const reason = archive_error_string(tar);
    return {"write", path.string(), reason == nullptr ? "unknown" : reason, Retry::is_useless, archive_errno(tar)};
}

}  // namespace

struct TarWriter::Writing {
    fs::path path;
    fs::path unfinished;
    FileDescriptor file;
    std::unique_ptr<archive, FreeArchive> tar;
    bool is_finished = false;
};

TarWriter::TarWriter(std::unique_ptr<Writing> writing) : writing_{std::move(writing)} {}
TarWriter::TarWriter(TarWriter&&) noexcept = default;

TarWriter::~TarWriter()
{
    if (writing_ && !writing_->is_finished) (void)::unlink(writing_->unfinished.c_str());
}

Expected<TarWriter, Trouble> TarWriter::begin(fs::path path)
{
    auto writing = std::make_unique<Writing>();
    writing->unfinished = fs::path{path}.concat(".unfinished");
    writing->path = std::move(path);
    auto const name = writing->unfinished.string();
    if (::unlink(name.c_str()) != 0 && errno != ENOENT) return fail(trouble_from_errno("remove", name));
    writing->file = FileDescriptor{::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)};
    if (!writing->file.is_open()) return fail(trouble_from_errno("create", name));
    writing->tar.reset(archive_write_new());
    auto* const tar = writing->tar.get();
    NIGHTLETTER_INSIST(tar != nullptr && archive_write_set_format_pax_restricted(tar) == ARCHIVE_OK);
    if (archive_write_open_fd(tar, writing->file.get()) != ARCHIVE_OK) return fail(trouble_of(tar, name));
    return TarWriter{std::move(writing)};
}

Expected<void, Trouble> TarWriter::put(PackUnit const& unit)
{
    for (auto const& file : unit.files) {
        if (auto written = put(file); !written) return written;
    }
    return {};
}

Expected<void, Trouble> TarWriter::put(PackFile const& file)
{
    auto* const tar = writing_->tar.get();
    std::unique_ptr<archive_entry, FreeEntry> const entry{archive_entry_new()};
    NIGHTLETTER_INSIST(entry);
    archive_entry_set_pathname(entry.get(), file.path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.size()));
    archive_entry_set_mtime(entry.get(), pack_time, 0);
    if (archive_write_header(tar, entry.get()) != ARCHIVE_OK) return fail(trouble_of(tar, writing_->unfinished));
    return each_block(file, [&](ByteView block) -> Expected<void, Trouble> {
        auto const written = archive_write_data(tar, block.data(), block.size());
        if (written != static_cast<la_ssize_t>(block.size())) return fail(trouble_of(tar, writing_->unfinished));
        return {};
    });
}

Expected<void, Trouble> TarWriter::finish()
{
    auto& writing = *writing_;
    if (archive_write_close(writing.tar.get()) != ARCHIVE_OK)
        return fail(trouble_of(writing.tar.get(), writing.unfinished));
    if (::fsync(writing.file.get()) != 0) return fail(trouble_from_errno("sync", writing.unfinished.string()));
    if (writing.file.close() != 0) return fail(trouble_from_errno("close", writing.unfinished.string()));
    if (auto renamed = rename_durably(writing.unfinished, writing.path); !renamed) return renamed;
    writing.is_finished = true;
    return {};
}

std::uint64_t tar_size(std::span<PackUnit const> units)
{
    std::uint64_t sum = 2 * tar_record;
    for (auto const& unit : units) {
        for (auto const& file : unit.files) sum += most_headers + (file.size() + tar_block - 1) / tar_block * tar_block;
    }
    return sum;
}

}  // namespace nightletter::packs
