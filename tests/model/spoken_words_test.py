"""What the vectors in tests/vectors/words expect, an implementation from the document alone answers."""

import pathlib
import unittest

from spoken_words import comparison_words, judge_line

VECTORS = sorted((pathlib.Path(__file__).parents[1] / "vectors" / "words").glob("*.case"))


def answer(headers, body):
    if "publisher" in headers["given"]:
        return "words " + " ".join(comparison_words(body))
    judged = judge_line(int(headers["given"].removeprefix("line ")), body.split())
    return judged if judged == "accepted" else "refused " + judged


class SpokenWordsTest(unittest.TestCase):
    def test_answers_what_the_vectors_expect(self):
        self.assertGreater(len(VECTORS), 8)
        for path in VECTORS:
            head, body = path.read_text().split("\n\n", 1)
            headers = dict(line.split(": ", 1) for line in head.split("\n"))
            with self.subTest(vector=path.name):
                self.assertEqual(answer(headers, body.strip()), headers["expect"])


if __name__ == "__main__":
    unittest.main()
