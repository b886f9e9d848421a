"""A publisher, its keys and those who have stolen some of them: writes what the walk lets arrive."""

import dataclasses
import hashlib

import nacl.bindings

from heads import Heads, message_of, slots
from names import sha256, write_base64
from signatures import TRUSTED, UNTRUSTED, trusted_comment
from statements import FINAL, ZEROS, Feed, Release, Role, Root, Withdrawal

DAY = 86400


class Pen:
    def __init__(self, random):
        self.key_id = random.randbytes(8)
        public, self.secret = nacl.bindings.crypto_sign_seed_keypair(random.randbytes(32))
        self.key = (self.key_id, public)

    def sign(self, message):
        return nacl.bindings.crypto_sign(message, self.secret)[:64]

    def block(self, document, comment):
        signature = self.sign(hashlib.blake2b(document).digest())
        second = self.sign(signature + comment.encode("utf-8", "surrogateescape"))
        lines = (UNTRUSTED + b"signature from minisign secret key",
                 write_base64(b"ED" + self.key_id + signature).encode(),
                 TRUSTED + comment.encode("utf-8", "surrogateescape"), write_base64(second).encode())
        return b"".join(line + b"\n" for line in lines)


def sign(pens, document, comment):
    return b"".join(pen.block(document, comment) for pen in sorted(pens, key=lambda pen: pen.key_id))


def number_of(kind, statement):
    return {"root": lambda: statement.version, "feed": lambda: f"{statement.epoch}.{statement.seq}",
            "withdrawal": lambda: "-"}[kind]()


def files_of(kind, statement, pens):
    document = statement.text()
    comment = trusted_comment(kind, statement.publisher, number_of(kind, statement), document)
    return document, sign(pens, document, comment)


