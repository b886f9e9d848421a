"""A start that cannot be: one clear message, the exit code of docs/handbook.md, nothing changed on disk.

    NIGHTLETTER_BIN=build/bin python3 -m unittest starting_test
"""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import mirrors

PROGRAM = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletterd"
IS_ROOT = os.geteuid() == 0
NOBODY = 65534


class StartingTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.place = pathlib.Path(directory.name)
        self.place.chmod(0o755)
        self.store = self.place / "store"
        self.config = self.place / "nightletterd.toml"
        self.configure()

    def configure(self, more=""):
        self.config.write_text(f'[mirror]\nlisten = "127.0.0.1:0"\n[store]\npath = "{self.store}"\nmin_free = "1 MB"\n{more}')

    def tree(self):
        """Everything below the place: kind and rights, and the bytes of files."""
        return {str(path.relative_to(self.place)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
                for path in self.place.rglob("*")}

    def start(self, *flags, before=(), program=PROGRAM):
        return subprocess.run([*before, program, *flags, "--config", self.config], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=30)

    def refused(self, exit, *words, flags=mirrors.AS_ROOT, **how):
        before = self.tree()
        done = self.start(*flags, **how)
        self.assertEqual((done.returncode, done.stdout), (exit, ""), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(self.tree(), before)
        return done.stderr

    def explained(self, exit, *words, **how):
        """In the four lines."""
        lines = self.refused(exit, *words, **how).splitlines()
        self.assertRegex(lines[0], r"^nightletterd: .+ \([a-z-]+\)$")
        self.assertEqual([line.split()[0] for line in lines[1:]], ["because", "still", "next"])

    def run_once(self):
        """A start that succeeds, and its end."""
        mirror = subprocess.Popen([PROGRAM, *mirrors.AS_ROOT, "--config", self.config], stderr=subprocess.PIPE, text=True)
        self.addCleanup(mirror.stderr.close)
        while "listening" not in mirror.stderr.readline():
            self.assertIsNone(mirror.poll())
        mirror.terminate()
        self.assertEqual(mirror.wait(10), 0)

    def test_a_mistake_in_the_configuration(self):
        self.configure('qouta = "1 GB"\n')
        self.explained(2, "(wrong-configuration)", "nightletterd.toml", "line 6", '"store.quota"')

    def test_a_mistake_in_a_file_beside_it(self):
        folder = self.place / "nightletterd.d"
        folder.mkdir()
        (folder / "10-mine.toml").write_text('[log]\nlevel = "loud"\n')
        self.explained(2, "(wrong-configuration)", "10-mine.toml", "line 2")

    def test_decisions_that_cannot_be_read(self):
        self.store.mkdir()
        for name in ("decisions.toml", "decisions.before.toml"):
            (self.store / name).write_text("[mirror\n")
        self.explained(2, "(wrong-configuration)", "decisions.toml")

    def test_a_store_that_may_not_be_written(self):
        self.store.mkdir(mode=0o500)
        if not IS_ROOT:
            self.refused(11, "not-started", "store")
            return
        shutil.copy(PROGRAM, self.place / "nightletterd")
        self.store.chmod(0o555)
        stranger = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        self.refused(11, "not-started", "store", flags=[], before=stranger, program=self.place / "nightletterd")

    def test_a_store_of_a_newer_version(self):
        self.run_once()
        catalogue = sqlite3.connect(self.store / "catalogue.db")
        catalogue.execute("PRAGMA user_version = 999")
        catalogue.commit()
        catalogue.close()
        self.refused(11, "not-started", "newer")

    def test_a_control_socket_in_use(self):
        path = self.place / "control.sock"
        self.configure(f'[control]\nsocket = "{path}"\n')
        living = subprocess.Popen([PROGRAM, *mirrors.AS_ROOT, "--config", self.config], stderr=subprocess.PIPE, text=True)
        self.addCleanup(living.stderr.close)
        self.addCleanup(living.wait)
        self.addCleanup(living.kill)
        while "listening" not in living.stderr.readline():
            self.assertIsNone(living.poll())
        self.config.write_text(self.config.read_text().replace(str(self.store), str(self.place / "other")))
        self.refused(1, "no-control-socket", "another process answers there")

    @unittest.skipUnless(IS_ROOT, "only root can be root")
    def test_root(self):
        self.explained(2, "(as-root)", flags=[])
        done = self.start("--check")
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
