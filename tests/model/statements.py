"""Root, feed and withdrawal: read strictly, written in their one spelling. docs/formats.md section 3.

A key is a pair (key id, key); times are seconds and days are days since 1970; hashes and ids are bytes.
"""

import dataclasses
import re
import unicodedata

from line_text import Lines, day, digest, integer, key, publisher, time
from names import write_day, write_key, write_name, write_time
from refusal import Refused

KIB = 1024
LIMITS = {"root": 32 * KIB, "feed": 2048 * KIB, "withdrawal": 32 * KIB, "heads": 32 * KIB}
ZEROS = bytes(32)
FINAL = ("source-danger", "error", "law")
REASONS = ("source-danger", "error", "law", "hide", "superseded")  # the first of several acts
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MIRROR = re.compile(r"https://[a-z0-9.\-\[\]:]+/[!-~]*", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Role:
    threshold: int
    keys: tuple  # of (key, last day or None)

    def holds(self, public):
        return any(entry[0][1] == public for entry in self.keys)

    def last_day(self, public):
        return next(last for (_, held), last in self.keys if held == public)


@dataclasses.dataclass(frozen=True)
class Root:
    publisher: bytes | None
    version: int
    epoch: int
    name: str
    issued: int
    review_by: int
    prev: bytes
    root: Role
    release: Role
    withdraw: Role
    announce: tuple
    floor: tuple | None  # (epoch, seq, hash)

    def keys(self):
        return [entry[0] for role in (self.root, self.release, self.withdraw) for entry in role.keys] + [self.announce]

    def text(self):
        lines = ["nightletter root 1",
                 "publisher " + ("self" if self.publisher is None else write_name("nlp", self.publisher)),
                 f"version {self.version}", f"epoch {self.epoch}", f"name {self.name}",
                 f"issued {write_time(self.issued)}", f"review-by {write_day(self.review_by)}",
                 f"prev {self.prev.hex()}"]
        for word, role in (("root", self.root), ("release", self.release), ("withdraw", self.withdraw)):
            lines.append(f"{word}-threshold {role.threshold}")
            for held, last in sorted(role.keys):
                lines.append(f"{word}-key {write_key(held)}" + ("" if last is None else " " + write_day(last)))
        lines += [f"announce-key {write_key(self.announce)}", "floor " + write_floor(self.floor), "end"]
        return ("\n".join(lines) + "\n").encode()


def write_floor(floor):
    return "-" if floor is None else f"{floor[0]} {floor[1]} {floor[2].hex()}"


def read_role(lines, word, dated):
    threshold = integer(lines.field(word + "-threshold"), 0, 1 << 32)
    keys = []
    while lines.next_is(word + "-key"):
        fields = lines.fields(word + "-key", 2 if dated else 1)
        keys.append((key(fields[0]), day(fields[1]) if dated else None))
    if not 1 <= len(keys) <= 16:
        raise Refused("malformed")
    return Role(threshold, tuple(keys))


def check_name(name):
    printable = not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in name)
    if len(name.encode()) > 200 or not printable or BIDI.search(name) or not unicodedata.is_normalized("NFC", name):
        raise Refused("bad-name")
    return name


def read_root(document):
    lines = Lines(document, "root", LIMITS["root"])
    who = lines.field("publisher")
    who = None if who == "self" else publisher(who)
    version = integer(lines.field("version"), 1, 1 << 32)
    epoch = integer(lines.field("epoch"), 0, 1 << 32)
    name = check_name(lines.rest("name"))
    issued = time(lines.field("issued"))
    review_by = day(lines.field("review-by"))
    prev = digest(lines.field("prev"))
    roles = [read_role(lines, word, word != "root") for word in ("root", "release", "withdraw")]
    announce = key(lines.field("announce-key"))
    floor = read_floor(lines)
    made = Root(who, version, epoch, name, issued, review_by, prev, *roles, announce, floor)
    # Two keys of a role in another order are another spelling, except that equal ids have no order at all: C.10.
    lines.finish(made.text)
    return made


def read_floor(lines):
    fields = lines.rest("floor").split(" ")
    if fields == ["-"]:
        return None
    if len(fields) != 3:
        raise Refused("malformed")
    return integer(fields[0], 0, 1 << 21), integer(fields[1], 1, 1 << 40), digest(fields[2])


