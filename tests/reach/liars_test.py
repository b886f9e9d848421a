"""Five that lie or are silent, and one that tells the truth: docs/formats.md 7.13."""

import pathlib
import shutil
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


# A DHT node that sends back noise.
NOISY = """
u = socket.socket(type=socket.SOCK_DGRAM)
u.bind(s.getsockname())
while 1:
    d, a = u.recvfrom(65536)
    u.sendto(d[::-1], a)
"""


def alter(file):
    """One byte of it is another one."""
    contents = bytearray(file.read_bytes())
    contents[len(contents) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(contents)


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

    def test_one_path_that_tells_the_truth_is_enough_beside_five_that_lie_or_are_silent(self):
        source = self.source()
        spoiled, copied = self.place / "spoiled", self.place / "copied"
        # A pack in which a text was changed, a web server whose feed was.
        shutil.copytree(self.incoming, copied / "talk")
        alter(next(copied.glob("talk/*/data/transcript.*.txt")))
        shutil.copytree(source.folder / "store", spoiled)
        alter(next(spoiled.glob("publishers/*/feed")))
        lying, honest = self.web_server(spoiled), self.web_server(source.folder / "store")
        authorities = self.place / "authorities"
        authorities.write_text("".join(pathlib.Path(one["certificates"]).read_text() for one in (lying, honest)))
        mirror = self.daemon("mirror", role="public", peers=[self.liar(BABBLING)], dht_nodes=[self.liar(NOISY)],
                             trackers=[f"http://{self.liar(SLAMMING)}/announce"], watch=str(copied))
        mirror.web = {"urls": [*lying["urls"], *honest["urls"]], "certificates": str(authorities)}
        mirror.start().has(self.bundle, 60)
        self.assertIn("refused reason=", mirror.log, "a lie was heard")


if __name__ == "__main__":
    unittest.main()
