#!/usr/bin/env python3
"""kill -9 at random moments of fetch, import, scrub with healing, withdrawal and recovery.

    kill_campaign.py PROGRAMS KILLS [SEED]

In a life, a mirror begins with an empty or a prepared store and has one thing to do; it is killed several times while it does
it and then left alone until it is done. Nobody repairs anything in between. After every kill: what the catalogue and the
published view call sealed has the bytes that were sealed, and nothing that was sealed is lost. At least 5 % of the kills must
have hit the recovery itself, or the run is void. Exits 1 with the first promise that was broken, and prints what was done.
"""

import random
import shutil
import sys
import time

import mirrors
from mirrors import WentOtherwise

KILLS_IN_A_LIFE = 10
BUNDLES = 6
DAYS_UNTIL_READING = 40
DAYS_UNTIL_DELETION = 5


class Campaign:
    def __init__(self, programs, place, seed):
        self.programs, self.place = programs, place
        self.random = random.Random(seed)
        self.kills = {}  # what the mirror had to do -> kills
        self.in_recovery = 0
        self.sealed_at_a_kill = 0
        self.prepare()

    def prepare(self):
        self.publisher = mirrors.Publisher(self.programs, self.place / "publisher")
        for number in range(BUNDLES):
            numbers = "".join(f"{self.random.random()}\n" for _ in range(20_000))
            self.publisher.publish(f"talk-{number}", numbers.encode())
        self.source = self.mirror("source", watch=self.publisher.output)
        self.source.start()
        self.wait_until_all_sealed(self.source, BUNDLES)
        self.source.stop()
        shutil.copytree(self.source.store, self.place / "all-sealed", symlinks=True)
        self.all = set(self.source.rows())
        shutil.copytree(self.publisher.output, self.place / "incoming")
        # A second world, in which one bundle was withdrawn.
        self.withdrawn = mirrors.bundle_hex(self.publisher, "talk-2")
        self.publisher.withdraw(self.publisher.bundle_named("talk-2"), "error")
        self.late = self.mirror("late", watch=self.publisher.output)
        self.late.start()
        self.wait_until_all_sealed(self.late, BUNDLES - 1)
        self.source.configure()
        self.source.start()
        self.source.wait_for_words(" listening port=")

    def mirror(self, name, peers=(), watch=""):
        return mirrors.Mirror(self.programs, self.place / name, self.publisher.id, peers, watch)

    def wait_until_all_sealed(self, mirror, count):
        mirror.wait_for(lambda: self.seals(mirror) >= count, f"{count} sealed bundles")

    @staticmethod
    def seals(mirror):
        return mirror.log.count(" sealed bundle=")

    # One life of each kind: (days later, what must be true in the end).

    def begin_fetch(self, victim):
        victim.configure([self.source.address])
        return 0, self.all

    def begin_import(self, victim):
        victim.configure(watch=self.place / "incoming")
        return 0, self.all

    def begin_scrub(self, victim):
        self.lay_out(victim)
        for bag in sorted((victim.store / "bundles").glob("*/*")):
            file = self.random.choice(sorted(path for path in bag.rglob("*") if path.is_file()))
            mirrors.damage_silently(file, self.random)
        victim.configure([self.source.address])
        return DAYS_UNTIL_READING, self.all

    def begin_withdrawal(self, victim):
        self.lay_out(victim)
        victim.configure([self.late.address])
        return 0, self.all - {self.withdrawn}

    def begin_recovery(self, victim):
        """The catalogue is lost, with what it showed, a bundle too: all that is sealed is judged again."""
        self.lay_out(victim)
        mirrors.remove(victim.store / "view")
        for name in ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm"):
            (victim.store / name).unlink(missing_ok=True)
        mirrors.remove(self.random.choice(sorted((victim.store / "bundles").iterdir())))
        victim.configure([self.source.address])
        return 0, self.all

    def lay_out(self, victim):
        shutil.copytree(self.place / "all-sealed", victim.store, symlinks=True)

    def live(self, kind, kills):
        victim = self.mirror("victim")
        mirrors.remove(victim.store)
        days, expected = getattr(self, f"begin_{kind}")(victim)
        known = set()
        try:
            for _ in range(kills):
                victim.start(days)
                self.kill_at_some_moment(victim)
                self.kills[kind] = self.kills.get(kind, 0) + 1
                known = self.look(victim, kind, known, expected)
            victim.start(days)
            victim.wait_for_words(" started")
            self.wait_for_the_end(victim, kind, expected)
            if kind == "withdrawal":
                victim.stop()
                victim.start(DAYS_UNTIL_DELETION)
                victim.wait_for_words(" started")
                victim.wait_for(lambda: not (victim.store / "bundles" / self.publisher.bundle_named("talk-2")).exists(),
                                "the deletion of what was withdrawn", 90)
            victim.stop()
            self.expect_the_end(victim, expected)
        finally:
            victim.kill()

    def kill_at_some_moment(self, victim):
        early = self.random.random() < 0.3
        time.sleep(self.random.uniform(0, 0.04) if early else self.random.uniform(0, 0.5))
        victim.kill()
        if " starting" in victim.log and " started" not in victim.log:
            self.in_recovery += 1

    def look(self, victim, kind, known, expected):
        """What a crash has left. Returns the bundles that were seen sealed."""
        rows = victim.rows()
        for name, table in (("catalogue", rows), ("view", victim.view_rows())):
            for bundle, (state, slug, files) in table.items():
                if state != "sealed" or kind == "scrub":
                    continue
                self.sealed_at_a_kill += name == "catalogue"
                self.expect_sealed(victim, bundle, slug, files, name)
        if kind == "recovery":
            return set()  # it begins without a catalogue, so a bundle may be in quarantine until it is judged
        held = set(rows)
        lost = (known & expected) - held
        if lost:
            raise WentOtherwise(f"{kind}: sealed bundles are lost: {lost}\n{victim.log[-3000:]}")
        return known | held

    def expect_sealed(self, victim, bundle, slug, files, where):
        bag = victim.store / "bundles" / self.publisher.bundle_named(slug) / slug
        wrong = mirrors.wrong_files(bag, files)
        if not files or wrong:
            raise WentOtherwise(f"the {where} calls {slug} sealed, and it is not: {wrong or 'no files'}")

    def wait_for_the_end(self, victim, kind, expected):
        if kind == "withdrawal":
            victim.wait_for_words(f"releases={len(expected)}")
            return
        victim.wait_for(lambda: self.is_complete(victim, expected), "everything sealed again", 120)

    def is_complete(self, victim, expected):
        view = victim.view_rows()
        if {bundle for bundle, (state, _, _) in view.items() if state == "sealed"} != expected:
            return False
        return not any(mirrors.wrong_files(victim.store / "bundles" / self.publisher.bundle_named(slug) / slug, files)
                       for bundle, (_, slug, files) in view.items())

    def expect_the_end(self, victim, expected):
        rows = victim.rows()
        if {bundle for bundle, (state, _, _) in rows.items() if state == "sealed"} != expected:
            raise WentOtherwise(f"in the end these are held: { {slug: state for state, slug, _ in rows.values()} }")
        for bundle, (_, slug, files) in rows.items():
            self.expect_sealed(victim, bundle, slug, files, "catalogue")
        left = list((victim.store / "quarantine").iterdir())
        if left:
            raise WentOtherwise(f"rooms are left in quarantine: {left}")

    def run(self, kills):
        kinds = ("fetch", "import", "scrub", "withdrawal", "recovery")
        done = lives = 0
        while done < kills:
            now = min(KILLS_IN_A_LIFE, kills - done)
            self.live(kinds[lives % len(kinds)], now)
            done += now
            lives += 1
        return lives

    def end(self):
        for mirror in (self.source, self.late):
            mirror.kill()


def run(campaign, kills):
    start = time.monotonic()
    lives = campaign.run(kills)
    done = sum(campaign.kills.values())
    share = 100 * campaign.in_recovery / done
    print(f"{done} kills in {lives} lives ({', '.join(f'{kind} {count}' for kind, count in campaign.kills.items())}), "
          f"{campaign.in_recovery} of them during recovery ({share:.1f} %), {campaign.sealed_at_a_kill} sealed copies looked at, "
          f"0 lost, 0 unsealed shown, {time.monotonic() - start:.0f} s")
    if share < 5:
        print("VOID: fewer than 5 % of the kills hit the recovery itself")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(mirrors.run_campaign(Campaign, "kills", run))
