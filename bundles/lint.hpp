// bundles/lint.hpp: what `nightletter-sign check` asks about texts that would otherwise be signed.
//
// Remarks beyond the format's own refusals: names that look like undeclared speakers, lines that a player would lay
// out in the wrong direction, punctuation reversed by hand, tags nobody registered. Pure functions, any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "bundles/bundle_toml.hpp"
#include "bundles/remark.hpp"

namespace nightletter::bundles {

// Everything to be said about a publisher's texts: refusals of form, questions, advice. `transcripts`: bag path →
// bytes. `today` is for `not-before`.
[[nodiscard]] std::vector<Remark> remarks_in_texts(BundleToml const& toml,
                                                   std::map<std::string, ByteView, std::less<>> const& transcripts,
                                                   UtcDay today);

// A WebVTT text in which every line of a right-to-left language that a player would lay out left to right starts with
// U+200F.
[[nodiscard]] std::string with_direction_marks(std::string_view webvtt);

}  // namespace nightletter::bundles
