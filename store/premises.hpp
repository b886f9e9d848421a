// store/premises.hpp: a store's directory, entered by one process at a time.
//
// Makes the directories of a new store, refuses a store of a newer format without touching it, and holds the lock
// until destroyed. Knows nothing of what lies inside.
#pragma once

#include "base/durable_file.hpp"
#include "base/result.hpp"
#include "store/layout.hpp"

namespace nightletter::store {

inline constexpr unsigned store_format = 1;

class Premises {
public:
    // Trouble when another process has the store open, when its format is newer than `store_format`, or when `root`
    // is a directory with files in it that is no store.
    [[nodiscard]] static Expected<Premises, Trouble> enter(std::filesystem::path const& root);

    [[nodiscard]] Layout const& layout() const { return layout_; }

private:
    Premises(Layout layout, FileDescriptor lock) : layout_{std::move(layout)}, lock_{std::move(lock)} {}

    Layout layout_;
    FileDescriptor lock_;
};

}  // namespace nightletter::store
