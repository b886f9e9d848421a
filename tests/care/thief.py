#!/usr/bin/python3
"""Somebody with a stolen key file and its passphrase. What he signs is what anybody could sign with that key.

thief.py KEY PASSPHRASE-FILE FOLDER VERB …    FOLDER/publishers/<nlp1…>/ has the publisher's documents as anybody has them;
                                              what he makes goes in there too, in place of what was there

  feed [seq=N] [prev=SHA256] [drop=nlb1…] [name=TEXT]   the feed after the one there, with a bundle nobody has seen, `name`
  withdrawal nlb1… REASON [days=N]                      until N days from now, where the reason is hide
  root                                                  the root after the newest, in which every role is his alone
  head FILE                                             into FILE: this week's item, with the largest number there is
"""

import base64
import dataclasses
import hashlib
import os
import pathlib
import sys
import time

import nacl.bindings
import nacl.pwhash.scrypt

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "model"))
from heads import item_number, message_of, slots, value_of  # noqa: E402
from names import read_name, sha256, write_base64  # noqa: E402
from newsroom import Pen, files_of  # noqa: E402
from statements import Release, Role, Withdrawal, read_feed, read_root  # noqa: E402

DAY = 86400


class StolenPen(Pen):
    """The key in a minisign secret-key file: scrypt, an XOR stream, a checksum."""

    def __init__(self, file, passphrase):
        octets = base64.b64decode(file.read_text().split("\n")[1])
        algorithms, salt, cost, locked = octets[:6], octets[6:38], octets[38:54], octets[54:]
        if algorithms != b"EdScB2":
            raise ValueError(f"{file} is no key under a passphrase")
        operations, memory = int.from_bytes(cost[:8], "little"), int.from_bytes(cost[8:], "little")
        stream = nacl.pwhash.scrypt.kdf(len(locked), passphrase, salt, opslimit=operations, memlimit=memory)
        plain = bytes(a ^ b for a, b in zip(locked, stream))
        self.key_id, self.secret = plain[:8], plain[8:72]
        if hashlib.blake2b(b"Ed" + plain[:72], digest_size=32).digest() != plain[72:]:
            raise ValueError(f"that passphrase does not open {file}")
        self.key = (self.key_id, self.secret[32:])


class Loot:
    def __init__(self, pen, folder):
        self.pen = pen
        self.folder = next((folder / "publishers").glob("nlp1*"))
        self.publisher = read_name("nlp", self.folder.name)
        self.now = int(time.time())
        versions = [int(path.name[5:]) for path in self.folder.glob("root.*") if path.name[5:].isdigit()]
        self.root_document = (self.folder / f"root.{max(versions)}").read_bytes()
        self.root = read_root(self.root_document)

    def put(self, name, files):
        for ending, octets in zip(("", ".minisig"), files):
            path = self.folder / (name + ending)
            path.unlink(missing_ok=True)
            path.write_bytes(octets)

    def feed(self, seq=None, prev=None, drop=None, name="forged"):
        document = (self.folder / "feed").read_bytes()
        feed = read_feed(document)
        releases = [release for release in feed.releases if drop is None or release.bundle != read_name("nlb", drop)]
        if drop is None:
            releases.append(Release(sha256(name.encode()), sha256(b"info " + name.encode()), 1000, 5, self.now // DAY, None))
        made = dataclasses.replace(feed, seq=int(seq or feed.seq + 1), prev=bytes.fromhex(prev) if prev else sha256(document),
                                   root=self.root.version, epoch=self.root.epoch, issued=self.now, fresh_until=self.now + 90 * DAY,
                                   releases=tuple(releases))
        (self.folder / "heads").unlink(missing_ok=True)
        self.put("feed", files_of("feed", made, [self.pen]))

    def withdrawal(self, bundle, reason, days=14):
        until = self.now + int(days) * DAY if reason == "hide" else None
        made = Withdrawal(self.publisher, self.root.version, read_name("nlb", bundle), reason, self.now, until)
        files = files_of("withdrawal", made, [self.pen])
        self.put("withdrawal." + sha256(files[0]).hex(), files)

    def make_root(self):
        mine = [Pen(SeededBytes(name)) for name in ("release", "withdraw", "announce")]
        roles = [Role(1, ((pen.key, (self.now // DAY) + 700),)) for pen in mine[:2]]
        made = dataclasses.replace(self.root, publisher=self.publisher, version=self.root.version + 1, prev=sha256(self.root_document),
                                   issued=self.now, root=Role(1, ((self.pen.key, None),)), release=roles[0], withdraw=roles[1],
                                   announce=mine[2].key)
        self.put(f"root.{made.version}", files_of("root", made, [self.pen]))

    def head(self, file):
        point = (self.root.epoch, 2**40 - 1, sha256(b"no such feed"))
        salt = slots(self.root.epoch, self.now)[0]
        signature = self.pen.sign(message_of(point, salt))
        pathlib.Path(file).write_text(f"{write_base64(value_of(point))} {item_number(point)} {salt} {write_base64(signature)}\n")


class SeededBytes:
    """Keys of the thief's own, the same every time."""

    def __init__(self, name):
        self.name = name

    def randbytes(self, count):
        return hashlib.blake2b(self.name.encode(), digest_size=count).digest()


def main(key, passphrase_file, folder, verb, *words):
    passphrase = pathlib.Path(passphrase_file).read_bytes().rstrip(b"\n")
    loot = Loot(StolenPen(pathlib.Path(key), passphrase), pathlib.Path(folder))
    options = dict(word.split("=", 1) for word in words if "=" in word)
    {"feed": loot.feed, "withdrawal": loot.withdrawal, "root": loot.make_root,
     "head": loot.head}[verb](*(word for word in words if "=" not in word), **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
