#include "store/high_water_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <tuple>

namespace nightletter::store {
namespace {

constexpr std::size_t record_size = 96;
constexpr std::size_t chain_offset = 80;
constexpr std::size_t chain_size = 12;
constexpr std::size_t crc_offset = 92;

using Record = std::array<std::uint8_t, record_size>;

// CRC-32 as in IEEE 802.3, reflected, polynomial 0xEDB88320.
std::uint32_t crc32(ByteView bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (auto const byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

template <class Integer>
void put(Record& record, std::size_t offset, Integer value)
{
    for (std::size_t i = 0; i < sizeof value; ++i) {
        record[offset + i] = static_cast<std::uint8_t>(value >> (8 * (sizeof value - 1 - i)));
    }
}

template <class Integer>
Integer get(ByteView record, std::size_t offset)
{
    Integer value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = static_cast<Integer>((value << 8U) | record[offset + i]);
    return value;
}

Record encode(PublisherId const& publisher, HighWaterMark const& mark, Sha256 const& last_record)
{
    Record record{};
    std::copy_n(publisher.data(), 32, record.begin());
    // Epochs are below 2^21.
    put(record, 32, static_cast<std::uint32_t>(mark.root_epoch));
    put(record, 36, static_cast<std::uint32_t>(mark.point.epoch));
    put(record, 40, mark.point.seq);
    std::copy_n(mark.point.feed.data(), 32, record.begin() + 48);
    std::copy_n(last_record.data(), chain_size, record.begin() + chain_offset);
    put(record, crc_offset, crc32(ByteView{record}.first(crc_offset)));
    return record;
}

HighWaterMark decode(ByteView record)
{
    return {get<std::uint32_t>(record, 32),
            {get<std::uint32_t>(record, 36), get<std::uint64_t>(record, 40), *Sha256::from(record.subspan(48, 32))}};
}

bool is_whole(ByteView record)
{
    return get<std::uint32_t>(record, crc_offset) == crc32(record.first(crc_offset));
}

bool follows(ByteView record, Sha256 const& last_record)
{
    return std::equal(last_record.data(), last_record.data() + chain_size, record.begin() + chain_offset);
}

// False with errno set.
bool write_all(int fd, ByteView bytes, off_t offset)
{
    while (!bytes.empty()) {
        auto const written = ::pwrite(fd, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += written;
    }
    return true;
}

}  // namespace

bool HighWaterMark::is_above(HighWaterMark const& other) const
{
    return std::tie(root_epoch, point.epoch, point.seq) >
           std::tie(other.root_epoch, other.point.epoch, other.point.seq);
}

Expected<HighWaterLog, Trouble> HighWaterLog::open(std::filesystem::path const& path)
{
    auto const is_new = ::access(path.c_str(), F_OK) != 0;
    FileDescriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.is_open()) return fail(trouble_from_errno("open", path.string()));
    HighWaterLog log{std::move(file), path.string()};
    if (auto read = log.read_back(); !read) return fail(read.error());
    if (is_new) {
        if (auto synced = sync_path(path.parent_path()); !synced) return fail(synced.error());
    }
    return log;
}

Expected<void, Trouble> HighWaterLog::read_back()
{
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) return fail(trouble_from_errno("examine", name_));
    Bytes contents(static_cast<std::size_t>(status.st_size));
    for (std::size_t filled = 0; filled < contents.size();) {
        auto const got =
            ::pread(file_.get(), contents.data() + filled, contents.size() - filled, static_cast<off_t>(filled));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return fail(trouble_from_errno("read", name_));
        filled += static_cast<std::size_t>(got);
    }

    auto whole_records = contents.size() / record_size;
    ByteView const view{contents};
    // A power cut can also leave a last record of full length and wrong contents.
    if (whole_records > 0 && !is_whole(view.subspan((whole_records - 1) * record_size, record_size))) --whole_records;
    for (std::size_t i = 0; i < whole_records; ++i) {
        auto const record = view.subspan(i * record_size, record_size);
        if (!is_whole(record) || !follows(record, last_record_)) damaged_records_.push_back(i + 1);
        if (is_whole(record)) marks_[*PublisherId::from(record.first(32))] = decode(record);
        last_record_ = sha256(record);
    }
    length_ = whole_records * record_size;
    if (contents.size() == length_) return {};
    if (::ftruncate(file_.get(), static_cast<off_t>(length_)) != 0) return fail(trouble_from_errno("shorten", name_));
    if (::fsync(file_.get()) != 0) return fail(trouble_from_errno("sync", name_));
    return {};
}

Expected<void, Trouble> HighWaterLog::append(PublisherId const& publisher, HighWaterMark const& mark)
{
    if (condemned_) {
        return fail(Trouble{"write", name_, "an earlier write to it failed; start the program again"});
    }
    auto const record = encode(publisher, mark, last_record_);
    // Until the sync has succeeded nobody knows what is on disk, and a second sync would say yes without writing.
    condemned_ = true;
    if (!write_all(file_.get(), record, static_cast<off_t>(length_))) {
        auto trouble = trouble_from_errno("write", name_);
        // A full disk took part of a record at most; without it the log is as it was.
        condemned_ = ::ftruncate(file_.get(), static_cast<off_t>(length_)) != 0;
        trouble.retry = condemned_ ? Retry::is_useless : Retry::may_help;
        return fail(trouble);
    }
    if (::fdatasync(file_.get()) != 0) return fail(trouble_from_errno("sync", name_));
    condemned_ = false;

    length_ += record_size;
    last_record_ = sha256(record);
    marks_[publisher] = mark;
    return {};
}

}  // namespace nightletter::store