class Newsroom:
    def __init__(self, random, now):
        self.random = random
        self.people = random.choice((1, 1, 2, 3))
        self.pens = {role: self.new_pens(self.people) for role in ("root", "release", "withdraw", "announce")}
        self.retired = self.new_pens(1)  # and strangers
        threshold = random.randint(1, self.people)
        roles = {role: self.role(self.pens[role], threshold, role, now) for role in ("root", "release", "withdraw")}
        self.root = Root(None, 1, 0, "Example Collective", now, now // DAY + 700, ZEROS, *roles.values(),
                         self.pens["announce"][0].key, None)
        self.root_files = files_of("root", self.root, self.pens["root"])
        self.publisher = sha256(self.root_files[0])
        self.feed = None
        self.feeds = []  # of the honest line: (Feed, hash)
        self.withdrawals = []  # (Withdrawal, hash, files)
        self.keys_before = set()  # root keys of the root before the newest

    def new_pens(self, count):
        return [Pen(self.random) for _ in range(count)]

    def role(self, pens, threshold, name, now):
        last = None if name == "root" else now // DAY + self.random.choice((20, 200, 700, 3000))
        return Role(threshold, tuple(sorted((pen.key, last) for pen in pens)))

    # Roots

    def next_root(self, now, floor=None, grows=False):
        """Some pens change hands; the sets in force before and after sign."""
        before = list(self.pens["root"])
        for role in ("root", "release", "withdraw", "announce"):
            if self.random.random() < 0.4:
                self.retired.append(self.pens[role].pop(self.random.randrange(len(self.pens[role]))))
                self.pens[role] += self.new_pens(1)
        roles = {role: self.role(self.pens[role], getattr(self.root, role).threshold, role, now)
                 for role in ("root", "release", "withdraw")}
        root = dataclasses.replace(
            self.root, publisher=self.publisher, version=self.root.version + 1, epoch=self.root.epoch + grows,
            issued=now, prev=sha256(self.root_files[0]), floor=floor, announce=self.pens["announce"][0].key, **roles)
        signers = {pen.key: pen for pen in before + self.pens["root"]}
        return root, files_of("root", root, signers.values())

    def adopt_root(self, root, files):
        self.root, self.root_files = root, files

    def rival_root(self):
        """Another root of the newest version by the same keys; they must still be the ones before it."""
        root = dataclasses.replace(self.root, issued=self.root.issued + 1, name="Another Collective")
        pens = [*self.pens["root"], *self.retired]
        allowed = {key for key, _ in self.root.root.keys} | self.keys_before
        return root, files_of("root", root, [pen for pen in pens if pen.key in allowed])

    # Feeds

    def release(self, now):
        return Release(self.random.randbytes(32), self.random.randbytes(32), self.random.randint(1, 10**6),
                       self.random.randint(1, 100), now // DAY, None)

    def next_feed(self, now, added):
        """Everything so far, `added` releases more, without what a final withdrawal has taken out."""
        before = self.feed
        lines = dict(before.withdrawals) if before else {}
        for withdrawal, digest, _ in self.withdrawals:
            old = self.document_of(lines.get(withdrawal.bundle))
            if old is None or (old.reason == "hide" and withdrawal.reason in FINAL):
                lines[withdrawal.bundle] = digest
        for bundle, digest in list(lines.items()):
            document = self.document_of(digest)
            if document is not None and document.reason == "hide" and document.until < now:
                del lines[bundle]
        gone = {bundle for bundle, digest in lines.items() if getattr(self.document_of(digest), "reason", "") in FINAL}
        releases = (*(before.releases if before else ()), *(self.release(now) for _ in range(added)))
        seq, prev = (1, ZEROS) if before is None else (before.seq + 1, self.feeds[-1][1])
        fresh_until = now + self.random.randint(1, 400) * DAY
        return Feed(self.publisher, self.root.version, self.root.epoch, seq, now, fresh_until, prev,
                    ("https://mirror.example/",), tuple(r for r in releases if r.bundle not in gone),
                    tuple(sorted(lines.items())))

    def document_of(self, digest):
        return next((withdrawal for withdrawal, held, _ in self.withdrawals if held == digest), None)

    def sign_feed(self, feed):
        return files_of("feed", feed, self.some(self.pens["release"], self.root.release.threshold))

    def adopt_feed(self, feed, files):
        self.feed = feed
        self.feeds.append((feed, sha256(files[0])))

    def go_back_to(self, place):
        """The honest line ends at feed number `place` of those issued; -1 for none at all."""
        self.feeds = self.feeds[:place + 1]
        self.feed = self.feeds[-1][0] if self.feeds else None

    def some(self, pens, least):
        return self.random.sample(pens, self.random.randint(min(least, len(pens)), len(pens)))

    def documents_for(self, feed):
        named = {digest for _, digest in feed.withdrawals}
        return [files for _, digest, files in self.withdrawals if digest in named]

    # Withdrawals, heads

    def withdraw(self, now):
        listed = [release.bundle for release in self.feed.releases] if self.feed else []
        bundle = self.random.choice(listed) if listed and self.random.random() < 0.9 else self.random.randbytes(32)
        reason = self.random.choice(("source-danger", "error", "law", "superseded", "hide", "hide", "hide"))
        until = now + self.random.randint(1, 14 * DAY) if reason == "hide" else None
        withdrawal = Withdrawal(self.publisher, self.root.version, bundle, reason, now, until)
        least = 1 if reason == "hide" else self.root.withdraw.threshold
        files = files_of("withdrawal", withdrawal, self.some(self.pens["withdraw"], least))
        self.withdrawals.append((withdrawal, sha256(files[0]), files))
        return files

    def point(self):
        return self.feed.epoch, self.feed.seq, self.feeds[-1][1]

    def heads(self):
        announce, point = self.pens["announce"][0], self.point()
        items = [(salt, announce.sign(message_of(point, salt))) for salt in slots(point[0], self.feed.issued)]
        return Heads(self.publisher, point, tuple(items))
