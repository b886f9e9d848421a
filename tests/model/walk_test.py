"""The walk itself: it tries what it promises, finds a program that is wrong once, and shows it by a short script."""

import collections
import contextlib
import io
import unittest

from judge import Desk
from walk import Disagreement, Life, walk


class Echo:
    """A program that answers as the model does, except that it takes a `forked` publisher's feed for accepted."""

    program = "a program that forgives"

    def __init__(self, wrong="", right=""):
        self.desk, self.wrong, self.right = Desk(), wrong, right

    def answer(self, line):
        word, _, state = self.desk.answer(line).partition(" ")
        return f"{self.wrong if word == self.right else word} {state}".rstrip(" ")


class WalkTest(unittest.TestCase):
    def test_comes_by_most_words_of_refusal(self):
        words = collections.Counter()
        self.assertEqual(walk(Echo(), 6000, "words", words), 6000)
        for word in ("accepted", "already-held", "rolled-back", "equivocation", "forked", "shrunk", "release-changed",
                     "root-fork", "retired-key", "expired-key", "broken-chain", "withdrawal-missing", "not-in-role",
                     "bad-signature", "below-threshold", "version-skipped", "wrong-slot", "disowned", "line-ends"):
            self.assertGreater(words[word], 0, word)

    def test_finds_a_program_that_is_wrong_once(self):
        told = io.StringIO()
        with contextlib.redirect_stdout(told), self.assertRaises(Disagreement):
            walk(Echo("accepted", "forked"), 6000, "wrong", collections.Counter())
        script = told.getvalue().split("\n\n")[1].splitlines()
        self.assertTrue(script[0].startswith("publisher "))
        self.assertLess(len(script), 30)

    def test_a_seed_makes_the_same_life(self):
        one, other = Life("7"), Life("7")
        self.assertEqual(one.first_lines(), other.first_lines())
        for _ in range(100):
            self.assertEqual(one.next_lines(), other.next_lines())


if __name__ == "__main__":
    unittest.main()
