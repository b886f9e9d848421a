"""The computer that holds the keys is offline: no command of nightletter-sign opens a socket or leaks a secret.

docs/handbook.md and docs/threat-model.md: no socket(2) in any command; no core dump, no attaching; the passphrase and
the seed appear in no file that is left behind and in no other process's arguments.
"""

import json
import re
import shutil
import struct
import subprocess
import unittest
import zlib

from desk import PASSPHRASE, DeskTest, need


def picture_with_an_author():
    """A PNG of one grey pixel."""
    def chunk(kind, contents):
        return struct.pack(">I", len(contents)) + kind + contents + struct.pack(">I", zlib.crc32(kind + contents))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"tEXt", b"Author\0Mina Rad") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


class OfflineTest(DeskTest):
    def setUp(self):
        need("strace")
        done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"tracing is not allowed here: {done.stderr.strip()}")
        super().setUp()

    def traced(self, calls, *arguments):
        log = self.place / "trace"
        done = self.run_desk(*arguments, before=["strace", "-f", "-o", log, "-e", f"trace={calls}"])
        return done, log.read_text()

    def some_bundle(self):
        """The id of a bundle signed on another computer."""
        there = self.place / "there"
        shutil.copytree(self.talk, there)
        self.ok("init", "--insecure-low-cost-keys", *self.opening(self.place / "spare"))
        return json.loads(self.ok("sign", there, "--json", *self.opening(self.place / "spare")))["bundle"]

    def by_file(self):
        """Two people with a computer each sign one bundle."""
        ana, bo = ((self.place / who / "computer", "--key", self.place / who / "keys") for who in ("ana", "bo"))
        people = [option for who in (ana, bo) for option in ("--person", who[2])]
        made = self.ok("init", "--insecure-low-cost-keys", "--json", *people, *self.opening(ana[0]))
        joint = self.place / "joint"
        shutil.copytree(self.talk, joint)
        at = {who[0]: [*self.opening(who[0]), *who[1:]] for who in (ana, bo)}
        request = self.place / "request.txt"
        return [
            (0, "sign", joint, "--request", request, *at[ana[0]]),
            (0, "request", "--home", ana[0]),
            (0, "cosign", request, "--yes", "--publisher", json.loads(made)["publisher"], *at[bo[0]]),
            (0, "combine", self.place / "request-agreed.txt", *at[ana[0]]),
        ]

    def commands(self):
        bundle = self.some_bundle()
        (self.place / "poster.png").write_bytes(picture_with_an_author())
        (self.place / "page.txt").write_text("Mina: Yes?\n\nAung: No.\n")
        other = self.place / "other"
        return [
            (0, "--help"),
            (0, "init", "--home", other, "--passphrase-file", self.place / "passphrase", "--insecure-low-cost-keys"),
            (0, "new", self.place / "fresh"),
            (0, "import", self.place / "page.txt", "--into", self.place / "page", "--speaker", "Mina", "--speaker", "Aung"),
            (0, "check", self.talk, "--preview", self.place / "page.html"),
            (0, "sign", self.talk, *self.opening()),
            (0, "sign", self.talk, *self.opening()),
            (0, "redact", self.talk, "--turn", "2", "--into", self.place / "redacted"),
            (0, "sign", self.place / "redacted", "--replaced", "superseded", "--yes", *self.opening()),
            (0, "feed", "--home", self.home),
            (0, "feed", "--renew", "--into", self.place / "stick", *self.opening()),
            (0, "key", "show", "--home", self.home),
            (0, "key", "new", self.place / "bo", "--insecure-low-cost-keys", "--passphrase-file", self.place / "passphrase"),
            (0, "key", "show", "--public", self.place / "bo"),
            (0, "key", "backup", "--paper", "--into", self.place / "paper", "--insecure-low-cost-keys", *self.opening()),
            (0, "key", "restore", self.place / "paper" / "keys-on-paper.html", "--into", self.place / "back", "--insecure-low-cost-keys", *self.opening()),
            (0, "key", "passphrase", "--new-passphrase-file", self.place / "passphrase", "--insecure-low-cost-keys", *self.opening()),
            (0, "card", "--into", self.place / "cards", "--home", self.home),
            (0, "root", "--add", self.place / "bo", "--yes", *self.opening()),
            (0, "hide", bundle, "--yes", *self.opening()),
            (0, "withdraw", bundle, "--reason", "error", "--yes", *self.opening()),
            (0, "clean", self.place / "poster.png"),
            *self.by_file(),
            (9, "feed", "--renew", "--home", self.home, "--no-input"),
            (5, "sign", self.place / "nowhere", *self.opening()),
            (2, "sing", self.talk),
        ]

    def test_no_command_makes_a_network_call(self):
        for expected, *arguments in self.commands():
            with self.subTest(command=arguments[0]):
                done, log = self.traced("%network", *arguments)
                self.assertEqual(done.returncode, expected, done.stderr)
                calls = [line for line in log.splitlines() if re.search(r"\b\w+\(", line) and "+++" not in line and "---" not in line]
                self.assertEqual(calls, [])

    def test_every_command_of_help_is_among_them(self):
        traced = {f"key {command[2]}" if command[1] == "key" else command[1] for command in self.commands() if command[0] == 0}
        self.assertEqual(traced - {"--help"}, self.commands_of_help())

    def test_the_tracer_would_have_seen_a_socket(self):
        log = self.place / "trace"
        subprocess.run(["strace", "-f", "-o", log, "-e", "trace=%network", "python3", "-c", "import socket; socket.socket()"], check=True)
        self.assertIn("socket(", log.read_text())

    def test_no_command_starts_another_program(self):
        for _, *arguments in self.commands():
            with self.subTest(command=arguments[0]):
                _, log = self.traced("execve,execveat", *arguments)
                self.assertEqual(len(re.findall(r"execve", log)), 1)

    def test_secrets_are_kept_from_core_dumps_and_from_other_processes(self):
        _, log = self.traced("prctl,setrlimit,prlimit64,openat,mlock", "sign", self.talk, *self.opening())
        first_key = log.index("release.key")
        self.assertIn("PR_SET_DUMPABLE, SUID_DUMP_DISABLE", log[:first_key])
        self.assertRegex(log[:first_key], r"RLIMIT_CORE, \{rlim_cur=0, rlim_max=0\}")
        self.assertRegex(log, r"mlock\(.*= 0")

    def test_the_passphrase_is_written_nowhere(self):
        done, log = self.traced("write,pwrite64,writev,execve", "sign", self.talk, *self.opening(), "-q")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(PASSPHRASE[:20], log)
        for path, contents in self.contents(self.home, self.talk).items():
            self.assertNotIn(PASSPHRASE.encode(), contents, path)

    def test_secret_keys_are_readable_by_their_owner_only(self):
        keys = list(self.home.glob("keys/*/*.key"))
        self.assertEqual(len(keys), 4)
        for key in keys:
            self.assertEqual(key.stat().st_mode & 0o777, 0o600, key)


if __name__ == "__main__":
    unittest.main()
