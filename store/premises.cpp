#include "store/premises.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/line_document.hpp"

namespace nightletter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view format_words = "nightletter store ";

// Nothing, when `root` may become a store: absent, empty, or holding only what an interrupted first start left.
Expected<void, Trouble> expect_no_strangers(Layout const& layout)
{
    std::error_code error;
    for (fs::directory_iterator entries{layout.root(), error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename();
        if (name == layout.lock().filename() || name.string().starts_with(".format.")) continue;
        return fail(Trouble{"make a store in", layout.root().string(),
                            "the directory has other files in it; name an empty one"});
    }
    if (error) return fail(Trouble{"list", layout.root().string(), error.message(), Retry::is_useless, error.value()});
    return {};
}

Expected<void, Trouble> expect_known_format(Layout const& layout)
{
    auto const contents = read_file(layout.format(), 64);
    if (!contents) return fail(contents.error());
    auto text = as_text(*contents);
    auto const unreadable =
        Trouble{"open the store in", layout.root().string(), "its file \"format\" is not one of ours"};
    if (!text.starts_with(format_words) || !text.ends_with('\n')) return fail(unreadable);
    text.remove_prefix(format_words.size());
    text.remove_suffix(1);
    auto const number = parse_count(text);
    if (!number) return fail(unreadable);
    if (*number > store_format) {
        return fail(Trouble{"open the store in", layout.root().string(),
                            "it has format " + std::to_string(*number) + " and this program knows up to " +
                                std::to_string(store_format) + "; nothing was changed, use the newer program"});
    }
    return {};
}

Expected<FileDescriptor, Trouble> take_lock(Layout const& layout)
{
    FileDescriptor lock{::open(layout.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!lock.is_open()) return fail(trouble_from_errno("open", layout.lock().string()));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno != EWOULDBLOCK) return fail(trouble_from_errno("lock", layout.lock().string()));
    return fail(Trouble{"open the store in", layout.root().string(),
                        "another program has it open; one daemon per store", Retry::may_help, EWOULDBLOCK});
}

Expected<void, Trouble> make_directory(fs::path const& path, mode_t mode)
{
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return fail(trouble_from_errno("make", path.string()));
    return {};
}

Expected<void, Trouble> make_rooms(Layout const& layout)
{
    for (auto const& room : {layout.bundles(), layout.torrents(), layout.publishers(), layout.view()}) {
        if (auto made = make_directory(room, 0755); !made) return made;
    }
    // What is unjudged, or known only here, is nobody else's to read.
    for (auto const& room : {layout.quarantine(), layout.records(), layout.journal()}) {
        if (auto made = make_directory(room, 0700); !made) return made;
    }
    return sync_path(layout.root());
}

}  // namespace

Expected<Premises, Trouble> Premises::enter(fs::path const& root)
{
    Layout layout{fs::absolute(root)};
    std::error_code error;
    fs::create_directories(layout.root(), error);
    if (error) return fail(Trouble{"make", layout.root().string(), error.message(), Retry::is_useless, error.value()});

    // The format is looked at before the lock file is made: a store of a newer program is left as it is.
    auto const is_store = fs::exists(layout.format(), error);
    if (auto expected = is_store ? expect_known_format(layout) : expect_no_strangers(layout); !expected) {
        return fail(expected.error());
    }
    auto lock = take_lock(layout);
    if (!lock) return fail(lock.error());
    if (auto made = make_rooms(layout); !made) return fail(made.error());
    // Written last: a directory is a store once its rooms are there.
    if (!is_store) {
        auto const text = std::string{format_words} + std::to_string(store_format) + "\n";
        if (auto written = write_durably(layout.format(), as_bytes(text)); !written) return fail(written.error());
    }
    return Premises{std::move(layout), std::move(*lock)};
}

}  // namespace nightletter::store
