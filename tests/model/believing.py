"""One publisher's record: what is believed of its roots, feeds and withdrawals. docs/formats.md section 6.

A point is (epoch, seq, hash of the feed); `files` are a document and its signature set.
"""

import copy
import dataclasses

from heads import check_heads, read_head, read_heads
from names import sha256, write_day, write_time
from refusal import Refused
from roots import judge_root, judge_statement, peek
from statements import FINAL, ZEROS, Feed, read_feed, read_withdrawal
from withdrawals import DAY, Withdrawals

SLACK = 48 * 3600
MOST_ROOTS = 1024
REMEMBERED = 64  # feeds of this epoch of which it is known what they listed


@dataclasses.dataclass(frozen=True)
class AcceptedFeed:
    feed: Feed
    point: tuple
    files: tuple
    signers: frozenset


class Publisher:
    def __init__(self, pinned, time_floor=0):
        self.pinned = pinned
        self.time_floor = time_floor
        self.chain = []
        self.high = None
        self.newest = None  # AcceptedFeed; its point differs from `high` after a floor or a loss
        self.believed = None  # how many releases of a disowned `newest` still count
        self.gap_since = None
        self.heard = None
        self.seen = []  # of this epoch, and what its floor lets stand: (point, bundles listed)
        self.withdrawals = Withdrawals()
        self.fork = None  # (the root held, its rival), until a person decides
        self.equivocation = None  # the two feeds of this epoch that cannot both be true
        self.rejected = None

    def now(self, clock):
        return max(clock, self.time_floor)

    def raise_floor(self, issued, clock):
        if issued <= clock + SLACK:
            self.time_floor = max(self.time_floor, issued)

    # C

    def consider_root(self, files, clock):
        version = peek(files[0], "root", "version") if self.chain else 1
        if version > MOST_ROOTS:  # C.2
            raise Refused("chain-too-long")
        if not 1 <= version <= len(self.chain):
            held = judge_root(files, self.pinned, self.chain[-1] if self.chain else None)
            if self.fork is not None:  # C.17: a person decides which of the two goes on
                raise Refused("root-fork")
            self._extend(held, clock)
        elif sha256(files[0]) == self.chain[version - 1].hash:
            raise Refused("already-held")
        else:
            rival = judge_root(files, self.pinned, self.chain[version - 2] if version > 1 else None)
            if self.rejected != rival.hash and self.fork is None:
                self.fork = self.chain[version - 1], rival
            raise Refused("root-fork")

    def _extend(self, held, clock):
        grew = bool(self.chain) and held.root.epoch > self.chain[-1].root.epoch
        if self.chain and held.root.announce != self.chain[-1].root.announce:
            self.heard = None
        self.chain.append(held)
        self.raise_floor(held.root.issued, clock)
        if grew:
            self._start_epoch(held.root)

    def _start_epoch(self, root):
        floor = root.floor
        if self.newest is not None and self.newest.point != floor:
            if floor is None or self._is_above(self.newest.point, floor):
                self.believed = self._releases_at(floor)
        if self.newest is not None and self.newest.point == floor:
            self.believed = None
        self.high = floor or (root.epoch, 0, ZEROS)
        self.seen = [entry for entry in self.seen if floor is not None and not self._is_above(entry[0], floor)]
        self.gap_since = None
        self.heard = None
        self.equivocation = None
        self._suspend_withdrawals()

    @staticmethod
    def _is_above(point, floor):
        return point[:2] >= floor[:2] and point != floor

    def _releases_at(self, floor):
        """How many of the newest feed's releases the newest feed seen that the floor lets stand listed already."""
        stands = [listed for point, listed in self.seen if floor is not None and not self._is_above(point, floor)]
        listed = stands[-1] if stands else ()
        return sum(release.bundle in listed for release in self.newest.feed.releases)

    def _suspend_withdrawals(self):
        """W.12: what acts and has neither a feed nor enough keys behind it waits for the first feed of the epoch."""
        for held in self.withdrawals.held.values():
            if held.force not in ("acts", "confirmed") or self._is_named(held.withdrawal.bundle, held.hash):
                continue
            role = self.chain[-1].root.withdraw
            needed = 1 if held.withdrawal.reason == "hide" else role.threshold
            if sum(role.holds(key) for key in held.signers) < needed:
                held.force = "suspended"

    def choose_root(self, chosen):
        if self.fork is None or chosen not in (self.fork[0].hash, self.fork[1].hash):
            return False
        kept, other = self.fork if chosen == self.fork[0].hash else self.fork[::-1]
        self.rejected = other.hash
        self.fork = None
        if self.chain[kept.root.version - 1].hash != kept.hash:
            self._go_over_to(kept)
        return True

    def _go_over_to(self, root):
        """What was accepted under the branch given up no longer counts, nor what its floor took away."""
        version = root.root.version
        before = self.chain[version - 2].root.epoch
        given_up = self.chain[-1].root.epoch
        self.chain[version - 1:] = [root]
        self.heard = None
        self.withdrawals.forget_judged_from(version)
        if self.equivocation is not None and any(feed.root >= version for feed in self.equivocation):
            self.equivocation = None
        is_kept = self.newest is not None and self.newest.feed.root < version
        if not is_kept or given_up != before:
            self.newest = self.newest if is_kept else None
            self.high = self.newest.point if is_kept else None
            self.gap_since, self.believed, self.seen = None, None, []
            for former, later in zip(self.chain[:-2], self.chain[1:-1]):
                is_later = not is_kept or later.root.version > self.newest.feed.root
                if is_later and later.root.epoch > former.root.epoch:
                    self._start_epoch(later.root)
        if root.root.epoch > before:
            self._start_epoch(root.root)
        self._suspend_withdrawals()

    # D

    def releases(self):
        if self.newest is None:
            return ()
        return self.newest.feed.releases[:self.believed]

    def consider_feed(self, files, withdrawals, clock):
        if not self.chain:
            raise Refused("unknown-root")
        digest = sha256(files[0])
        if self.newest is not None and self.newest.point[2] == digest and self.believed is None:  # D.1
            raise Refused("already-held")
        is_high = self.high is not None and self.high[2] == digest
        feed, signers = judge_statement(
            "feed", read_feed, lambda feed: f"{feed.epoch}.{feed.seq}", files, self.chain, is_high)
        if self.fork is not None:
            raise Refused("root-fork")
        point = feed.epoch, feed.seq, digest
        self._check_order(feed, point)
        taken = self._with_documents_of(feed, withdrawals, clock)
        if self._is_spoken_for(feed, point):
            self.seen = []
        else:
            self._check_releases(feed, taken)
            self._check_withdraw_lines(feed, taken)
        self._adopt(AcceptedFeed(feed, point, files, frozenset(signers)), taken, clock)

    def _is_spoken_for(self, feed, point):
        """By a root: as the floor, or as the first after a floor that was never seen here."""
        if self.newest is None or point == self.high:
            return True
        has_seen_floor = self.high in [self.newest.point, *(point for point, _ in self.seen)]
        return feed.epoch != self.newest.feed.epoch and not has_seen_floor

    def _check_order(self, feed, point):
        high = self.high
        if high is not None:
            if point[:2] < high[:2]:  # D.11
                raise Refused("rolled-back")
            if feed.epoch < self.chain[-1].root.epoch and point != high:  # D.12
                raise Refused("disowned")
            self._check_contradiction(feed, point)
        elif feed.epoch < self.chain[-1].root.epoch:
            raise Refused("disowned")
        if self.equivocation is not None:  # D.15
            raise Refused("forked")

    def _check_contradiction(self, feed, point):
        """D.13, when it can be shown to anybody that this contradicts H; else D.14."""
        high = self.high
        can_be_shown = self.newest is not None and self.newest.point == high
        if point[:2] == high[:2] and point != high:
            if can_be_shown:
                self.equivocation = self.equivocation or (self.newest.feed, feed)
            raise Refused("equivocation")
        if point != high and feed.seq <= high[1]:
            raise Refused("broken-chain")
        if feed.seq == high[1] + 1 and feed.prev != high[2]:
            if feed.epoch == high[0] and can_be_shown:
                self.equivocation = self.equivocation or (self.newest.feed, feed)
                raise Refused("equivocation")
            raise Refused("broken-chain")

    def _with_documents_of(self, feed, documents, clock):
        """The withdrawals held and those of `documents` that `feed` names, judged by their own root (3.22)."""
        taken = copy.copy(self.withdrawals)
        taken.held = dict(self.withdrawals.held)
        lines = set(feed.withdrawals)
        for files in documents:
            digest = sha256(files[0])
            if digest in taken.held or digest not in {line[1] for line in lines}:
                continue
            try:
                withdrawal, signers = judge_statement(
                    "withdrawal", read_withdrawal, lambda _: "-", files, self.chain, judged_alone=True)
            except Refused:
                continue
            if (withdrawal.bundle, digest) in lines:
                self._take(taken, withdrawal, files, signers, clock)
        return taken

    def _take(self, shelf, withdrawal, files, signers, clock):
        listed = any(release.bundle == withdrawal.bundle for release in self.releases())
        shelf.add(withdrawal, sha256(files[0]), files, signers, self.now(clock), listed, len(self.releases()))

    def _check_releases(self, feed, withdrawals):
        lines = dict(feed.withdrawals)
        bundles = {release.bundle: release for release in feed.releases}
        kept = [release for release in self.releases() if release.bundle in bundles]
        if list(feed.releases[:len(kept)]) != kept:  # D.16
            raise Refused("release-changed")
        for release in self.releases():  # D.17
            if release.bundle in bundles:
                continue
            if release.bundle not in lines:
                raise Refused("shrunk")
            held = withdrawals.held.get(lines[release.bundle])
            if held is None:
                raise Refused("withdrawal-missing")
            if held.withdrawal.bundle != release.bundle or held.withdrawal.reason not in FINAL:
                raise Refused("shrunk")

    def _check_withdraw_lines(self, feed, withdrawals):
        """D.18 with 3.13. A line whose document was never seen has changed nothing and may leave."""
        if self.newest is None or self.believed is not None:
            return
        lines = dict(feed.withdrawals)
        for bundle, digest in self.newest.feed.withdrawals:
            before = withdrawals.held.get(digest)
            if lines.get(bundle) == digest or before is None:
                continue
            if before.withdrawal.reason in FINAL:
                raise Refused("withdraw-dropped")
            if before.withdrawal.reason == "hide" and feed.issued > before.withdrawal.until:
                continue
            if bundle not in lines:
                raise Refused("withdraw-dropped")
            after = withdrawals.held.get(lines[bundle])
            if after is None:
                raise Refused("withdrawal-missing")
            if after.withdrawal.reason not in FINAL:
                raise Refused("withdraw-dropped")

    def _adopt(self, accepted, withdrawals, clock):
        feed = accepted.feed
        if self.newest is not None and self.high is not None and feed.seq > self.high[1] + 1:
            self.gap_since = self.high[1] if self.gap_since is None else self.gap_since
        self.newest, self.high, self.believed = accepted, accepted.point, None
        for digest in withdrawals.held.keys() - self.withdrawals.held.keys():
            self.raise_floor(withdrawals.held[digest].withdrawal.issued, clock)
        self.withdrawals = withdrawals
        listed = frozenset(release.bundle for release in feed.releases)
        self.seen = [*self.seen, (accepted.point, listed)][-REMEMBERED:]
        if self.heard is not None and self.heard[:2] <= self.high[:2]:
            self.heard = None
        self.raise_floor(feed.issued, clock)
        if feed.epoch == self.chain[-1].root.epoch:
            self._settle_withdrawals()

    def _settle_withdrawals(self):
        for held in self.withdrawals.held.values():
            if held.force in ("suspended", "lapsed"):
                named = self._is_named(held.withdrawal.bundle, held.hash)
                stands = "waits" if held.withdrawal.reason == "law" else "acts"
                held.force = stands if named else "lapsed"

    # W

    def _is_named(self, bundle, digest):
        is_believed = self.newest is not None and self.believed is None
        return is_believed and (bundle, digest) in self.newest.feed.withdrawals

    def consider_withdrawal(self, files, clock):
        if not self.chain:
            raise Refused("unknown-root")
        digest = sha256(files[0])
        if digest in self.withdrawals.held:
            raise Refused("already-held")
        lines = self.newest.feed.withdrawals if self.newest is not None and self.believed is None else ()
        withdrawal, signers = judge_statement(
            "withdrawal", read_withdrawal, lambda _: "-", files, self.chain, digest in [line[1] for line in lines])
        alone = len(signers) == 1
        if withdrawal.reason == "hide" and alone and self.withdrawals.has_hidden(*signers, withdrawal.bundle):  # W.8
            raise Refused("hide-renewed")
        self.raise_floor(withdrawal.issued, clock)
        self._take(self.withdrawals, withdrawal, files, signers, clock)

    def restart(self, lost):
        """Memory is gone; what was written down is back, but for what is `lost`: the feed or the withdrawals."""
        if "feed" in lost:
            self.newest = self.believed = None
            self.seen = []
        if "withdrawals" in lost:
            self.withdrawals = Withdrawals()

    def set_force(self, digest, force):
        held = self.withdrawals.held.get(digest)
        if held is not None:
            held.force = force
        return held is not None

    def missing(self):
        if self.newest is None or self.believed is not None:
            return []
        return [digest for _, digest in self.newest.feed.withdrawals if digest not in self.withdrawals.held]

    # 4

    def consider_heads(self, document):
        heads = read_heads(document)
        if heads.publisher != self.pinned:
            raise Refused("wrong-publisher")
        if self.newest is None:
            raise Refused("unknown-root")
        if heads.point[:2] < self.newest.point[:2]:
            raise Refused("rolled-back")
        if heads.point != self.newest.point:
            raise Refused("wrong-slot")
        check_heads(heads, self.newest.point, self.newest.feed.issued, self.chain[-1].root.announce[1])

    def consider_head(self, value, number, salt, signature):
        if not self.chain:
            raise Refused("unknown-root")
        point = read_head(value, number, salt, signature, self.chain[-1].root.announce[1])
        if point[0] > self.chain[-1].root.epoch:
            raise Refused("unknown-root")
        newest = self.heard or self.high
        if newest is not None and point == newest:
            raise Refused("already-held")
        if newest is not None and point[:2] <= newest[:2]:
            raise Refused("rolled-back" if point[:2] < newest[:2] else "equivocation")
        self.heard = point

    # Time

    def feed_label(self, clock):
        if self.fork is not None:
            return "held root-fork"
        if self.equivocation is not None:
            return "forked"
        if self.newest is None:
            return "held no-feed"
        if self.believed is not None:
            return "disowned"
        if self.heard is not None or self.high != self.newest.point:
            return "suspected-freeze"
        now, feed, role = self.now(clock), self.newest.feed, self.chain[-1].root.release
        if not any(role.holds(key) and role.last_day(key) >= now // DAY for key in self.newest.signers):
            return "historical"
        return f"stale since {write_day(feed.fresh_until // DAY)}" if feed.fresh_until < now else "current"

    def labels(self, clock):
        labels = [self.feed_label(clock)]
        if self.gap_since is not None:
            labels.append(f"history-gap since {self.gap_since}")
        if self.newest is not None and self.newest.feed.issued > self.now(clock) + SLACK:
            labels.append("dated-in-the-future")
        return labels

    def bundles(self):
        listed = [] if self.newest is None else [release.bundle for release in self.newest.feed.releases]
        return sorted({*listed, *(held.withdrawal.bundle for held in self.withdrawals.held.values())})

    def standing(self, bundle, clock):
        """(label, time of deletion or None)."""
        effect = self.withdrawals.effect(bundle, self.now(clock))
        counts = any(release.bundle == bundle for release in self.releases())
        listed = self.newest is not None and any(release.bundle == bundle for release in self.newest.feed.releases)
        if effect.hides:
            until = effect.until is not None
            return (f"hidden until {write_time(effect.until)}" if until else f"withdrawn {effect.reason}",
                    effect.deletion)
        if effect.waits:
            return f"held withdrawal {effect.reason}", None
        if counts:
            return "current" + ("" if effect.reason is None else " " + effect.reason), None
        return "disowned" if listed else "invalid", None
