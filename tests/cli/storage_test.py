"""A disk that is full or must not be written to: exit code 11, one message, everything as it was before."""

import json
import os
import shutil
import subprocess
import unittest

from desk import DeskTest, need

NOBODY = 65534


class StorageTest(DeskTest):
    def assert_nothing_written(self, done, before):
        self.assertEqual(done.returncode, 11, done.stdout + done.stderr)
        self.assertIn("(storage-failed)", done.stderr)
        self.assertIn("still    everything is as it was before", done.stderr)
        self.assertEqual(self.contents(self.talk, self.home), before)

    def as_nobody(self):
        """Commands of root can write anywhere; the test needs somebody who cannot."""
        if os.geteuid() != 0:
            return []
        need("setpriv")
        for path in [self.place, *self.place.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

    def test_a_folder_that_cannot_be_written_to(self):
        before = self.as_nobody()
        os.chmod(self.talk, 0o555)
        contents = self.contents(self.talk, self.home)
        done = self.sign(before=before)
        self.assert_nothing_written(done, contents)
        self.assertIn("Permission denied", done.stderr)
        self.assertIn("next     make it writable for you", done.stderr)

    def test_a_home_that_cannot_be_written_to(self):
        before = self.as_nobody()
        os.chmod(self.home, 0o555)
        contents = self.contents(self.talk, self.home)
        done = self.sign(before=before)
        self.assert_nothing_written(done, contents)

    def test_a_home_that_cannot_take_a_new_root_or_a_withdrawal(self):
        bundle = json.loads(self.ok("sign", self.talk, *self.opening(), "--json"))["bundle"]
        before = self.as_nobody()
        os.chmod(self.home, 0o555)
        contents = self.contents(self.talk, self.home)
        for command in (("root", "--renew"), ("withdraw", bundle, "--reason", "error"), ("hide", bundle)):
            with self.subTest(command=command[0]):
                self.assert_nothing_written(self.run_desk(*command, "--yes", *self.opening(), before=before), contents)

    def test_a_folder_to_carry_that_cannot_be_written_to_is_said_with_what_is_certain(self):
        self.assertEqual(self.sign().returncode, 0)
        before = self.as_nobody()
        stick = self.place / "stick"
        stick.mkdir(mode=0o555)
        done = self.run_desk("root", "--renew", "--yes", "--into", stick, *self.opening(), before=before)
        self.assertEqual(done.returncode, 11, done.stderr)
        self.assertIn("signed, but not everything is in its place (storage-failed)", done.stderr)
        self.assertIn("still    your new documents are certain", done.stderr)
        self.assertEqual(self.feed_seq(), 2)
        self.assertEqual(list(stick.iterdir()), [])

    def on_a_small_disk(self, kilobytes):
        """`talk` on a file system of its own that has so much room."""
        probe = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True)
        if probe.returncode != 0:
            self.skipTest(f"no file system can be mounted here: {probe.stderr.strip()}")
        script = 'set -e; cp -a "$1" "$1.away"; mount -t tmpfs -o size=$2k none "$1"; cp -a "$1.away/." "$1"; shift 2; "$@"; code=$?; exit $code'
        return ["unshare", "-rm", "bash", "-c", script.replace('"$@"; code=$?', 'code=0; "$@" || code=$?; cp -a "$DESK_TALK/." "$DESK_AFTER"'),
                "desk", self.talk, kilobytes]

    def test_a_full_disk(self):
        need("unshare", "bash")
        before = self.contents(self.talk)
        seq = self.feed_seq()
        failed = 0
        # From no room at all to room for everything, a page at a time: wherever it ends, it ends cleanly.
        for pages in range(4, 40):
            after = self.place / "after"
            after.mkdir()
            done = self.sign(before=self.on_a_small_disk(pages * 4), env={**os.environ, "DESK_TALK": str(self.talk), "DESK_AFTER": str(after)})
            found = {str(self.talk) + path.removeprefix(str(after)): contents for path, contents in self.contents(after).items()}
            if "No space left on device" in done.stderr and done.returncode == 11:
                failed += 1
                self.assertEqual(found, before)
                self.assertEqual(self.feed_seq(), seq)
            elif done.returncode == 0:
                break
            shutil.rmtree(after)
            shutil.rmtree(str(self.talk) + ".away")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(failed, 2)


if __name__ == "__main__":
    unittest.main()
