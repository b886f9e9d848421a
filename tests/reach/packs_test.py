"""No pack names anybody whom nobody asked to be named: docs/formats.md 5.4."""

import os
import socket
import subprocess
import unittest

from mirrors import BIN, PORT, ReachTest


class PacksTest(ReachTest):
    def reader(self, *words):
        environment = {**os.environ, "HOME": str(self.place / "reader")}
        done = subprocess.run(self.machines["reader"].inside(BIN / "nightletter", *words), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, env=environment, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def found_in(self, pack):
        """The name of each machine whose address stands in the pack, as text or as BitTorrent has it, with the file it stands in."""
        found = set()
        files = [pack] if pack.is_file() else [file for file in pack.rglob("*") if file.is_file()]
        self.assertTrue(files)
        for file in files:
            contents = file.read_bytes()
            for name, machine in self.machines.items():
                octets = socket.inet_aton(machine.address)
                if machine.address.encode() in contents or octets + PORT.to_bytes(2, "big") in contents:
                    found.add((name, file.name))
        return found

    def test_a_pack_holds_no_address_that_nobody_typed(self):
        node = self.dht()
        source = self.source(role="public", dht_nodes=[node])
        second = self.daemon("second", role="public", peers=[source.peer], dht_nodes=[node]).start()
        second.has(self.bundle)
        third = self.daemon("third", role="public", dht_nodes=[node]).start()
        third.has(self.bundle)
        self.machines = {"source": source.machine, "second": second.machine, "third": third.machine, "reader": self.machine("reader")}
        self.machines["node"] = next(machine for machine in self.network.machines if node.startswith(machine.address + ":"))
        self.reader("get", self.publisher, "--peer", source.peer, "--peer", second.peer, "--peer", third.peer)
        third.stop()
        # What this looks for is there to be found: the mirror remembers whom it reached.
        self.assertTrue(self.found_in(third.folder / "store" / "contacts"))

        stick, tar = self.place / "stick", self.place / "pack.tar"
        for origin in ([], ["--from", third.folder / "store"]):
            for pack in (stick, tar):
                with self.subTest(origin=origin, pack=pack.name):
                    self.reader("export", self.publisher, pack, *origin)
                    self.assertEqual(self.found_in(pack), set())
        # With what was typed, and nobody else; and not again the next time.
        for pack, file in ((stick, "peers"), (tar, tar.name)):
            with self.subTest(pack=pack.name):
                self.reader("export", self.publisher, pack, "--with-peers", second.peer)
                self.assertEqual(self.found_in(pack), {("second", file)})
                self.reader("export", self.publisher, pack)
                self.assertEqual(self.found_in(pack), set())


if __name__ == "__main__":
    unittest.main()
