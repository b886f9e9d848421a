// daemon/ctl/handbook_words.hpp: the tables of docs/handbook.md, as text.
//
// Defined by a source that the build makes of the handbook, so that the program and the page say the same.
#pragma once

namespace nightletter::ctl {

extern char const* const handbook;

}  // namespace nightletter::ctl
