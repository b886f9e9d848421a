"""Five that lie or are silent, and one that tells the truth: docs/formats.md 7.13."""

import subprocess
import sys
import unittest

from mirrors import PORT, ReachTest

# What each of them does with whoever connects.
SILENT = "while 1: held.append(s.accept())"
SLAMMING = "while 1: s.accept()[0].close()"
BABBLING = """
while 1:
    c, _ = s.accept()
    try: c.sendall(bytes(range(256)) * 400)
    except OSError: pass
    held.append(c)
"""
ECHOING = """
import threading
def echo(c):
    try:
        while d := c.recv(65536): c.sendall(d)
    except OSError: pass
while 1: threading.Thread(target=echo, args=(s.accept()[0],), daemon=True).start()
"""


class LiarsTest(ReachTest):
    def liar(self, does):
        machine = self.machine("liar")
        code = f"import socket\ns = socket.create_server(('{machine.address}', {PORT}))\nheld = []\n{does}"
        process = subprocess.Popen(machine.inside(sys.executable, "-c", code), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return f"{machine.address}:{PORT}"

    def test_the_one_that_tells_the_truth_is_enough(self):
        # The fifth follows the publisher and has heard nothing.
        liars = [self.liar(does) for does in (SILENT, SLAMMING, BABBLING, ECHOING)]
        ignorant = self.daemon("ignorant").start()
        source = self.source()
        self.daemon("mirror", peers=[*liars, ignorant.peer, source.peer]).start().has(self.bundle)


if __name__ == "__main__":
    unittest.main()
