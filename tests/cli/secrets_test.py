"""What is secret stays in locked memory: searched for in the process while it works, and in all that it leaves behind.

docs/threat-model.md. strace stops nightletter-sign wherever it unlocks memory, which is wherever a secret goes; its
pages are then read through /proc. Found in locked pages a secret is where it belongs (and the search can see), found
anywhere else (heap, stack, arguments, environment, a file) it is a leak.
"""

import base64
import hashlib
import os
import re
import signal
import subprocess
import time
import unittest

from desk import PASSPHRASE, DeskTest, need
from offline_test import picture_with_an_author

DEADLINE = 60  # seconds
CHEAP = "--insecure-low-cost-keys"


def seed_in(key_file):
    """The seed in one of minisign's files with the low cost of tests, by Python's scrypt."""
    record = base64.b64decode(key_file.read_text().split("\n")[1])
    stream = hashlib.scrypt(PASSPHRASE.encode(), salt=record[6:38], n=1024, r=8, p=1, dklen=104)
    plain = bytes(a ^ b for a, b in zip(record[54:], stream))
    if hashlib.blake2b(record[:2] + plain[:72], digest_size=32).digest() != plain[72:]:
        raise AssertionError(f"{key_file}: the test does not understand this file")
    return plain[8:40]


def pages(pid):
    """Each readable region of a process: whether it is locked into memory, and what it holds."""
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for region in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) (r\S+) .*?\nVmFlags: ([^\n]*)", maps.read(), re.MULTILINE | re.DOTALL):
            start, end, _, flags = region
            try:
                memory.seek(int(start, 16))
                yield "lo" in flags.split(), memory.read(int(end, 16) - int(start, 16))
            except OSError:
                continue  # not a page that can be read: a device, a guard


