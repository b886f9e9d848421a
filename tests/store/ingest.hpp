// tests/store/ingest.hpp: a bundle's whole way into a store, step by step.
//
// What a mirror does between the last piece and the seal, without a mirror.
#pragma once

#include "store/store.hpp"

namespace nightletter::test {

// What the bag's metadata.json says.
[[nodiscard]] bundles::LanguageMap titles_of(std::filesystem::path const& bag);

// Verify and settle.
[[nodiscard]] Expected<store::SettledCopy, store::SealFailure> settle_copy(store::StillCopy copy, ByteView torrent);
// Take in, hold still, verify, settle, seal.
[[nodiscard]] Expected<store::SealedBundle, store::SealFailure> ingest(store::Store& store,
                                                                       std::filesystem::path const& bag,
                                                                       ByteView torrent);

}  // namespace nightletter::test
