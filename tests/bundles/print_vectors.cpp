// Prints tests/vectors/bundles with tests/vectors/torrents below the directory named on the command line.

#include <cstdio>

#include "tests/bundles/vectors.hpp"

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: print_bundle_vectors DIRECTORY\n", stderr);
        return 2;
    }
    std::filesystem::path const into{argv[1]};
    nightletter::bundles::print_bundle_vectors(into / "bundles");
    nightletter::bundles::print_torrent_vectors(into / "torrents");
    return 0;
}
