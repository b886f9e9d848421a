"""Each way of finding a mirror is enough alone: docs/formats.md section 7, "Finding"."""

import unittest

from mirrors import ReachTest


class PathsTest(ReachTest):
    def test_an_address_that_was_given(self):
        source = self.source()
        self.daemon("mirror", peers=[source.peer]).start().has(self.bundle)

    def test_the_dht_with_one_node_known(self):
        node = self.dht()
        self.source(role="public", dht_nodes=[node])
        self.daemon("mirror", dht_nodes=[node]).start().has(self.bundle)

    def test_a_neighbour_that_names_another(self):
        # Only who is public is named; who asks need not be.
        middle = self.daemon("middle", role="public").start()
        source = self.source(role="public", peers=[middle.peer])
        mirror = self.daemon("mirror", peers=[middle.peer])
        with source.machine.record() as recording:
            mirror.start().has(self.bundle)
            recording.wait_for(lambda packet: packet.source == mirror.machine.address)

    def test_what_worked_is_remembered(self):
        source = self.source()
        mirror = self.daemon("mirror", peers=[source.peer]).start()
        mirror.has(self.bundle)
        mirror.stop()
        contacts = mirror.folder / "store" / "contacts"
        self.assertIn(source.peer, contacts.read_text())
        self.assertEqual(contacts.stat().st_mode & 0o777, 0o600)
        del mirror.keys["peers"]
        mirror.start()
        second = self.publish("second")
        source.stop()
        source.keys["watch"] = str(self.desk / "second")
        source.start()
        mirror.has(second)
        self.assertNotIn(source.machine.address, mirror.log)

    def test_local_discovery(self):
        self.source(near=True, local_discovery=True)
        self.daemon("mirror", near=True, local_discovery=True).start().has(self.bundle)

    def test_a_tracker(self):
        tracker = self.tracker()
        for scheme in ("http", "udp"):
            with self.subTest(scheme):
                # Both are public: a tracker lists whoever asks it, so nobody else asks one.
                keys = {"role": "public", "trackers": [f"{scheme}://{tracker}/announce"]}
                source = self.source(**keys)
                mirror = self.daemon("mirror", **keys).start()
                mirror.has(self.bundle)
                mirror.stop()
                source.stop()

    def test_an_address_that_was_given_where_all_udp_is_dropped(self):
        source = self.source(role="public", dht_nodes=["61.1.1.1:6881"])
        mirror = self.daemon("mirror", peers=[source.peer], dht_nodes=["61.1.1.1:6881"])
        for machine in (source.machine, mirror.machine):
            machine.drop("meta l4proto udp")
        mirror.start().has(self.bundle)
        for machine in (source.machine, mirror.machine):
            _, out = machine.dropped()
            self.assertGreater(out, 0, "there was something to drop")

    def test_an_address_that_was_given_where_readable_bittorrent_is_dropped(self):
        source = self.source()
        mirror = self.daemon("mirror", peers=[source.peer])
        # The first sixteen bytes of every unencrypted connection.
        mirror.machine.drop("tcp dport != 0 @ih,0,128 0x13426974546f7272656e742070726f74")
        mirror.start().has(self.bundle, 60)
        self.assertGreater(sum(mirror.machine.dropped()), 0, "it was tried in the clear")

    def test_a_web_server_where_everything_but_https_is_dropped(self):
        source = self.source()
        mirror = self.daemon("mirror", peers=[source.peer], local_discovery=True)
        mirror.web = self.web_server(source.folder / "store")
        # Not two times "!= 443": nft makes one comparison of both ports of that.
        mirror.machine.drop("tcp dport { 1-442, 444-65535 } tcp sport { 1-442, 444-65535 }", "meta l4proto udp")
        mirror.start().has(self.bundle)
        came_tcp, came_udp, went_tcp, went_udp = mirror.machine.dropped()
        self.assertGreater(went_tcp, 0, "the peer was tried")
        self.assertGreater(went_udp, 0, "the local network was asked")
        # What is damaged in a sealed copy is healed from there too.
        mirror.stop()
        copy = next((mirror.folder / "store/bundles").glob("*/*/data/transcript.*.txt"))
        signed = copy.read_bytes()
        copy.parent.chmod(0o755)
        copy.chmod(0o644)
        copy.write_bytes(b"Nobody: " + signed[8:])
        mirror.start().says(f"damaged bundle={self.bundle}")
        mirror.has(self.bundle)
        self.assertEqual(copy.read_bytes(), signed)


if __name__ == "__main__":
    unittest.main()
