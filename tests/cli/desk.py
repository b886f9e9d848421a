"""A publisher's desk in a temporary directory, for tests that do more to nightletter-sign than type at it."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PASSPHRASE = "correct horse battery staple"


def need(*tools):
    """Skips, with the reason, where a tool is not installed."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise unittest.SkipTest(f"{tool} is not installed here")


class DeskTest(unittest.TestCase):
    """Every test has a publisher called Desk and, in `talk`, an interview that could be signed."""

    program = os.path.join(os.environ["NIGHTLETTER_BIN"], "nightletter-sign")

    def setUp(self):
        # In memory where that is possible: what is tested is order, not the patience of a disk.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        temporary = tempfile.TemporaryDirectory(prefix="nightletter-desk-", dir=memory, ignore_cleanup_errors=True)
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        self.home = self.place / "home"
        self.talk = self.place / "talk"
        (self.place / "passphrase").write_text(PASSPHRASE + "\n")
        self.made = self.ok("init", "--name", "Desk", "--insecure-low-cost-keys", *self.opening())
        self.ok("new", self.talk)
        toml = (self.talk / "bundle.toml").read_text()
        toml = toml.replace('\nen = ""', '\nen = "A talk"', 1).replace('date = ""', 'date = "2022"')
        (self.talk / "bundle.toml").write_text(toml.replace('rights = ""', 'rights = "https://creativecommons.org/licenses/by/4.0/"'))

    def opening(self, home=None):
        return ["--home", home or self.home, "--passphrase-file", self.place / "passphrase"]

    def run_desk(self, *arguments, before=(), **more):
        command = [*map(str, before), self.program, *map(str, arguments)]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True,
                              timeout=120, **more)

    def ok(self, *arguments, **more):
        done = self.run_desk(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def sign(self, **more):
        return self.run_desk("sign", self.talk, *self.opening(), **more)

    def commands_of_help(self):
        """Every command that --help lists; of `key`, its subcommands."""
        names = re.findall(r"^  ([a-z]+) ", self.ok("--help").split("Commands:")[1], re.MULTILINE)
        inner = re.findall(r"^  ([a-z]+) ", self.ok("key", "--help").split("Subcommands:")[1], re.MULTILINE)
        return {name for name in names if name != "key"} | {f"key {name}" for name in inner}

    def feed_seq(self, home=None):
        feeds = list((home or self.home).glob("publishers/*/feed"))
        return int(feeds[0].read_text().split("seq ")[1].split("\n")[0]) if feeds else 0

    @staticmethod
    def contents(*roots):
        """Every file below, by name."""
        return {str(path): path.read_bytes() for root in roots for path in sorted(pathlib.Path(root).rglob("*")) if path.is_file()}