class SecretsTest(DeskTest):
    watched = set()

    def setUp(self):
        need("strace")
        if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0 or os.geteuid() != 0:
            self.skipTest("tracing another process is not allowed here")
        super().setUp()
        self.secrets = {"the passphrase": PASSPHRASE.encode()}
        for file in self.home.glob("keys/*/*.key"):
            self.secrets[f"the seed of {file.name}"] = seed_in(file)

    def stopped(self, pid):
        """True when the process stands still for longer than a traced call takes."""
        for _ in range(3):
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as state:
                    if state.read().rsplit(")", 1)[1].split()[0] not in "tT":
                        return False
            except (FileNotFoundError, ProcessLookupError):
                return False  # it has ended
            time.sleep(0.003)
        return True

    def turns(self, pid):
        """How often it was given a processor and taken off it: the same twice when it did not run in between."""
        with open(f"/proc/{pid}/status", encoding="utf-8") as status:
            return re.findall(r"ctxt_switches:\s*(\d+)", status.read())

    def watch(self, *arguments):
        """Runs a command, stopping it at each munlock; the names of what was seen in locked memory, and the leaks."""
        log = self.place / "strace"
        tracer = subprocess.Popen(
            ["strace", "-f", "-o", log, "-e", "trace=munlock", "-e", "inject=munlock:signal=SIGSTOP",
             self.program, *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        seen, leaks, stops, end = set(), set(), 0, time.monotonic() + DEADLINE
        while tracer.poll() is None:
            self.assertLess(time.monotonic(), end, f"{arguments} did not end")
            with open(f"/proc/{tracer.pid}/task/{tracer.pid}/children", encoding="utf-8") as children:
                pids = children.read().split()
            for pid in pids:
                try:
                    before = self.turns(pid)
                    if not self.stopped(pid):
                        continue
                    seen_now, leaks_now = set(), set()
                    self.search(pid, seen_now, leaks_now)
                    if self.turns(pid) != before:
                        continue  # it was only held up by its tracer: a page may have been locked while it was read
                    stops += 1
                    seen |= seen_now
                    leaks |= leaks_now
                    os.kill(int(pid), signal.SIGCONT)
                except (ProcessLookupError, FileNotFoundError):
                    pass  # it ended while it was looked at
            time.sleep(0.001)
        out, err = tracer.communicate()
        self.assertEqual(tracer.returncode, 0, out + err)
        self.assertGreater(stops, 2, arguments)
        for name, secret in self.secrets.items():
            if secret in out + err:
                leaks.add((name, "output"))
        return seen, leaks

    def search(self, pid, seen, leaks):
        for place in ("cmdline", "environ"):
            with open(f"/proc/{pid}/{place}", "rb") as file:
                content = file.read()
            leaks.update((name, place) for name, secret in self.secrets.items() if secret in content)
        for locked, content in pages(pid):
            for name, secret in self.secrets.items():
                if secret in content:
                    seen.add(name) if locked else leaks.add((name, "memory that may be swapped"))

    def assert_kept(self, needed, *arguments):
        seen, leaks = self.watch(*arguments)
        self.assertEqual(leaks, set())
        self.assertLessEqual({"the passphrase", *needed}, seen)

    def keep_watch(self, *commands):
        """Each with the secrets that it must have had, so that the search has seen something."""
        for needed, *arguments in commands:
            with self.subTest(command=arguments[:2]):
                self.assert_kept(needed, *arguments)
                self.watched.add(self.name_of(arguments))

    @staticmethod
    def name_of(arguments):
        return f"key {arguments[1]}" if arguments[0] == "key" else arguments[0]

    def know_keys_in(self, folder):
        self.secrets |= {f"the seed of {folder.name} {file.name}": seed_in(file) for file in folder.glob("*.key")}

    def test_a_secret_is_in_locked_memory_only_whatever_one_person_does(self):
        opening, bo = self.opening(), self.place / "bo"
        sheet = self.place / "paper" / "keys-on-paper.html"
        self.keep_watch((["the seed of release.key"], "sign", self.talk, *opening))
        bundle = re.search("nlb1[a-z0-9]*", self.ok("feed", "--home", self.home))[0]
        self.keep_watch(
            (["the seed of release.key", "the seed of announce.key"], "feed", "--renew", *opening),
            (["the seed of root.key", "the seed of withdraw.key"], "key", "backup", "--paper", "--into", sheet.parent, CHEAP, *opening),
            (["the seed of root.key"], "key", "restore", sheet, "--into", self.place / "back", CHEAP, *opening),
            (["the seed of root.key"], "key", "passphrase", "--new-passphrase-file", self.place / "passphrase", CHEAP, *opening),
            ([], "key", "new", bo, CHEAP, "--passphrase-file", self.place / "passphrase"),
            (["the seed of withdraw.key"], "hide", bundle, "--yes", *opening),
            (["the seed of withdraw.key"], "withdraw", bundle, "--reason", "error", "--yes", *opening),
            (["the seed of root.key", "the seed of release.key"], "root", "--add", bo, "--yes", *opening))
        self.know_keys_in(bo)
        self.nothing_is_left_behind()

    def test_a_secret_is_in_locked_memory_only_whatever_two_people_do(self):
        people = (self.place / "ana", self.place / "ben")
        together = [word for person in people for word in ("--person", person)]
        self.keep_watch(([], "init", CHEAP, *together, *self.opening(self.place / "ana-home")))
        for person in people:
            self.know_keys_in(person)
        ana = ["--key", people[0], *self.opening(self.place / "ana-home")]
        ben = ["--key", people[1], *self.opening(self.place / "ben-home")]
        publisher = next((self.place / "ana-home/publishers").iterdir()).name
        request = self.place / "request.txt"
        self.keep_watch(
            (["the seed of ana release.key"], "sign", self.talk, "--request", request, *ana),
            (["the seed of ben release.key"], "cosign", request, "--yes", "--publisher", publisher, *ben),
            (["the seed of ana announce.key"], "combine", self.place / "request-agreed.txt", *ana))
        self.nothing_is_left_behind()

    def test_what_needs_no_key_opens_neither_a_key_nor_a_passphrase(self):
        (self.place / "page.txt").write_text("Mina: Yes?\n\nAung: No.\n")
        (self.place / "poster.png").write_bytes(picture_with_an_author())
        self.ok("sign", self.talk, *self.opening())
        for arguments in (["new", self.place / "fresh"],
                          ["import", self.place / "page.txt", "--into", self.place / "page", "--speaker", "Mina", "--speaker", "Aung"],
                          ["check", self.talk, "--preview", self.place / "page.html"],
                          ["clean", self.place / "poster.png"],
                          ["redact", self.talk, "--turn", "2"],
                          ["feed", "--home", self.home],
                          ["key", "show", "--home", self.home],
                          ["key", "show", "--public", next(self.home.glob("keys/*"))],
                          ["card", "--into", self.place, "--home", self.home],
                          ["request", "--home", self.home]):
            with self.subTest(command=arguments[:2]):
                log = self.place / "opened"
                done = self.run_desk(*arguments, before=["strace", "-f", "-o", log, "-e", "trace=open,openat,openat2"])
                self.assertIn(done.returncode, (0, 5), done.stderr)
                self.assertRegex(log.read_text(), "openat")
                self.assertNotRegex(log.read_text(), r'\.key"|passphrase"')
                self.watched.add(self.name_of(arguments))

    def test_zz_every_command_of_help_was_watched(self):
        """The last one, by its name: it looks at what the others did."""
        self.assertEqual(self.watched, self.commands_of_help())

    def nothing_is_left_behind(self):
        for path, content in self.contents(self.place).items():
            for name, secret in self.secrets.items():
                if path != str(self.place / "passphrase"):
                    self.assertNotIn(secret, content, f"{name} is in {path}")
                    self.assertNotIn(secret.hex().encode(), content, f"{name} is in {path}")

    def test_the_search_would_have_found_a_secret_in_ordinary_memory(self):
        marker = os.urandom(32)
        process = subprocess.Popen(["python3", "-c", "import sys; kept = bytes.fromhex(input()); print('held', flush=True); input()"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(marker.hex().encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        found = [locked for locked, content in pages(process.pid) if marker in content]
        process.communicate(b"\n")
        self.assertIn(False, found)


if __name__ == "__main__":
    unittest.main()
