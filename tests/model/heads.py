"""Heads, docs/formats.md section 4: the newest feed in one datagram."""

import dataclasses
import re

from line_text import HEX, Lines, digest, integer, publisher
from names import iso_week, write_name
from refusal import Refused
from signatures import verifies
from statements import LIMITS

ITEMS = 60
WEEK = 7 * 86400
VALUE = re.compile(rb"d1:ei(0|[1-9]\d*)e1:h32:(.{32})1:si([1-9]\d*)ee", re.DOTALL)
SALT = re.compile(r"(0|[1-9][0-9]*)/[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Heads:
    publisher: bytes
    point: tuple  # (epoch, seq, hash of the feed)
    items: tuple  # of (salt, signature)

    def text(self):
        lines = ["nightletter heads 1", f"publisher {write_name('nlp', self.publisher)}", f"epoch {self.point[0]}",
                 f"seq {self.point[1]}", f"feed {self.point[2].hex()}"]
        lines += [f"item {salt} {signature.hex()}" for salt, signature in self.items]
        return ("\n".join(lines + ["end"]) + "\n").encode()


def read_heads(document):
    lines = Lines(document, "heads", LIMITS["heads"])
    who = publisher(lines.field("publisher"))
    point = integer(lines.field("epoch"), 0, 1 << 21), integer(lines.field("seq"), 1, 1 << 40)
    point += (digest(lines.field("feed")),)
    items = []
    while lines.next_is("item"):
        salt, signature = lines.fields("item", 2)
        if len(signature) != 128 or not HEX.fullmatch(signature):
            raise Refused("malformed")
        items.append((salt, bytes.fromhex(signature)))
    made = Heads(who, point, tuple(items))
    lines.finish(made.text)
    return made


def slots(epoch, issued):
    return [f"{epoch}/{iso_week(issued + i * WEEK)}" for i in range(ITEMS)]


def item_number(point):
    return (point[0] << 40) + point[1]


def value_of(point):
    return b"d1:ei%de1:h32:%b1:si%dee" % (point[0], point[2], point[1])


def message_of(point, salt):
    """What BEP 44 signs of a mutable item."""
    return b"4:salt%d:%b3:seqi%de1:v%b" % (len(salt), salt.encode(), item_number(point), value_of(point))


def read_head(value, number, salt, signature, announce):
    """The point that one item names."""
    match = VALUE.fullmatch(value)
    if not match or int(match[1]) >= 1 << 21 or int(match[3]) >= 1 << 40:
        raise Refused("malformed")
    point = int(match[1]), int(match[3]), match[2]
    if number != item_number(point) or not SALT.fullmatch(salt) or int(salt.split("/")[0]) != point[0]:
        raise Refused("wrong-slot")
    if not verifies(announce, signature, message_of(point, salt)):
        raise Refused("bad-signature")
    return point


def check_heads(heads, point, issued, announce):
    """`heads` stands beside the feed at `point`."""
    if len(heads.items) != ITEMS:
        raise Refused("wrong-slot")
    for (salt, signature), slot in zip(heads.items, slots(point[0], issued), strict=True):
        if salt != slot:
            raise Refused("wrong-slot")
        if not verifies(announce, signature, message_of(point, salt)):
            raise Refused("bad-signature")
