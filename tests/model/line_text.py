"""Line text, docs/formats.md 3.1 to 3.4: the lines of one document, taken in their fixed order."""

import re

from names import read_day, read_key, read_name, read_time
from refusal import Refused

INTEGER = re.compile(r"0|[1-9][0-9]*", re.ASCII)
HEX = re.compile(r"[0-9a-f]*", re.ASCII)


def _lines(document):
    if b"\r" in document:
        raise Refused("line-ends")
    if document.startswith(b"\xef\xbb\xbf") or not document.endswith(b"\n"):
        raise Refused("malformed")
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("malformed") from None
    lines = text[:-1].split("\n")
    for line in lines:
        if not line or len(line.encode()) > 1024 or line[0] == " " or line[-1] == " " or "  " in line or "\0" in line:
            raise Refused("malformed")
    return lines


def check_first_line(fields, kind):
    if fields[0] != "nightletter" or len(fields) != 3:
        raise Refused("malformed")
    if fields[1] != kind:
        raise Refused("wrong-type")
    if fields[2] != "1":
        raise Refused("unknown-format")


class Lines:
    def __init__(self, document, kind, limit):
        if len(document) > limit:
            raise Refused("too-large")
        self.document = document
        self.lines = _lines(document)
        self.next = 1
        check_first_line(self.lines[0].split(" "), kind)

    def next_is(self, word):
        return self.next < len(self.lines) and self.lines[self.next].split(" ")[0] == word

    def rest(self, word):
        if not self.next_is(word) or " " not in self.lines[self.next]:
            raise Refused("malformed")
        self.next += 1
        return self.lines[self.next - 1].split(" ", 1)[1]

    def fields(self, word, count):
        fields = self.rest(word).split(" ")
        if len(fields) != count or "" in fields:
            raise Refused("malformed")
        return fields

    def field(self, word):
        return self.fields(word, 1)[0]

    def finish(self, canonical):
        """`canonical` writes what was parsed; it is what was received, or the document says one thing in two ways."""
        self.end()
        if canonical() != self.document:
            raise Refused("not-canonical")

    def end(self):
        if self.lines[self.next:] != ["end"]:
            raise Refused("malformed")


def need(value, word="malformed"):
    if value is None:
        raise Refused(word)
    return value


def integer(text, low, bound):
    if not INTEGER.fullmatch(text) or not low <= int(text) < bound:
        raise Refused("malformed")
    return int(text)


def digest(text):
    if len(text) != 64 or not HEX.fullmatch(text):
        raise Refused("malformed")
    return bytes.fromhex(text)


def time(text):
    return need(read_time(text))


def day(text):
    return need(read_day(text))


def key(text):
    return need(read_key(text))


def publisher(text):
    return need(read_name("nlp", text))
