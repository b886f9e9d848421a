"""systemd/nightletterd.service takes away what a mirror does not need, and says why beside each line."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

UNIT = pathlib.Path(__file__).parents[2] / "systemd/nightletterd.service"
WORST = 15  # tenths; systemd-analyze rates from 0.0 (nothing is allowed) to 10.0


class UnitTest(unittest.TestCase):
    def setUp(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")

    def test_it_is_exposed_little(self):
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={WORST}", UNIT], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        # The rating notices what is missing.
        with tempfile.TemporaryDirectory() as place:
            worse = pathlib.Path(place) / UNIT.name
            worse.write_text(re.sub(r"(?m)^(System|Protect|Private).*\n", "", UNIT.read_text()))
            self.assertEqual(subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={WORST}", worse],
                                            capture_output=True).returncode, 1)

    def test_it_is_sound(self):
        with tempfile.TemporaryDirectory() as place:
            unit = pathlib.Path(place) / UNIT.name
            # Its manual pages need not be installed here.
            unit.write_text(re.sub(r"(?m)^Documentation=.*\n", "", UNIT.read_text())
                            .replace("/usr/bin/nightletterd", f"{os.environ['NIGHTLETTER_BIN']}/nightletterd"))
            done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
        self.assertEqual((done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]), (0, []), done.stderr)

    def test_each_right_taken_away_has_its_reason(self):
        """A line that restricts stands in a block that begins with a comment."""
        block_has_comment = False
        for line in UNIT.read_text().splitlines():
            if line.startswith("#"):
                block_has_comment = True
            elif not line or line.startswith("["):
                block_has_comment = False
            elif re.match(r"(Protect|Private|Restrict|System|Capability|Ambient|NoNew|Lock|Memory|Device|Keyring|Remove|Proc|Limit|Tasks|UMask)", line):
                self.assertTrue(block_has_comment, line)


if __name__ == "__main__":
    unittest.main()
