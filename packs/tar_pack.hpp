// packs/tar_pack.hpp: a pack in a tar, taken apart piece by piece.
//
// docs/formats.md 5.8. Nothing is written but the files of the listing, below the directory that is named, each made
// anew. What comes out is as little believed as what was in. A TarPack may be used by one thread at a time.
#pragma once

#include <filesystem>
#include <variant>

#include "base/durable_file.hpp"
#include "packs/tar_listing.hpp"

namespace nightletter::packs {

using TarProblem = std::variant<Trouble, TarFault>;

// Who is to blame when something could not be taken out: the tar, which cannot be read any more, or where it was put.
enum class Side { tar, disk };
struct NotTakenOut {
    Side side;
    Trouble trouble;
};

class TarPack {
public:
    [[nodiscard]] static Expected<TarPack, TarProblem> open(std::filesystem::path const& path);

    // Nothing in it could be read as a tar.
    [[nodiscard]] bool is_none() const { return listing_.files.empty() && listing_.is_cut_short; }
    [[nodiscard]] TarListing const& listing() const { return listing_; }
    // `bundles/<nlb1…>` of each bundle, sorted.
    [[nodiscard]] std::vector<std::string> bundles() const;
    // Of the files in a directory of the tar; of all with "".
    [[nodiscard]] std::uint64_t bytes_in(std::string_view directory) const;
    [[nodiscard]] std::uint64_t files_in(std::string_view directory) const;
    // The files in a directory of the tar, or all with "", below `into`, which is there. What of them lies there
    // already is trouble.
    [[nodiscard]] Expected<void, NotTakenOut> take_out(std::string_view directory,
                                                       std::filesystem::path const& into) const;
    // One file of the tar, if it is there.
    [[nodiscard]] Expected<void, NotTakenOut> take_out_file(std::string_view path,
                                                            std::filesystem::path const& into) const;

private:
    TarPack(FileDescriptor file, TarListing listing) : file_{std::move(file)}, listing_{std::move(listing)} {}
    [[nodiscard]] Expected<void, NotTakenOut> write(TarFile const& file, std::filesystem::path const& into) const;
    [[nodiscard]] Expected<std::size_t, Trouble> read_some(std::span<std::uint8_t> into, std::uint64_t offset) const;

    FileDescriptor file_;
    TarListing listing_;
};

}  // namespace nightletter::packs
