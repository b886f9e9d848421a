"""The promise: check.py refuses each planted violation, and nothing in a tree that keeps the rules."""

import pathlib
import tempfile
import tomllib
import unittest

import check

RULES = tomllib.loads((pathlib.Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))


def header(path, body=""):
    return f"// {path}: a thing of this test.\n#pragma once\n{body}"


class PlantedTree(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)
        self.exceptions = {}
        for folder in ("base", "trust", "swarm", "signer", "tests"):
            self.plant(f"{folder}/README.md", "line\n" * 12)
            self.plant(f"{folder}/thing.hpp", header(f"{folder}/thing.hpp"))

    def plant(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def findings(self):
        return [str(f) for f in check.check_sources(check.Tree(self.root, RULES, self.exceptions))]

    def assert_refused(self, *words):
        found = self.findings()
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_accepts_a_tree_that_keeps_the_rules(self):
        self.plant("trust/a.cpp", '#include "trust/thing.hpp"\n#include "base/thing.hpp"\n#include <vector>\n')
        self.assertEqual(self.findings(), [])

    def test_refuses_an_include_that_points_back(self):
        self.plant("base/a.cpp", '#include "trust/thing.hpp"\n')
        self.assert_refused("base/a.cpp:1", "base/ may not include trust/")

    def test_refuses_an_include_sideways(self):
        self.plant("swarm/a.cpp", '#include "trust/thing.hpp"\n')
        self.assert_refused("swarm/ may not include trust/")

    def test_refuses_an_include_not_spelled_from_the_root(self):
        self.plant("trust/a.cpp", '#include "thing.hpp"\n')
        self.assert_refused("not spelled from the root")

    def test_refuses_an_include_of_nothing(self):
        self.plant("trust/a.cpp", '#include "base/gone.hpp"\n')
        self.assert_refused("does not exist")

    def test_refuses_libtorrent_outside_the_wall(self):
        self.plant("signer/a.cpp", "#include <libtorrent/session.hpp>\n")
        self.assert_refused("libtorrent ends at swarm/")
        self.plant("signer/a.cpp", "")
        self.plant("swarm/a.cpp", "#include <libtorrent/session.hpp>\n")
        self.assertEqual(self.findings(), [])

    def test_refuses_asio_where_bytes_are_judged(self):
        self.plant("trust/a.cpp", "# include <boost/asio/io_context.hpp>\n")
        self.assert_refused("one loop owns the state")

    def test_refuses_the_loop_to_the_signer(self):
        self.plant("base/loop.hpp", header("base/loop.hpp"))
        self.plant("signer/a.cpp", '#include "base/loop.hpp"\n')
        self.assert_refused('"base/loop.hpp" is not for signer/')

    def test_refuses_a_costly_library_in_a_header(self):
        self.plant("signer/thing.hpp", header("signer/thing.hpp", "#include <CLI/CLI.hpp>\n"))
        self.assert_refused("is for .cpp files")

    def test_refuses_a_header_without_its_sentence(self):
        self.plant("trust/thing.hpp", "#pragma once\n")
        self.assert_refused("the first line must be")

    def test_refuses_a_header_with_the_name_of_another(self):
        self.plant("trust/thing.hpp", header("trust/other.hpp"))
        self.assert_refused("the first line must be")

    def test_refuses_a_sentence_that_goes_on(self):
        self.plant("trust/thing.hpp", "// trust/thing.hpp: a thing\n// of two lines.\n#pragma once\n")
        self.assert_refused("full stop")

    def test_refuses_a_sentence_that_needs_and(self):
        self.plant("trust/thing.hpp", "// trust/thing.hpp: keys and roots.\n#pragma once\n")
        self.assert_refused('needs "and"')

    def test_refuses_a_header_that_may_be_included_twice(self):
        self.plant("trust/thing.hpp", "// trust/thing.hpp: a thing.\n")
        self.assert_refused("#pragma once")

    def test_refuses_a_test_file_that_names_no_promise(self):
        self.plant("tests/trust/a_test.cpp", "#include <vector>\n")
        self.assert_refused("which promise it checks")

    def test_refuses_a_long_source_and_a_long_header(self):
        self.plant("trust/a.cpp", "\n" * 401)
        self.assert_refused("401 lines, more than 400")
        self.plant("trust/a.cpp", "\n" * 400)
        self.plant("trust/thing.hpp", header("trust/thing.hpp", "\n" * 199))
        self.assert_refused("201 lines, more than 200")

    def test_an_exception_is_a_ratchet(self):
        self.plant("trust/a.cpp", "\n" * 450)
        self.exceptions["trust/a.cpp"] = 450
        self.assertEqual(self.findings(), [])
        self.plant("trust/a.cpp", "\n" * 451)
        self.assert_refused("more than the 450")
        self.plant("trust/a.cpp", "\n" * 300)
        self.assert_refused("remove it from exceptions.txt")
        (self.root / "trust/a.cpp").unlink()
        self.assert_refused("not there")

    def test_refuses_each_forbidden_word(self):
        for line in ("// TODO: later", "int r = std::system(text);", "FILE* f = popen (text, mode);", "co_await x;",
                     "std::mutex m;", "class FeedManager {};", "#include <bits/stdc++.h>", "::execve(a, b, c);"):
            with self.subTest(line):
                self.plant("trust/a.cpp", line + "\n")
                self.assertGreaterEqual(len(self.findings()), 1)

    def test_allows_a_forbidden_word_in_the_one_file_that_needs_it(self):
        self.plant("media/README.md", "line\n" * 12)
        self.plant("media/child.cpp", "auto child = ::fork();\n")
        self.assertEqual(self.findings(), [])
        self.plant("media/other.cpp", "auto child = ::fork();\n")
        self.assert_refused("a child inherits everything")

    def test_leaves_ordinary_words_alone(self):
        self.plant("trust/a.cpp", "auto c = std::system_category(); auto h = metadata(); struct Metadata {};\n")
        self.assertEqual(self.findings(), [])

    def test_refuses_a_test_whose_name_says_nothing(self):
        self.plant("tests/trust/a_test.cpp", "// What section 6 promises.\nTEST(RootTest, Works)\n")
        self.assert_refused("specification")

    def test_lets_tests_run_the_tools_of_strangers(self):
        self.plant("tests/trust/a_test.cpp", "// What section 6 promises.\nint r = std::system(command);\n")
        self.assertEqual(self.findings(), [])

    def test_refuses_a_link_that_points_back(self):
        self.plant("trust/CMakeLists.txt", "target_link_libraries(nightletter_trust PUBLIC nightletter_bundles)\n")
        self.assert_refused("trust/ may not link nightletter_bundles")

    def test_refuses_the_loop_in_the_link_of_the_signer(self):
        found = check.check_program(RULES, "nightletter-sign", "", "", "0000 T nightletter::Loop::run()\n")
        self.assertEqual(len(found), 1, found)

    def test_refuses_libtorrent_in_the_link_of_another_folder(self):
        self.plant("trust/CMakeLists.txt", "target_link_libraries(nightletter_trust PRIVATE PkgConfig::libtorrent)\n")
        self.assert_refused("only swarm/ links libtorrent")

    def test_refuses_a_folder_without_readme_or_with_a_long_one(self):
        (self.root / "trust/README.md").unlink()
        self.assert_refused("missing")
        self.plant("trust/README.md", "line\n" * 31)
        self.assert_refused("31 lines")

    def test_refuses_a_signer_that_could_open_a_socket(self):
        found = check.check_program(RULES, "/x/nightletter-sign", "\tlibtorrent-rasterbar.so.2.0 => /lib/…\n",
                                    "                 U socket@GLIBC_2.2.5\n                 U read@GLIBC_2.2.5\n",
                                    "0000 T nightletter::swarm::Session::start()\n")
        self.assertEqual(len(found), 3, found)

    def test_accepts_a_signer_that_only_reads_files(self):
        found = check.check_program(RULES, "nightletter-sign", "\tlibsodium.so.23\n\tlibcrypto.so.3\n",
                                    "                 U read@GLIBC_2.2.5\n", "0000 T nightletter::trust::Root::parse()\n")
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
