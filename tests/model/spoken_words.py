"""Words that people read aloud or type, docs/formats.md section 8: a line of twelve, and a publisher's comparison words.

Arithmetic by tables of powers and logarithms, where pages/word_line.cpp multiplies polynomials.
"""

import pathlib

from names import read_name

LIST = (pathlib.Path(__file__).parents[2] / "docs" / "spoken-words.txt").read_text().split()
NUMBER = {word: number for number, word in enumerate(LIST)}

POWER = [1]
while len(POWER) < 1023:
    doubled = POWER[-1] << 1
    POWER.append(doubled ^ 0x409 if doubled & 0x400 else doubled)
LOG = {value: exponent for exponent, value in enumerate(POWER)}


def times(a, b):
    return POWER[(LOG[a] + LOG[b]) % 1023] if a and b else 0


def over(a, b):
    return POWER[(LOG[a] - LOG[b]) % 1023] if a else 0


def sums(line, numbers):
    plain = weighted = line
    for place, number in enumerate(numbers, 1):
        plain ^= number
        weighted ^= times(number, POWER[place])
    return plain, weighted


def write_line(line, ten):
    """The twelve words that carry ten numbers as line `line` of a text."""
    plain, weighted = sums(line, ten)
    twelfth = over(weighted ^ times(plain, POWER[11]), POWER[11] ^ POWER[12])
    return [LIST[number] for number in [*ten, plain ^ twelfth, twelfth]]


def judge_line(line, words):
    """`accepted`, or what is wrong: places count from 1."""
    for place, word in enumerate(words, 1):
        if word not in NUMBER:
            return f"not-on-the-list {place}"
    numbers = [NUMBER[word] for word in words]
    plain, weighted = sums(line, numbers)
    if not plain and not weighted:
        return "accepted"
    place = (LOG[weighted] - LOG[plain]) % 1023 if plain and weighted else None
    if place is None or place > 12:
        return "several-wrong"
    if place == 0:
        return f"other-line {line ^ plain}"
    return f"one-wrong {place} {LIST[numbers[place - 1] ^ plain]}"


def comparison_words(publisher):
    """`publisher`: nlp1…"""
    bits = int.from_bytes(read_name("nlp", publisher), "big") >> 156
    return write_line(0, [bits >> 10 * (9 - i) & 1023 for i in range(10)])
