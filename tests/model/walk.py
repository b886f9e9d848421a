#!/usr/bin/python3
"""Walks at random through the life of publishers and lets trust/ and the model judge every step.

    walk.py --steps N --seed S --judge build/bin/judge

Each life is a publisher that issues, rotates, withdraws, hides, is robbed, forks, and a mirror to which documents come
late, twice, changed or never, whose clock jumps by up to twenty years and which starts again having lost something.
The two must say the same word and hold the same state after every step. When they do not, the shortest script found
that shows it is printed, in the protocol of tests/tools/README.md, and the exit code is 1.
"""

import argparse
import collections
import dataclasses
import random
import subprocess
import sys

from heads import item_number, message_of, slots, value_of
from judge import Desk
from names import read_base64, sha256, write_base64, write_time
from newsroom import DAY, Newsroom, sign
from signatures import TRUSTED
from statements import ZEROS

YEAR = 365 * DAY
START = 1_777_000_000  # April 2026
LIFE = 250  # steps


class Judge:
    """The program under comparison, as one process that answers line by line."""

    def __init__(self, program):
        self.program = program
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def answer(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().rstrip("\n")
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
            self.start()
            return "the program ended"
        return answer

    def stop(self):
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except BrokenPipeError:
                pass
        self.process.wait()


def encode(files):
    return " ".join(write_base64(octets) or "-" for octets in files)


def key_id_of(block):
    return (read_base64(block[1].decode()) or bytes(10))[2:10]


def comment_of(signatures):
    return signatures.split(b"\n")[2][len(TRUSTED):].decode()


class Life:
    """One publisher and what reaches one mirror of it: `next_lines` says what happens next."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.time = START + self.random.randint(0, YEAR)
        self.skew = 0
        self.room = Newsroom(self.random, self.time)
        self.sent = [("root", self.room.root_files, [])]  # all that was ever written, for replays
        self.roots = [self.room.root_files]  # of the publisher's own line
        self.forks = []  # hashes of roots that contradict each other
        self.many = self.random.random() < 0.1  # a large archive, where 5 % is more than 3

    def clock(self):
        return write_time(max(0, self.time + self.skew))

    def first_lines(self):
        return [f"publisher {self.room.publisher.hex()} {write_time(START - 10 * DAY)}",
                *self.deliver("root", self.room.root_files)]

    def deliver(self, kind, files, documents=()):
        words = " ".join(encode(pair) for pair in (files, *documents))
        return [f"{kind} {self.clock()} {words}"]

    def send(self, kind, files, documents=()):
        """Written now; arrives now, later by a replay, or never."""
        self.sent.append((kind, files, list(documents)))
        kept = [pair for pair in documents if self.random.random() < 0.9]
        return self.deliver(kind, files, kept) if self.random.random() < 0.85 else []

    ACTIONS = {
        "issue": 24, "withdraw": 9, "rotate": 4, "grow": 3, "catch_up": 14, "replay": 8, "change": 6, "change_set": 4,
        "rob_release": 5, "rob_root": 1, "head": 5, "heads": 2, "jump": 5, "restart": 3, "decide": 7, "wait": 4,
    }

    def next_lines(self):
        self.time += self.random.choice((0, 60, 3600, DAY, 3 * DAY, 10 * DAY))
        action = self.random.choices(list(self.ACTIONS), list(self.ACTIONS.values()))[0]
        return getattr(self, action)()

    # The publisher

    def issue(self):
        listed = len(self.room.feed.releases) if self.room.feed else 0
        added = self.random.randint(40, 100) if self.many and listed < 40 else self.random.randint(0, 3)
        feed = self.room.next_feed(self.time, added if listed < 120 else 0)
        files = self.room.sign_feed(feed)
        documents = self.room.documents_for(feed)
        self.room.adopt_feed(feed, files)
        return self.send("feed", files, documents)

    def withdraw(self):
        return self.send("withdrawal", self.room.withdraw(self.time))

    def rotate(self, floor=None, grows=False):
        self.room.keys_before = {key for key, _ in self.room.root.root.keys}
        root, files = self.room.next_root(self.time, floor, grows)
        self.room.adopt_root(root, files)
        self.roots.append(files)
        return self.send("root", files)

    def grow(self):
        """A new epoch, with the newest feed as floor, an older one, none, or one that nobody has seen."""
        feeds = self.room.feeds
        choice = self.random.random()
        if not feeds or choice < 0.1:
            self.room.go_back_to(-1)
            return self.rotate(None, grows=True)
        place = len(feeds) - 1 if choice < 0.7 else self.random.randrange(len(feeds))
        feed, digest = feeds[place]
        if choice > 0.95:
            digest = self.random.randbytes(32)
        self.room.go_back_to(place)
        return self.rotate((feed.epoch, feed.seq, digest), grows=True)

    def head(self):
        if self.room.feed is None:
            return self.wait()
        point = self.room.point()
        if self.random.random() < 0.4:
            number = max(1, point[1] + self.random.randint(-2, 5))
            point = point[0] + self.random.choice((0, 0, 0, 1)), number, self.random.randbytes(32)
        salt = self.random.choice(slots(point[0] + (self.random.random() < 0.1), self.time))
        signature = self.random.choice(self.room.pens["announce"] * 9 + self.room.retired[-1:]).sign(
            message_of(point, salt))
        number = item_number(point) + (self.random.random() < 0.05)
        return [f"head {self.clock()} {write_base64(value_of(point))} {number} {salt} {write_base64(signature)}"]

    def heads(self):
        if self.room.feed is None:
            return self.wait()
        heads = self.room.heads()
        if self.random.random() < 0.3:
            items = list(heads.items)
            items[self.random.randrange(60)] = self.random.choice(items)
            heads = dataclasses.replace(heads, items=tuple(items[:self.random.choice((59, 60, 60))]))
        return [f"heads {self.clock()} {write_base64(heads.text())}"]

    # Thieves

    def rob_release(self):
        """Whoever holds the release keys writes feeds that the publisher would not."""
        feed = self.room.next_feed(self.time, self.random.randint(0, 2))
        releases, lines = list(feed.releases), list(feed.withdrawals)
        match self.random.randrange(9):
            case 0 if self.room.feed:  # the same number once more
                feed = dataclasses.replace(feed, seq=self.room.feed.seq, prev=self.room.feed.prev)
            case 1:
                feed = dataclasses.replace(feed, seq=feed.seq + self.random.choice((1, 5, 2**39)))
            case 2:
                feed = dataclasses.replace(feed, prev=self.random.choice((self.random.randbytes(32), ZEROS)))
            case 3 if releases:
                releases.pop(self.random.randrange(len(releases)))
            case 4 if releases:
                place = self.random.randrange(len(releases))
                releases[place] = dataclasses.replace(releases[place], size=7)
            case 5 if len(releases) > 1:
                self.random.shuffle(releases)
            case 6 if lines:
                lines.pop(self.random.randrange(len(lines)))
            case 7:
                lines.append((self.random.randbytes(32), self.random.randbytes(32)))
            case _:
                issued = self.time + self.random.choice((-900, -1, 1, 3, 20 * 365)) * DAY
                feed = dataclasses.replace(feed, issued=max(0, issued), fresh_until=max(0, issued) + DAY)
        feed = dataclasses.replace(
            feed, releases=tuple(releases), withdrawals=tuple(sorted(lines)),
            root=max(1, feed.root + self.random.choice((0, 0, 0, 0, -1, 1))),
            epoch=max(0, feed.epoch + self.random.choice((0,) * 8 + (-1, 1))))
        return self.send("feed", self.room.sign_feed(feed), self.room.documents_for(feed))

    def rob_root(self):
        """Two roots of one version, each signed well enough."""
        if self.room.root.version == 1:
            return self.wait()
        root, files = self.room.rival_root()
        self.forks = [sha256(self.room.root_files[0]), sha256(files[0])]
        if self.random.random() < 0.4:
            self.room.adopt_root(root, files)
            self.roots[-1] = files
        return self.send("root", files)

    # The way

    def catch_up(self):
        """A neighbour has everything: the roots in order, and the newest feed of the honest line."""
        lines = []
        for files in self.roots[-6:]:
            lines += self.deliver("root", files)
        if self.room.feed is not None:
            newest = self.room.feeds[-1][1]
            lines += [line for kind, files, documents in self.sent if kind == "feed" and sha256(files[0]) == newest
                      for line in self.deliver(kind, files, documents)][:1]
        return lines

    def replay(self):
        lines = []
        for _ in range(self.random.choice((1, 1, 1, 3))):
            newest = self.sent[-12:] if self.random.random() < 0.7 else self.sent
            kind, files, documents = self.random.choice(newest)
            lines += self.deliver(kind, files, documents)
        return lines

    def change(self):
        """A document changed on the way, or signed again by somebody after the change."""
        kind, (document, signatures), documents = self.random.choice(self.sent[-12:])
        changed = self.changed(document)
        if self.random.random() < 0.6:
            comment = comment_of(signatures).rsplit(" ", 1)[0]
            comment += " " + sha256(changed).hex()
            role = {"root": "root", "feed": "release", "withdrawal": "withdraw"}[kind]
            signatures = sign(self.room.pens[role], changed, comment)
        return self.deliver(kind, (changed, signatures), documents)

    def changed(self, document):
        lines = document.split(b"\n")[:-1]
        place, other = self.random.randrange(len(lines)), self.random.randrange(len(lines))
        match self.random.randrange(9):
            case 0:
                lines.pop(place)
            case 1:
                lines.insert(other, lines[place])
            case 2:
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                at = self.random.randrange(len(document))
                return document[:at] + bytes([document[at] ^ 1 << self.random.randrange(8)]) + document[at + 1:]
            case 4:
                return document + self.random.choice((b"\n", b"x\n", b"end\n", b" "))
            case 5:
                return document.replace(b"\n", b"\r\n", self.random.choice((1, -1)))
            case 6:
                word, _, _ = lines[place].partition(b" ")
                lines[place] = word + b" " + self.random.choice(
                    (b"0", b"1", b"01", b"4294967296", b"2097152", b"1099511627776", b"18446744073709551616", b"-"))
            case 7:
                fields = lines[place].split(b" ")
                at, value = self.random.randrange(len(fields)), self.random.choice(lines[other].split(b" "))
                fields[at] = self.random.choice((value, fields[at] + b" ", fields[at].upper(), b"9999-12-31", b""))
                lines[place] = b" ".join(fields)
            case 8:
                lines[0] = self.random.choice((b"nightletter feed 1", b"nightletter root 2", b"nightletter root 1",
                                               b"nightletter withdrawal 01", b"nightletter", b"mightletter feed 1"))
        return b"\n".join(lines) + b"\n"

    def change_set(self):
        """The signatures of a document changed: blocks taken out, added, exchanged, spoilt."""
        kind, (document, signatures), documents = self.random.choice(self.sent[-12:])
        parts = signatures.split(b"\n")[:-1]
        blocks = [parts[i:i + 4] for i in range(0, len(parts), 4)]
        place = self.random.randrange(len(blocks))
        match self.random.randrange(6):
            case 0:
                blocks.pop(place)
            case 1:
                self.random.shuffle(blocks)
            case 2:
                blocks.append(blocks[place])
            case 3:
                pen = self.random.choice([*self.room.retired, *sum(self.room.pens.values(), [])])
                blocks.append(pen.block(document, comment_of(signatures)).split(b"\n")[:4])
                blocks.sort(key=key_id_of)
            case 4:
                line = self.random.randrange(4)
                at = self.random.randrange(len(blocks[place][line]))
                spoilt = bytearray(blocks[place][line])
                spoilt[at] ^= 1 << self.random.randrange(7)
                blocks[place][line] = bytes(spoilt)
            case 5:
                other = self.random.choice(self.sent)[1][1].split(b"\n")
                line = self.random.randrange(4)
                blocks[place][line] = other[line]
        text = b"".join(line + b"\n" for block in blocks for line in block)
        return self.deliver(kind, (document, text), documents)

    # The mirror

    def jump(self):
        far = self.random.uniform(-20, 20) * YEAR
        self.skew = int(self.random.choice((0, 0, far, -47 * 3600, 49 * 3600)))
        return self.wait()

    def restart(self):
        lost = self.random.choice(("", "", "", " feed", " withdrawals"))
        return [f"restart {self.clock()}{lost}"]

    def decide(self):
        if self.forks and self.random.random() < 0.7:
            return [f"choose {self.clock()} {self.random.choice(self.forks).hex()}"]
        if not self.room.withdrawals:
            return self.wait()
        digest = self.random.choice(self.room.withdrawals[-8:])[1]
        return [f"{self.random.choice(('confirm', 'confirm', 'dismiss'))} {self.clock()} {digest.hex()}"]

    def wait(self):
        return [f"look {self.clock()}"]


class Disagreement(Exception):
    pass


def compare(judge, lines):
    """The first line on which the two answer differently, as (number of lines, answers); None when there is none."""
    desk = Desk()
    for count, line in enumerate(lines, 1):
        ours, theirs = desk.answer(line), judge.answer(line)
        if ours != theirs:
            return count, ours, theirs
    return None


def shrink(judge, lines):
    """Fewer lines that still show a disagreement: first in large parts, then one at a time."""
    lines = lines[:compare(judge, lines)[0]]
    size = len(lines) // 2
    while size:
        place = 1
        while place < len(lines):
            fewer = lines[:place] + lines[place + size:]
            found = compare(judge, fewer)
            if found:
                lines = fewer[:found[0]]
            else:
                place += size
        size //= 2
    return lines


def summary(line):
    """The numbers of a document, for whoever looks at a disagreement."""
    verb, clock, *words = line.split(" ")
    if verb not in ("root", "feed", "withdrawal", "heads") or not words:
        return line
    text = (read_base64(words[0]) or b"").decode("utf-8", "replace")
    numbers = {"version", "root", "epoch", "seq", "floor", "bundle", "reason", "until", "issued"}
    shown = [part for part in text.split("\n") if part.split(" ")[0] in numbers]
    return f"{verb} {clock} {sha256(text.encode()).hex()[:8]}: {', '.join(shown)}"


def tell(judge, lines, seed):
    count, ours, theirs = compare(judge, lines)
    print(f"the model and {judge.program} disagree (life {seed}); the shortest script found:\n")
    print("\n".join(lines[:count]))
    print("\nin words:")
    print("\n".join(summary(line) for line in lines[:count]))
    print("\nfield            model | program")
    for mine, other in zip(ours.split(" "), theirs.split(" "), strict=False):
        if mine != other:
            print(f"  {mine}\n  {other}")


def walk(judge, steps, seed, words):
    """Returns the number of steps walked; stops at the first disagreement."""
    walked, life_number = 0, 0
    while walked < steps:
        life_seed = f"{seed}.{life_number}"
        life, desk, script = Life(life_seed), Desk(), []
        lines = collections.deque(life.first_lines())
        while len(script) < LIFE and walked < steps:
            while not lines:
                lines.extend(life.next_lines())
            script.append(lines.popleft())
            answer = desk.answer(script[-1])
            words[answer.split(" ")[0]] += 1
            if answer != judge.answer(script[-1]):
                tell(judge, shrink(judge, script), life_seed)
                raise Disagreement(life_seed)
            walked += 1
        life_number += 1
    return walked


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--steps", type=int, default=2000)
    options.add_argument("--seed", default="1")
    options.add_argument("--judge", default="build/bin/judge", help="the program to compare the model with")
    chosen = options.parse_args()
    judge, words = Judge(chosen.judge), collections.Counter()
    try:
        walked = walk(judge, chosen.steps, chosen.seed, words)
    except Disagreement:
        return 1
    finally:
        judge.stop()
    print(f"{walked} steps, no disagreement; how often each word was said:")
    print("  " + ", ".join(f"{word} {count}" for word, count in words.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
