"""The model answers what the files in tests/vectors/trust expect, so it and trust/ are held to the same cases."""

import pathlib
import sys
import unittest

from believing import Publisher
from names import read_name, read_time
from refusal import Refused
from signatures import read_set

VECTORS = pathlib.Path(__file__).parents[1] / "vectors" / "trust"
# Kinds that are about a bundle or a proof, which this model does not judge.
LEFT_OUT = {"bag-root", "bundle", "proof"}


class Case:
    def __init__(self, path):
        self.expected, _, self.body = path.read_bytes().partition(b"\n")
        self.expected = self.expected.decode().removeprefix("expect: ").removeprefix("refused ")
        self.body = self.body.split(b"\n\n", 1)[1]
        lines, self.rest = [], self.body
        while not lines or lines[-1] != "end":
            line, self.rest = self.rest.split(b"\n", 1)
            lines.append(line.decode())
        self.pinned = read_name("nlp", lines[1].split(" ")[1])
        self.steps = [line.split(" ") for line in lines[2:-1]]

    def kinds(self):
        return {step[1] for step in self.steps if step[0] != "at"}

    def take(self, count):
        taken, self.rest = self.rest[:int(count)], self.rest[int(count):]
        return taken

    def words(self):
        publisher, clock, withdrawals = Publisher(self.pinned), 0, []
        for step in self.steps:
            if step[0] == "at":
                clock = read_time(step[1])
                continue
            files = self.take(step[-2]), self.take(step[-1])
            if step[1] == "withdrawal":
                withdrawals.append(files)
            try:
                judge(publisher, step, files, withdrawals, clock)
                yield "accepted"
            except Refused as refused:
                yield refused.word


def judge(publisher, step, files, withdrawals, clock):
    match step[1]:
        case "root":
            publisher.consider_root(files, clock)
        case "feed":
            publisher.consider_feed(files, withdrawals, clock)
        case "withdrawal":
            publisher.consider_withdrawal(files, clock)
        case "heads":
            publisher.consider_heads(files[0])
        case "head":
            publisher.consider_head(files[0], int(step[3]), step[2], files[1])
        case "signatures":
            read_set(files[1] or files[0])
        case other:
            raise ValueError(other)


class VectorsTest(unittest.TestCase):
    def test_every_vector_gets_the_word_it_expects(self):
        judged = 0
        for path in sorted(VECTORS.iterdir()):
            case = Case(path)
            if case.kinds() & LEFT_OUT:
                continue
            with self.subTest(vector=path.name):
                words = list(case.words())
                self.assertEqual(words[-1], case.expected)
                judged += 1
        self.assertGreater(judged, 60)


if __name__ == "__main__":
    sys.exit(unittest.main())
