// packs/tar_writer.hpp: a pack being written as one tar, for messengers that carry files.
//
// docs/formats.md 5.8. The older tar of that name stays until the new one is whole on disk, then gives way by a rename.
// One time, no owner, no extended attribute: equal contents make equal bytes.
#pragma once

#include <memory>
#include <span>

#include "packs/unit.hpp"

namespace nightletter::packs {

class TarWriter {
public:
    // Writes `path` with ".unfinished" behind it until `finish`; what an interruption left there gives way.
    [[nodiscard]] static Expected<TarWriter, Trouble> begin(std::filesystem::path path);
    TarWriter(TarWriter&&) noexcept;
    TarWriter& operator=(TarWriter&&) = delete;
    // Removes what is unfinished.
    ~TarWriter();

    [[nodiscard]] Expected<void, Trouble> put(PackUnit const& unit);
    [[nodiscard]] Expected<void, Trouble> finish();

private:
    struct Writing;
    explicit TarWriter(std::unique_ptr<Writing> writing);
    [[nodiscard]] Expected<void, Trouble> put(PackFile const& file);

    std::unique_ptr<Writing> writing_;
};

// Bytes that these units take as a tar, at most.
[[nodiscard]] std::uint64_t tar_size(std::span<PackUnit const> units);

}  // namespace nightletter::packs
