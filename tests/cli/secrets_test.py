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

DEADLINE = 60  # seconds


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
                if self.stopped(pid):
                    stops += 1
                    self.search(pid, seen, leaks)
                    os.kill(int(pid), signal.SIGCONT)
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

    def test_a_secret_is_in_locked_memory_only_whatever_the_command(self):
        commands = [
            (["the seed of release.key"], "sign", self.talk),
            (["the seed of release.key", "the seed of announce.key"], "feed", "--renew"),
            (["the seed of root.key", "the seed of withdraw.key"], "key", "backup", "--paper", "--into", self.place / "paper", "--insecure-low-cost-keys"),
            (["the seed of root.key"], "key", "restore", self.place / "paper" / "keys-on-paper.html", "--into", self.place / "back", "--insecure-low-cost-keys"),
            (["the seed of root.key"], "key", "passphrase", "--new-passphrase-file", self.place / "passphrase", "--insecure-low-cost-keys"),
        ]
        for needed, *arguments in commands:
            with self.subTest(command=arguments[:2]):
                self.assert_kept(needed, *arguments, *self.opening())
        self.nothing_is_left_behind()

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
