#include "packs/tar_pack.hpp"

#include <archive.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "packs/archive_reader.hpp"

namespace nightletter::packs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_bytes = 256U << 10U;

bool lies_in(TarFile const& file, std::string_view directory)
{
    return directory.empty() || (file.path.starts_with(directory) && file.path[directory.size()] == '/');
}

// libarchive looks for the end of a tar and is content without one; whoever cut it off just there would go unnoticed.
bool has_end(int file, std::uint64_t size)
{
    std::array<char, 1024> end{};
    if (size < end.size()) return false;
    auto const read = ::pread(file, end.data(), end.size(), static_cast<off_t>(size - end.size()));
    return read == static_cast<ssize_t>(end.size()) && std::ranges::all_of(end, [](char byte) { return byte == 0; });
}

}  // namespace

Expected<TarPack, TarProblem> TarPack::open(fs::path const& path)
{
    FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)};
    if (!file.is_open()) return fail(TarProblem{trouble_from_errno("open", path.string())});
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(TarProblem{trouble_from_errno("examine", path.string())});
    if (!S_ISREG(status.st_mode)) return fail(TarProblem{Trouble{"read", path.string(), "it is no file"}});
    auto const size = static_cast<std::uint64_t>(status.st_size);

    auto const reader = tar_reader();
    if (archive_read_open_fd(reader.get(), file.get(), block_bytes) != ARCHIVE_OK)
        return TarPack{std::move(file), TarListing{{}, true}};
    auto listing = list_opened_tar(*reader, size);
    if (!listing) return fail(TarProblem{listing.error()});
    listing->is_cut_short = listing->is_cut_short || !has_end(file.get(), size);
    return TarPack{std::move(file), std::move(*listing)};
}

std::vector<std::string> TarPack::bundles() const
{
    std::vector<std::string> found;
    constexpr std::string_view folder = "bundles/";
    for (auto const& file : listing_.files) {
        if (!file.path.starts_with(folder)) continue;
        auto home = file.path.substr(0, file.path.find('/', folder.size()));
        if (found.empty() || found.back() != home) found.push_back(std::move(home));
    }
    return found;
}

std::uint64_t TarPack::bytes_in(std::string_view directory) const
{
    std::uint64_t sum = 0;
    for (auto const& file : listing_.files) sum += lies_in(file, directory) ? file.size : 0;
    return sum;
}

std::uint64_t TarPack::files_in(std::string_view directory) const
{
    return static_cast<std::uint64_t>(
        std::ranges::count_if(listing_.files, [&](TarFile const& file) { return lies_in(file, directory); }));
}

Expected<void, NotTakenOut> TarPack::take_out(std::string_view directory, fs::path const& into) const
{
    for (auto const& file : listing_.files) {
        if (!lies_in(file, directory)) continue;
        if (auto written = write(file, into); !written) return written;
    }
    return {};
}

Expected<void, NotTakenOut> TarPack::take_out_file(std::string_view path, fs::path const& into) const
{
    auto const found = std::ranges::find(listing_.files, path, &TarFile::path);
    return found == listing_.files.end() ? Expected<void, NotTakenOut>{} : write(*found, into);
}

Expected<void, NotTakenOut> TarPack::write(TarFile const& file, fs::path const& into) const
{
    auto const on_disk = [](Trouble trouble) { return fail(NotTakenOut{Side::disk, std::move(trouble)}); };
    auto const to = into / file.path;
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error)
        return on_disk(Trouble{"make", to.parent_path().string(), error.message(), Retry::is_useless, error.value()});
    FileDescriptor out{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!out.is_open()) return on_disk(trouble_from_errno("create", to.string()));
    Bytes block(block_bytes);
    auto offset = file.offset;
    for (auto left = file.size; left > 0;) {
        auto const wanted =
            std::span{block}.first(static_cast<std::size_t>(std::min<std::uint64_t>(left, block.size())));
        auto const got = read_some(wanted, offset);
        if (!got) return fail(NotTakenOut{Side::tar, got.error()});
        if (auto put = write_all(out.get(), wanted.first(*got), to.string()); !put) return on_disk(put.error());
        offset += *got;
        left -= *got;
    }
    if (out.close() != 0) return on_disk(trouble_from_errno("close", to.string()));
    return {};
}

Expected<std::size_t, Trouble> TarPack::read_some(std::span<std::uint8_t> into, std::uint64_t offset) const
{
    while (true) {
        auto const got = ::pread(file_.get(), into.data(), into.size(), static_cast<off_t>(offset));
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0) return fail(Trouble{"read", "the tar", "it became shorter", Retry::may_help});
        if (errno != EINTR) return fail(trouble_from_errno("read", "the tar"));
    }
}

}  // namespace nightletter::packs
