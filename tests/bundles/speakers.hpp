// tests/bundles/speakers.hpp: the people who speak in these tests.
//
// Three declared speakers with names in three scripts; one of them is the editor.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bundles/metadata.hpp"

namespace nightletter::test {

[[nodiscard]] std::vector<bundles::Speaker> speakers();

// A text of bundles/examples/night-school, by its path there.
[[nodiscard]] std::string example(std::string_view path);

}  // namespace nightletter::test
