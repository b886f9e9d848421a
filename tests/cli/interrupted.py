"""A desk whose commands are ended, or asked to end, at each system call that changes anything on disk."""

import collections
import pathlib
import re
import shutil
import subprocess

from desk import DeskTest, need

# What changes which files there are. fsync changes nothing that a program could see, and write(2) goes to working files
# that nobody reads before a rename: a death at either is a death at the next of these.
CHANGES = "rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,rmdir"


class InterruptedDesk(DeskTest):
    def setUp(self):
        need("strace")
        super().setUp()
        done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"tracing is not allowed here: {done.stderr.strip()}")

    def changes_of(self, *arguments):
        """What an undisturbed run does, in its order: (system call, its how manieth). strace counts each call by itself."""
        log = self.place / "changes"
        self.ok(*arguments, before=["strace", "-f", "-o", log, "-e", f"trace={CHANGES}", "-e", "signal=none"])
        counts = collections.Counter()
        changes = []
        for name in re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE):
            counts[name] += 1
            changes.append((name, counts[name]))
        return changes

    def disturbed_at(self, change, signal, *arguments):
        call, number = change
        return self.run_desk(*arguments, before=["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}",
                                                 "-e", f"inject={call}:signal={signal}:when={number}"])

    def keep_start(self):
        start = self.place / "start"
        if not start.exists():
            for name in ("home", "talk"):
                shutil.copytree(self.place / name, start / name)

    def back_to_start(self):
        for name in ("home", "talk"):
            shutil.rmtree(self.place / name)
            shutil.copytree(self.place / "start" / name, self.place / name)

    def steps(self, *arguments, least=10):
        """Runs with a death at each change in turn, from the same start every time; yields after each."""
        self.keep_start()
        deaths = 0
        for change in self.changes_of(*arguments):
            self.back_to_start()
            if self.disturbed_at(change, "KILL", *arguments).returncode != 0:
                deaths += 1
                yield change
        self.assertGreaterEqual(deaths, least, "the program was never in the middle of anything")
        self.back_to_start()

    def home_is_settled(self):
        return not (self.home / ".nightletter-signed").exists()

    def leftovers(self):
        return [str(path) for root in (self.home, self.talk) for path in root.rglob(".nightletter*")]

    @staticmethod
    def names(root):
        """What a person sees in a folder."""
        paths = (path.relative_to(root) for path in pathlib.Path(root).rglob("*"))
        return frozenset(str(path) for path in paths if not any(part.startswith(".") for part in path.parts))
