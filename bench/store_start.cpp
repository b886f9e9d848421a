// bench/store_start.cpp: how long a store with many sealed bundles takes to start.
//
//     store_start DIRECTORY [BUNDLES]     DIRECTORY is made, measured in and left for a look
//
// The bundles have the files of a small transcript and are recorded as sealing does; their contents are not looked at
// by a start. Prints one line per start, the second with everything in the page cache.

#include <time.h>

#include <array>
#include <fstream>
#include <iostream>
#include <string>

#include "store/store.hpp"
#include "store/view_reader.hpp"

namespace {

using namespace nightletter;
namespace fs = std::filesystem;

constexpr std::array<char const*, 9> files{"bag-info.txt",
                                           "bagit.txt",
                                           "data/metadata.json",
                                           "data/transcript.en.txt",
                                           "manifest-sha256.txt",
                                           "publisher/root.1",
                                           "publisher/root.1.minisig",
                                           "tagmanifest-sha256.txt",
                                           "tagmanifest-sha256.txt.minisig"};

void expect(Expected<void, Trouble> const& done)
{
    if (done) return;
    std::cerr << done.error().sentence() << '\n';
    std::exit(1);
}

BundleId id_of(std::size_t number)
{
    return *BundleId::from(sha256(as_bytes(std::to_string(number))).bytes());
}

void write_file(fs::path const& path)
{
    fs::create_directories(path.parent_path());
    std::ofstream{path} << path.filename().string();
}

void add_bundle(store::Layout const& layout, store::Catalogue& catalogue, PublisherId const& publisher,
                std::size_t number)
{
    auto const id = id_of(number);
    auto const slug = "interview-" + std::to_string(number);
    std::vector<store::SealedFile> sealed;
    for (auto const* file : files) {
        write_file(layout.bundle(id) / slug / file);
        auto const mark = store::mark_file(layout.bundle(id) / slug, file);
        sealed.push_back({file, mark->size, mark->modified_ns, {}});
    }
    write_file(layout.torrent(id));
    auto tiers = bundles::TierSet::all();
    expect(catalogue.record({id,
                             publisher,
                             *InfoHash::from(id.bytes()),
                             slug,
                             tiers,
                             store::BundleState::sealed,
                             {},
                             20'000,
                             {{"en", "An interview"}, {"fa", "گفت‌وگو"}}},
                            sealed));
}

void fill(fs::path const& root, std::size_t count)
{
    expect(store::Store::open(root).map([](auto const&) {}));
    store::Layout const layout{fs::absolute(root)};
    auto catalogue = store::Catalogue::open(layout.catalogue());
    PublisherId const publisher{{1}};
    expect(catalogue->record(store::PublisherRow{publisher, "Example Collective", 1, {}}, {}));
    for (std::size_t number = 0; number < count; ++number) add_bundle(layout, *catalogue, publisher, number);
}

double cpu_milliseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void start(fs::path const& root)
{
    auto const begin = cpu_milliseconds();
    auto opened = store::Store::open(root);
    auto const open = cpu_milliseconds();
    expect(opened.map([](auto const&) {}));
    auto const sealed = (*opened)->bundles().all();
    auto const listed = cpu_milliseconds();
    expect((*opened)->publish_view(UtcTime{10}));
    auto const shown = cpu_milliseconds();
    std::cout << "bundles " << sealed->size() << "  open " << open - begin << "  list " << listed - open << "  view "
              << shown - listed << " ms of CPU\n";
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "usage: store_start DIRECTORY [BUNDLES]\n";
        return 2;
    }
    fill(argv[1], argc > 2 ? std::stoul(argv[2]) : 10'000);
    start(argv[1]);
    start(argv[1]);
    return 0;
}
