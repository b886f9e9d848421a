// The promise: no seed, no beginning of a seed and no seed with one byte changed ends a parser of outside bytes.
// libFuzzer's main in the builds without libFuzzer: every build that runs the tests replays what was once found.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size);

namespace {

// Cuts and changes tried on one seed: all of them for a document, a sample for a long one.
constexpr std::size_t variants = 1024;

void try_one(std::vector<std::uint8_t> const& bytes)
{
    (void)LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

void try_with_variants(std::vector<std::uint8_t> const& seed)
{
    try_one(seed);
    auto const step = std::max<std::size_t>(1, seed.size() / variants);
    for (std::size_t at = 0; at < seed.size(); at += step) {
        try_one({seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(at)});
        auto changed = seed;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x01U);
        try_one(changed);
    }
}

std::vector<std::uint8_t> contents(std::filesystem::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s CORPUS_DIRECTORY\n", argv[0]);
        return 2;
    }
    std::size_t seeds = 0;
    std::error_code error;
    for (std::filesystem::directory_iterator entry{argv[1], error}, end; !error && entry != end;
         entry.increment(error)) {
        try_with_variants(contents(entry->path()));
        ++seeds;
    }
    std::printf("%zu seeds replayed\n", seeds);
    return seeds == 0 ? 1 : 0;  // a corpus that is not there proves nothing
}
