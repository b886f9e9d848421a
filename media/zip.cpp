#include "media/zip.hpp"

#include <zlib.h>

#include <algorithm>

#include "media/octets_at.hpp"

namespace nightletter::media {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto local_start = "PK\x03\x04"sv;
constexpr auto central_start = "PK\x01\x02"sv;
constexpr auto end_start = "PK\x05\x06"sv;
constexpr std::uint64_t local_head = 30;
constexpr std::uint64_t central_head = 46;
constexpr std::uint64_t end_head = 22;
constexpr std::uint64_t first_day = 0x0021;  // 1 January 1980: the time of a file that has none
constexpr std::uint64_t is_encrypted = 1;
constexpr std::uint64_t has_descriptor = 8;  // sizes stand once more behind the file
constexpr std::uint16_t name_is_utf8 = 0x0800;

// Where the list of files is said to begin; the last such record, as everybody looks for it.
std::optional<std::uint64_t> end_of(ByteView file)
{
    if (file.size() < end_head) return std::nullopt;
    auto const earliest = file.size() - std::min<std::uint64_t>(file.size(), end_head + 0xFFFF);
    for (auto at = file.size() - end_head;; --at) {
        if (matches(file, at, end_start) && at + end_head + little_endian(file, at + 20, 2) == file.size()) return at;
        if (at == earliest) return std::nullopt;
    }
}

class Reading {
public:
    Reading(ByteView file, Examination& examination) : file_{file}, examination_{examination} {}

    Expected<std::vector<ZipEntry>, Unreadable> read()
    {
        auto const end = end_of(file_);
        if (!end) return fail(Unreadable::malformed);
        auto const count = little_endian(file_, *end + 10, 2);
        if (count > most_zip_entries) return fail(Unreadable::too_much);
        auto at = little_endian(file_, *end + 16, 4);
        accounted_ = end_head;
        if (file_.size() - *end > end_head) examination_.found(Kind::other, "comment of the packing");
        for (std::uint64_t i = 0; i < count; ++i) {
            if (auto const fault = read_entry(at)) return fail(*fault);
        }
        // Packed twice is how small files unpack to large ones.
        if (accounted_ > file_.size() + 16 * count) return fail(Unreadable::malformed);
        if (accounted_ < file_.size()) examination_.found(Kind::history, "bytes between the files");
        return std::move(entries_);
    }

private:
    std::optional<Unreadable> read_entry(std::uint64_t& at)
    {
        if (!matches(file_, at, central_start) || !has(file_, at, central_head)) return Unreadable::malformed;
        auto const flags = little_endian(file_, at + 8, 2);
        auto const name_size = little_endian(file_, at + 28, 2);
        auto const more = little_endian(file_, at + 30, 2) + little_endian(file_, at + 32, 2);
        auto const local = little_endian(file_, at + 42, 4);
        auto const packed_size = little_endian(file_, at + 20, 4);
        if (!has(file_, at + central_head, name_size)) return Unreadable::malformed;
        ZipEntry entry;
        entry.name = as_text(part(file_, at + central_head, name_size));
        entry.method = static_cast<std::uint16_t>(little_endian(file_, at + 10, 2));
        entry.check_sum = static_cast<std::uint32_t>(little_endian(file_, at + 16, 4));
        entry.size = static_cast<std::uint32_t>(little_endian(file_, at + 24, 4));
        if ((flags & is_encrypted) != 0 || packed_size == 0xFFFFFFFF || (entry.method != 0 && entry.method != 8))
            return Unreadable::unsupported;
        if (!matches(file_, local, local_start) || !has(file_, local, local_head)) return Unreadable::malformed;
        auto const local_more = little_endian(file_, local + 28, 2);
        auto const data = local + local_head + little_endian(file_, local + 26, 2) + local_more;
        if (!has(file_, data, packed_size)) return Unreadable::malformed;
        entry.packed = part(file_, data, packed_size);
        if (little_endian(file_, at + 14, 2) != first_day || little_endian(file_, local + 12, 2) != first_day ||
            little_endian(file_, at + 12, 2) != 0 || little_endian(file_, local + 10, 2) != 0)
            examination_.found(Kind::date, "times of the files in it");
        if (more > 0 || local_more > 0) examination_.found(Kind::device, "fields of the packing program");
        accounted_ +=
            central_head + name_size + more + (data - local) + packed_size + ((flags & has_descriptor) != 0 ? 16 : 0);
        at += central_head + name_size + more;
        if (!entry.name.ends_with('/')) entries_.push_back(std::move(entry));
        return std::nullopt;
    }

    ByteView file_;
    Examination& examination_;
    std::vector<ZipEntry> entries_;
    std::uint64_t accounted_ = 0;
};

// What both records of a file have in common, from the version needed to the size of its name.
void append_common(Bytes& to, ZipEntry const& entry, std::size_t packed_size)
{
    bool const is_ascii = std::ranges::all_of(as_bytes(entry.name), [](std::uint8_t c) { return c < 128; });
    append_little_endian(to, 20, 2);
    append_little_endian(to, is_ascii ? 0 : name_is_utf8, 2);
    append_little_endian(to, entry.method, 2);
    append_little_endian(to, 0, 2);
    append_little_endian(to, first_day, 2);
    append_little_endian(to, entry.check_sum, 4);
    append_little_endian(to, packed_size, 4);
    append_little_endian(to, entry.size, 4);
    append_little_endian(to, entry.name.size(), 2);
    append_little_endian(to, 0, 2);
}

}  // namespace

Expected<std::vector<ZipEntry>, Unreadable> read_zip(ByteView file, Examination& examination)
{
    return Reading{file, examination}.read();
}

void replace_contents(ZipEntry& entry, Bytes contents)
{
    entry.method = 0;
    entry.size = static_cast<std::uint32_t>(contents.size());
    entry.check_sum = static_cast<std::uint32_t>(::crc32_z(0, contents.data(), contents.size()));
    entry.own = std::move(contents);
    entry.is_replaced = true;
}

Bytes zip_bytes(std::vector<ZipEntry> const& entries)
{
    Bytes made;
    Bytes central;
    for (auto const& entry : entries) {
        auto const contents = entry.is_replaced ? ByteView{entry.own} : entry.packed;
        append(central, as_bytes(central_start));
        append_little_endian(central, 20, 2);
        append_common(central, entry, contents.size());
        central.resize(central.size() + 10);  // no comment, first disk, no attributes
        append_little_endian(central, made.size(), 4);
        append(central, as_bytes(entry.name));
        append(made, as_bytes(local_start));
        append_common(made, entry, contents.size());
        append(made, as_bytes(entry.name));
        append(made, contents);
    }
    auto const central_at = made.size();
    append(made, central);
    append(made, as_bytes(end_start));
    append_little_endian(made, 0, 4);
    append_little_endian(made, entries.size(), 2);
    append_little_endian(made, entries.size(), 2);
    append_little_endian(made, central.size(), 4);
    append_little_endian(made, central_at, 4);
    append_little_endian(made, 0, 2);
    return made;
}

}  // namespace nightletter::media
