"""Each word that the daemon or nightletterctl can say is explained by `nightletterctl explain`: docs/handbook.md has a row for it.

    NIGHTLETTER_BIN=build/bin python3 -m unittest explain_test
"""

import json
import os
import pathlib
import re
import subprocess
import unittest

PROGRAM = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletterctl"
ROOT = pathlib.Path(__file__).parents[2]
# Names and values of fields, which stand in a line beside its word.
BESIDE = {"damaged-records", "made-anew"}


def words():
    """Whatever is written like one of our words, and words of the log that have no hyphen."""
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "daemon").rglob("*.cpp")))
    found = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text))
    found |= set(re.findall(r'\b(?:info|debug|complaint|entry_of|say)\((?:fmt::format\()?"([a-z-]+)[" ]', text))
    labels = (ROOT / "trust/label.cpp").read_text("utf-8").split("LabelWord::withdrawn")[0]
    found |= set(re.findall(r'return "([a-z-]+)"', labels))
    return sorted(found - BESIDE)


class ExplainTest(unittest.TestCase):
    def test_every_word_is_explained_with_what_to_do(self):
        self.assertGreater(len(words()), 60)
        for word in words():
            with self.subTest(word=word):
                done = subprocess.run([PROGRAM, "explain", word, "--json"], capture_output=True, text=True, timeout=20)
                answer = json.loads(done.stdout)
                self.assertEqual(done.returncode, 0, answer)
                for meaning in answer["meanings"]:
                    self.assertTrue(meaning["what"] and meaning["todo"])


if __name__ == "__main__":
    unittest.main()
