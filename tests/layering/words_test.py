"""The promise: words.py misses no word that a document, the tests or the vectors lack."""

import pathlib
import tempfile
import unittest

import words

HEADER = """
// trust/refusal.hpp: reasons.
enum class Refusal {
    too_large,  // more, it says, than allowed
    // a comment of its own
    rolled_back,
};
"""


class PlantedWords(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        self.plant("trust/refusal.hpp", HEADER)
        self.plant("base/exit_code.hpp", "enum class ExitCode { done = 0, failed = 1, };")
        for document in words.DOCUMENTS:
            self.plant(document, "`too-large` `rolled-back`")
        self.plant("tests/trust/a_test.cpp", "Refusal::too_large Refusal::rolled_back")
        self.plant("tests/vectors/trust/a", "expect: refused too-large\nwhy: x\n\nx")
        self.plant("tests/vectors/trust/b", "expect: refused rolled-back\nwhy: x\n\nx")

    def plant(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def found(self):
        checks = (words.unexplained, words.untested, words.without_vector)
        return [line for check in checks for line in check(self.root, "trust")]

    def assert_found(self, *parts):
        found = self.found()
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_reads_enumerators_and_no_comments(self):
        self.assertEqual(words.enumerators(HEADER), ["too_large", "rolled_back"])

    def test_is_content_when_each_is_everywhere(self):
        self.assertEqual(self.found(), [])

    def test_names_the_word_that_a_document_lacks(self):
        self.plant("docs/formats.md", "`too-large` and rolled-back without its marks")
        self.assert_found("docs/formats.md", "`rolled-back`")

    def test_names_the_word_that_no_test_expects(self):
        self.plant("tests/trust/a_test.cpp", "Refusal::too_large Refusal::rolled_back_twice too-large-a-word")
        self.assert_found("tests:", "`rolled-back`")

    def test_names_the_word_without_a_vector(self):
        self.plant("tests/vectors/trust/b", "expect: accepted\nwhy: rolled-back\n\nexpect: rolled-back")
        self.assert_found("tests/vectors:", "`rolled-back`")

    def test_compares_exit_codes_in_both_directions(self):
        self.plant("docs/handbook.md", "| code |\n| 0 | done |\n| 7 | other |\n")
        found = list(words.exit_codes_that_differ(self.root))
        self.assertEqual(len(found), 2, found)


if __name__ == "__main__":
    unittest.main()
