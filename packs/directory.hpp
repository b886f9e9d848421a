// packs/directory.hpp: a pack being written into a directory that may vanish at any moment.
//
// Each unit is written below `nightletter-unfinished/`, synced, then renamed into its place, where an older one gives
// way: that is kept until the new one is there, and put back by the next `begin` if it never came. As long as that
// directory is there, whoever looks at the pack sees that something may be missing; what has its place is whole.
// Needs no permissions, no links and no names that a FAT stick lacks. What else lies in the directory is left alone.
#pragma once

#include "packs/unit.hpp"

namespace nightletter::packs {

inline constexpr std::string_view unfinished_name = "nightletter-unfinished";

class PackDirectory {
public:
    // Makes `root` when it is absent; its parent has to be there. Trouble where somebody's own page lies that a pack's
    // would replace.
    [[nodiscard]] static Expected<PackDirectory, Trouble> begin(std::filesystem::path root);

    // In place, on disk when it returns. A file that is a unit, and lies there with the same bytes, is not written
    // again.
    [[nodiscard]] Expected<void, Trouble> put(PackUnit const& unit);
    // Takes a unit away that the pack no longer has; done when it was not there.
    [[nodiscard]] Expected<void, Trouble> take_away(std::string const& unit_path);
    // From now on the pack says that it is whole.
    [[nodiscard]] Expected<void, Trouble> finish();

private:
    explicit PackDirectory(std::filesystem::path root) : root_{std::move(root)} {}
    [[nodiscard]] std::filesystem::path staging() const { return root_ / unfinished_name; }
    // Where a unit waits until what replaces it has its place.
    [[nodiscard]] std::filesystem::path aside(std::string const& unit_path) const
    {
        return staging() / "old" / unit_path;
    }
    [[nodiscard]] Expected<void, Trouble> set_aside(std::string const& unit_path) const;
    [[nodiscard]] Expected<void, Trouble> put_back() const;

    std::filesystem::path root_;
};

}  // namespace nightletter::packs
