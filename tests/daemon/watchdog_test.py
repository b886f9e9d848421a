"""What nightletterd tells systemd, on a notify socket of this test's own (sd_notify(3)): when it is ready, that it reloads, that it lives;
and that it no longer says so when its loop, its disk or its database is stuck, so that systemd starts it again.

    NIGHTLETTER_BIN=build/bin NIGHTLETTER_STUCK_CALLS=build/lib….so python3 -m unittest watchdog_test
"""

import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import mirrors

PROGRAM = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletterd"
PERIOD = 2.0  # seconds after which systemd loses patience
SLACK = 0.7  # a sign that was under way


class WatchdogTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.place = pathlib.Path(directory.name)
        self.systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.systemd.close)
        self.systemd.bind(str(self.place / "notify"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (self.place / "nightletterd.toml").write_text(
            f'[mirror]\nlisten = "127.0.0.1:{self.port}"\n[store]\npath = "{self.place}/store"\nmin_free = "1 MB"\n')

    def start(self, watched="$$"):
        environment = {"PATH": os.environ["PATH"], "NOTIFY_SOCKET": str(self.place / "notify"), "WATCHDOG_USEC": str(int(PERIOD * 1e6)),
                       "NIGHTLETTER_STUCK": str(self.place), "PRELOAD": os.environ["NIGHTLETTER_STUCK_CALLS"]}
        command = f'WATCHDOG_PID={watched} LD_PRELOAD="$PRELOAD" exec "$0" "$@"'
        self.process = subprocess.Popen(["sh", "-c", command, PROGRAM, *mirrors.AS_ROOT, "--config", self.place / "nightletterd.toml"],
                                        env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def next(self, end):
        """What comes next before this moment, or None."""
        self.systemd.settimeout(max(end - time.monotonic(), 0.001))
        try:
            return dict(line.split("=", 1) for line in self.systemd.recv(4096).decode().splitlines())
        except TimeoutError:
            return None

    def said_within(self, seconds):
        """Everything that comes in this time, with the moment of each."""
        said, end = [], time.monotonic() + seconds
        while (message := self.next(end)) is not None:
            said.append((time.monotonic(), message))
        return said

    def wait_for(self, name, seconds=20):
        end = time.monotonic() + seconds
        while (message := self.next(end)) is not None:
            if name in message:
                return message
        self.fail(f"{name} did not come")

    def signs_within(self, seconds):
        return [moment for moment, said in self.said_within(seconds) if said.get("WATCHDOG") == "1"]

    def test_it_is_ready_when_the_store_is_open_and_the_port_listens(self):
        (self.place / "disk").touch()
        self.start()
        self.assertEqual(self.said_within(1), [])  # the store is not open yet
        (self.place / "disk").unlink()
        self.wait_for("READY")
        self.assertTrue((self.place / "store" / "catalogue.db").exists())
        socket.create_connection(("127.0.0.1", self.port), timeout=10).close()

    def test_signs_of_life_come_in_time(self):
        self.start()
        self.wait_for("READY")
        signs = self.signs_within(3 * PERIOD)
        self.assertGreaterEqual(len(signs), 5)
        self.assertLess(max(later - sooner for sooner, later in zip(signs, signs[1:])), PERIOD)

    def test_nobody_is_told_anything_who_watches_another_process(self):
        self.start(watched="1")
        self.wait_for("READY")
        self.assertEqual(self.signs_within(PERIOD), [])

    def test_it_says_that_it_reloads_and_since_when(self):
        self.start()
        self.wait_for("READY")
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        self.process.send_signal(signal.SIGHUP)
        said = self.wait_for("RELOADING")
        self.assertEqual(said["RELOADING"], "1")
        self.assertTrue(before <= int(said["MONOTONIC_USEC"]) <= time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)
        self.wait_for("READY")

    def test_a_stuck_loop_gives_no_sign(self):
        self.no_sign_when("loop")

    def test_a_blocked_disk_gives_no_sign(self):
        self.no_sign_when("disk")

    def test_a_dead_database_gives_no_sign(self):
        self.no_sign_when("database")

    def no_sign_when(self, what):
        self.start()
        self.wait_for("WATCHDOG")
        (self.place / what).touch()
        self.said_within(SLACK)
        self.assertEqual(self.signs_within(PERIOD), [])
        self.assertIsNone(self.process.poll())  # nothing but the watchdog would end it


if __name__ == "__main__":
    unittest.main()
