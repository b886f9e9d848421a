#include "media/confinement.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "media/child.hpp"

namespace nightletter::media {
namespace {

constexpr std::uint64_t mebibyte = 1U << 20U;

// A file's bytes, mapped: the kernel reads only what is looked at.
class Mapping {
public:
    Mapping() = default;
    Mapping(void* start, std::size_t size) : start_{start}, size_{size} {}
    Mapping(Mapping&& other) noexcept
        : start_{std::exchange(other.start_, nullptr)}, size_{std::exchange(other.size_, 0)}
    {
    }
    Mapping& operator=(Mapping&&) = delete;
    ~Mapping()
    {
        if (start_ != nullptr) ::munmap(start_, size_);
    }

    [[nodiscard]] ByteView bytes() const { return {static_cast<std::uint8_t const*>(start_), size_}; }

private:
    void* start_ = nullptr;
    std::size_t size_ = 0;
};

Expected<Mapping, Trouble> map(std::filesystem::path const& path)
{
    FileDescriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!file.is_open()) return fail(trouble_from_errno("open", path.string()));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(trouble_from_errno("examine", path.string()));
    if (!S_ISREG(status.st_mode)) return fail(Trouble{"read", path.string(), "it is not a regular file"});
    auto const size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return Mapping{};
    auto* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (start == MAP_FAILED) return fail(trouble_from_errno("read", path.string()));
    return Mapping{start, size};
}

bool write_zeros(int fd, std::uint64_t size)
{
    static constexpr std::array<std::uint8_t, 65'536> zeros{};
    for (; size > 0; size -= std::min<std::uint64_t>(size, zeros.size())) {
        if (!write_all(fd, ByteView{zeros}.first(std::min<std::uint64_t>(size, zeros.size())))) return false;
    }
    return true;
}

bool write_edited(int fd, ByteView file, std::vector<Edit> const& edits)
{
    std::uint64_t at = 0;
    for (auto const& edit : edits) {
        if (!write_all(fd, file.subspan(at, edit.at - at)) || !write_all(fd, edit.puts)) return false;
        if (!write_zeros(fd, edit.zeros)) return false;
        at = edit.at + edit.removes;
    }
    return write_all(fd, file.subspan(at));
}

struct Work {
    ByteView file;
    Format format = Format::jpeg;
    int output = -1;  // -1 to look only
};

Report done_by_the_child(Work const& work)
{
    auto const examination = examine(work.format, work.file);
    if (!examination) return {{}, examination.error()};
    auto const edits = examination->edits();
    if (!edits) return {{}, edits.error()};
    Report report{examination->tags(), std::nullopt};
    if (work.output >= 0 && !write_edited(work.output, work.file, *edits)) report.unreadable = Unreadable::too_much;
    return report;
}

Allowance allowance_for(Work const& work)
{
    auto const size = work.file.size();
    // Documents are written anew, in memory; of the others only what changes is.
    bool const is_document = work.format == Format::pdf || work.format == Format::epub;
    return {.output = work.output,
            .memory = size * (is_document ? 6 : 1) + (is_document ? 1024 : 512) * mebibyte,
            .file_size = size * (is_document ? 2 : 1) + 64 * mebibyte,
            .cpu_seconds = 20 + size / (10 * mebibyte)};
}

Expected<Report, Trouble> in_a_child(std::filesystem::path const& path, Format format, int output)
{
    auto const mapping = map(path);
    if (!mapping) return fail(mapping.error());
    Work const work{mapping->bytes(), format, output};
    auto const deadline = std::chrono::seconds{30 + work.file.size() / (4 * mebibyte)};
    return ask_a_child(allowance_for(work), deadline, [&work] { return done_by_the_child(work); });
}

}  // namespace

Expected<Report, Trouble> look_into(std::filesystem::path const& file, Format format)
{
    return in_a_child(file, format, -1);
}

Expected<Report, Trouble> copy_without_tags(std::filesystem::path const& file, Format format,
                                            FileDescriptor const& clean)
{
    return in_a_child(file, format, clean.get());
}

}  // namespace nightletter::media