@dataclasses.dataclass(frozen=True)
class Release:
    bundle: bytes
    info_hash: bytes
    size: int
    files: int
    day: int
    replaces: bytes | None

    def text(self):
        replaced = "-" if self.replaces is None else self.replaces.hex()
        return (f"release {self.bundle.hex()} {self.info_hash.hex()} {self.size} {self.files} {write_day(self.day)} "
                f"{replaced}")


@dataclasses.dataclass(frozen=True)
class Feed:
    publisher: bytes
    root: int
    epoch: int
    seq: int
    issued: int
    fresh_until: int
    prev: bytes
    mirrors: tuple
    releases: tuple
    withdrawals: tuple  # of (bundle, hash of the withdrawal)

    def text(self):
        lines = ["nightletter feed 1", f"publisher {write_name('nlp', self.publisher)}", f"root {self.root}",
                 f"epoch {self.epoch}", f"seq {self.seq}", f"issued {write_time(self.issued)}",
                 f"fresh-until {write_time(self.fresh_until)}", f"prev {self.prev.hex()}"]
        lines += [f"mirror {address}" for address in self.mirrors]
        lines += [release.text() for release in self.releases]
        lines += [f"withdraw {bundle.hex()} {document.hex()}" for bundle, document in sorted(self.withdrawals)]
        return ("\n".join(lines + ["end"]) + "\n").encode()


def read_release(fields):
    size, files = (integer(text, 0, 1 << 63) for text in fields[2:4])
    replaces = None if fields[5] == "-" else digest(fields[5])
    return Release(digest(fields[0]), digest(fields[1]), size, files, day(fields[4]), replaces)


def check_mirror(address):
    if len(address) > 200 or not MIRROR.fullmatch(address) or not address.endswith("/") or set("?#") & set(address):
        raise Refused("bad-mirror")


def read_feed(document):
    lines = Lines(document, "feed", LIMITS["feed"])
    who = publisher(lines.field("publisher"))
    root = integer(lines.field("root"), 1, 1 << 32)
    epoch = integer(lines.field("epoch"), 0, 1 << 32)
    seq = integer(lines.field("seq"), 1, 1 << 40)
    issued, fresh_until = time(lines.field("issued")), time(lines.field("fresh-until"))
    prev = digest(lines.field("prev"))
    mirrors, releases, withdrawals = [], [], []
    while lines.next_is("mirror"):
        mirrors.append(lines.field("mirror"))
    while lines.next_is("release"):
        releases.append(read_release(lines.fields("release", 6)))
    while lines.next_is("withdraw"):
        withdrawals.append(tuple(map(digest, lines.fields("withdraw", 2))))
    lines.end()
    if len(mirrors) > 64 or len(releases) > 8192:
        raise Refused("too-many-lines")
    if not issued < fresh_until <= issued + 400 * 86400:
        raise Refused("bad-dates")
    if (seq == 1) != (prev == ZEROS):  # 3.11
        raise Refused("broken-chain")
    for address in mirrors:
        check_mirror(address)
    for bundles in ([r.bundle for r in releases], [w[0] for w in withdrawals]):
        if len(set(bundles)) != len(bundles):
            raise Refused("bundle-twice")
    made = Feed(who, root, epoch, seq, issued, fresh_until, prev, tuple(mirrors), tuple(releases), tuple(withdrawals))
    lines.finish(made.text)
    return made


@dataclasses.dataclass(frozen=True)
class Withdrawal:
    publisher: bytes
    root: int
    bundle: bytes
    reason: str
    issued: int
    until: int | None

    def text(self):
        until = "-" if self.until is None else write_time(self.until)
        return (f"nightletter withdrawal 1\npublisher {write_name('nlp', self.publisher)}\nroot {self.root}\n"
                f"bundle {self.bundle.hex()}\nreason {self.reason}\nissued {write_time(self.issued)}\n"
                f"until {until}\nend\n").encode()


def read_withdrawal(document):
    lines = Lines(document, "withdrawal", LIMITS["withdrawal"])
    who = publisher(lines.field("publisher"))
    root = integer(lines.field("root"), 1, 1 << 32)
    bundle = digest(lines.field("bundle"))
    reason = lines.field("reason")
    if reason not in REASONS:
        raise Refused("malformed")
    issued = time(lines.field("issued"))
    until = lines.field("until")
    until = None if until == "-" else time(until)
    lines.end()
    if (until is not None) != (reason == "hide") or (until is not None and not issued < until <= issued + 14 * 86400):
        raise Refused("bad-dates")
    made = Withdrawal(who, root, bundle, reason, issued, until)
    lines.finish(made.text)
    return made
