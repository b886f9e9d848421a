"""What a publisher has taken back: docs/formats.md section 6 W.5 to W.11. Times are this machine's."""

import dataclasses

from statements import REASONS, Withdrawal

DAY = 86400
ACTING = ("acts", "confirmed", "suspended")


@dataclasses.dataclass
class Held:
    withdrawal: Withdrawal
    hash: bytes
    files: tuple
    signers: set
    accepted: int
    force: str  # acts, waits, confirmed, dismissed, suspended, lapsed
    listed: bool  # whether it took a bundle out that the feed of that moment listed


@dataclasses.dataclass(frozen=True)
class Effect:
    """What the withdrawals of one bundle do together; `reason` is of the one that acts, or that waits."""

    reason: str | None = None
    hides: bool = False
    waits: bool = False
    until: int | None = None
    deletion: int | None = None


class Withdrawals:
    def __init__(self):
        self.held = {}

    def forget_judged_from(self, version):
        self.held = {digest: held for digest, held in self.held.items() if held.withdrawal.root < version}

    def of(self, bundle):
        return [held for held in self.held.values() if held.withdrawal.bundle == bundle]

    def has_hidden(self, key, bundle):
        return any(held.withdrawal.reason == "hide" and held.signers == {key} for held in self.of(bundle))

    def add(self, withdrawal, digest, files, signers, now, listed, releases):
        takes = listed and withdrawal.reason != "superseded"
        waits = withdrawal.reason == "law" or (takes and self._is_over_the_brake(withdrawal.bundle, now, releases))
        self.held[digest] = Held(withdrawal, digest, files, signers, now, "waits" if waits else "acts", listed)

    def _is_over_the_brake(self, bundle, now, releases):
        """W.11: with this bundle, more than max(3, 5 %) of the releases within seven days."""
        taken = {held.withdrawal.bundle for held in self.held.values()
                 if held.listed and held.force in ACTING and held.withdrawal.reason != "superseded"
                 and now - held.accepted < 7 * DAY}
        return len(taken | {bundle}) > max(3, releases * 5 / 100)

    def effect(self, bundle, now):
        present = [held for held in self.of(bundle) if not has_lapsed(held, now)]
        acting = [effect_of(held) for held in present if held.force in ACTING]
        waiting = [Effect(held.withdrawal.reason, waits=True) for held in present if held.force == "waits"]
        hiding = [effect for effect in acting if effect.hides]
        return min(hiding or waiting or acting, key=rank, default=Effect())  # a `superseded` that acts masks nothing


def rank(effect):
    """The first reason acts; of one reason, what is deleted first and what is hidden longest."""
    deletion = float("inf") if effect.deletion is None else effect.deletion
    return REASONS.index(effect.reason), deletion, -(effect.until or 0)


def end_of_hide(held):
    """Its own date; but a date that a thief wrote far ahead does not prolong anything."""
    return min(held.withdrawal.until, held.accepted + 14 * DAY)


def has_lapsed(held, now):
    return held.withdrawal.reason == "hide" and now >= end_of_hide(held)


def effect_of(held):
    reason = held.withdrawal.reason
    if reason == "superseded":
        return Effect(reason)
    if reason == "hide":
        return Effect(reason, hides=True, until=end_of_hide(held))
    deletes = reason != "law" and held.force != "suspended"
    return Effect(reason, hides=True, deletion=held.accepted + 3 * DAY if deletes else None)
