"""What a running mirror does when the machine under it fails: a state with a word in the log, at most one line a minute for each,
and service for whoever asks for what is healthy. Nobody restarts it in between.

It moves into a mount namespace of its own first, so that file systems can be small; exit code 77 where that is not allowed.
"""

import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import os

import mirrors

PROGRAMS = pathlib.Path(os.environ["NIGHTLETTER_BIN"]).resolve()
SMALL = 3  # MiB of a disk that is too small for everything


def numbers(count):
    drawn = random.Random(count)
    return "".join(f"{drawn.random()}\n" for _ in range(count)).encode()


class TroubleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.directory = tempfile.TemporaryDirectory(dir=memory)
        cls.place = pathlib.Path(cls.directory.name)
        cls.addClassCleanup(mirrors.kill_all)
        cls.publisher = mirrors.Publisher(PROGRAMS, cls.place / "publisher")
        for name in range(4):
            cls.publisher.publish(f"talk-{name}", numbers(40_000))  # 0.8 MB
        cls.source = mirrors.Mirror(PROGRAMS, cls.place / "source", cls.publisher.id, watch=cls.publisher.output)
        cls.source.start()
        cls.source.wait_for(lambda: cls.source.log.count(" sealed bundle=") == 4, "all sealed")

    @classmethod
    def tearDownClass(cls):
        cls.source.kill()
        mirrors.remove(cls.place)

    def setUp(self):
        self.mirror = mirrors.Mirror(PROGRAMS, self.place / self.id().split(".")[-1], self.publisher.id, [self.source.address])
        self.mirror.store.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", self.mirror.store], check=True)

    def tearDown(self):
        self.mirror.kill()
        subprocess.run(["umount", "--lazy", self.mirror.store], check=True)

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", self.mirror.store], check=True)

    def sealed(self):
        return self.mirror.log.count(" sealed bundle=")

    def wait_until_all_sealed(self):
        self.mirror.wait_for(lambda: self.sealed() >= len(self.publisher.bundles), "all sealed", 90)

    def expect_it_serves(self):
        """Somebody who knows this mirror alone gets a bundle from it, though perhaps not at the first try."""
        place = pathlib.Path(tempfile.mkdtemp(dir=self.place)) / "other"
        other = mirrors.Mirror(PROGRAMS, place, self.publisher.id, [self.mirror.address])
        other.start()
        try:
            other.wait_for_words(" sealed bundle=", seconds=180)
        finally:
            other.kill()

    def lines(self, word):
        return [line for line in self.mirror.log.splitlines() if f" {word} " in line]

    def test_a_full_disk_is_waited_for_while_what_is_sealed_is_served(self):
        self.remount(f"size={SMALL}m")
        self.mirror.start()
        self.mirror.wait_for_words("reason=no-space")
        self.mirror.wait_for(lambda: self.sealed() >= 1, "one bundle that fits")
        self.expect_it_serves()
        self.remount("size=60m")
        self.wait_until_all_sealed()

    def test_a_disk_that_fills_during_a_fetch_is_told_in_one_line(self):
        filler = self.mirror.store / "filler"
        self.mirror.start()
        self.mirror.wait_for_words(" started")
        self.wait_until_all_sealed()
        with open(filler, "wb") as opened:
            try:
                while True:
                    opened.write(bytes(1 << 16))
                    opened.flush()
            except OSError:
                pass
        self.publisher.publish(f"late-{self.id()[-4:]}".replace("_", "-").lower(), numbers(1000))
        self.mirror.wait_for(lambda: self.lines("disk-full"), "word of the full disk", 90)
        self.expect_it_serves()
        time.sleep(5)
        self.assertEqual(len(self.lines("disk-full")), 1, self.mirror.log[-3000:])
        filler.unlink()
        self.wait_until_all_sealed()

    def test_a_clock_that_jumps_twenty_years_both_ways_loses_nothing(self):
        self.mirror.set_clock(0)
        self.mirror.start_with_clock()
        self.wait_until_all_sealed()
        for days in (7300, -7300, 0):
            self.mirror.set_clock(days)
            time.sleep(3)
            self.expect_it_serves()
        self.assertIsNone(self.mirror.process.poll())
        self.assertEqual(self.lines("damaged"), [])

    def test_few_file_descriptors_slow_it_down_and_no_more(self):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, before[1]))
        try:
            self.mirror.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        self.wait_until_all_sealed()
        self.expect_it_serves()

    def test_files_that_are_cut_or_replaced_while_it_serves_are_healed(self):
        self.mirror.start()
        self.wait_until_all_sealed()
        bag = next((self.mirror.store / "bundles").glob("*/talk-0"))
        file = bag / "data" / "numbers.csv"
        sound = file.read_bytes()
        file.chmod(0o644)
        os.truncate(file, 1000)
        other = mirrors.Mirror(PROGRAMS, self.place / "asker", self.publisher.id, [self.mirror.address])
        other.start()
        try:
            self.mirror.wait_for(lambda: self.lines("damaged"), "word of the damage", 90)
            self.mirror.wait_for(lambda: file.exists() and file.read_bytes() == sound, "the healing", 90)
        finally:
            other.kill()


def move_into_a_namespace():
    namespace = ["unshare", "--map-root-user", "--mount", "--fork", "--kill-child"]
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], capture_output=True).returncode != 0:
        print("namespaces are not allowed here")
        sys.exit(77)
    os.environ["NIGHTLETTER_INSIDE"] = "yes"
    os.execvp("unshare", [*namespace, sys.executable, "-B", *sys.argv])


if __name__ == "__main__":
    if os.environ.get("NIGHTLETTER_INSIDE") != "yes":
        move_into_a_namespace()
    unittest.main(verbosity=2)
