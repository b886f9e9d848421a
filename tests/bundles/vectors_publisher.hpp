// tests/bundles/vectors_publisher.hpp: the sound bundle that the vectors start from.
#pragma once

#include "tests/support/press.hpp"
#include "tests/support/temporary_directory.hpp"

namespace nightletter::bundles {

struct SoundBundle {
    test::TemporaryDirectory here{};
    test::Newsroom publisher{};
    test::Printed printed = test::Press{publisher}
                                .put("data/media/a.opus", "not really a recording\n")
                                .put("data/media/b.opus", "not really a second recording\n")
                                .put("data/media/cover.jpg", "not really a picture\n")
                                .put("data/film.mp4", "not really a film\n")
                                .print(here.path());
};

}  // namespace nightletter::bundles
