// A program that opens a store and takes one bundle into it, for tests that let its system calls fail or end it.
//
//     ingest_once STORE BAG TORRENT
//
// Prints `sealed` once it is; then shows it. Prints trouble and what became of the copy; exits 0 or 1.

#include <iostream>

#include "base/durable_file.hpp"
#include "tests/store/ingest.hpp"

// Of the preloaded tests/support/failing_calls.cpp, when it is.
extern "C" [[gnu::weak]] void nightletter_count_calls();

namespace {

int say(nightletter::Trouble const& trouble, std::string_view what = "none")
{
    std::cout << trouble.sentence() << "\ncopy: " << what << '\n';
    return 1;
}

}  // namespace

int main(int argc, char** argv)
{
    using namespace nightletter;
    if (argc != 4) return 2;
    auto const torrent = read_file(argv[3], bundles::largest_torrent);
    if (!torrent) return 2;
    if (nightletter_count_calls != nullptr) nightletter_count_calls();

    auto store = store::Store::open(argv[1]);
    if (!store) return say(store.error());
    auto const sealed = test::ingest(**store, argv[2], *torrent);
    if (!sealed) {
        return say(sealed.error().trouble, sealed.error().copy == store::CopyFate::condemned ? "condemned" : "kept");
    }
    std::cout << "sealed\n";
    auto const shown = (*store)->publish_view(UtcTime{1'777'900'000});
    return shown ? 0 : say(shown.error());
}
