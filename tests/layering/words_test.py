"""The promise: words.py misses no word that a document lacks."""

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
        (self.root / "trust").mkdir()
        (self.root / "base").mkdir()
        (self.root / "docs").mkdir()
        (self.root / "trust/refusal.hpp").write_text(HEADER)
        (self.root / "base/exit_code.hpp").write_text("enum class ExitCode { done = 0, failed = 1, };")

    def test_reads_enumerators_and_no_comments(self):
        self.assertEqual(words.enumerators(HEADER), ["too_large", "rolled_back"])

    def test_names_the_word_that_a_document_lacks(self):
        (self.root / "docs/formats.md").write_text("`too-large` and rolled-back")
        found = list(words.missing(self.root, {"trust": ("docs/formats.md",)}))
        self.assertEqual(len(found), 1, found)
        self.assertIn("`rolled-back`", found[0])

    def test_is_content_when_each_is_there(self):
        (self.root / "docs/formats.md").write_text("`too-large` `rolled-back`")
        self.assertEqual(list(words.missing(self.root, {"trust": ("docs/formats.md",)})), [])

    def test_compares_exit_codes_in_both_directions(self):
        (self.root / "docs/handbook.md").write_text("| code |\n| 0 | done |\n| 7 | other |\n")
        found = list(words.missing_exit_codes(self.root))
        self.assertEqual(len(found), 2, found)


if __name__ == "__main__":
    unittest.main()
