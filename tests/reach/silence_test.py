"""What each role sends, packet by packet: docs/formats.md section 7, "Roles"."""

import time
import unittest

from mirrors import ReachTest


def is_multicast(packet):
    return 224 <= int(packet.target.split(".")[0]) <= 239 or packet.target.endswith(".255")


class SilenceTest(ReachTest):
    def sent_by(self, daemon, seconds=0.0):
        """What its machine sends until it has the interview, some seconds later, and while it stops."""
        with daemon.machine.record() as recording:
            daemon.start().has(self.bundle)
            time.sleep(seconds)
            daemon.stop()
        return [packet for packet in recording.packets() if packet.source == daemon.machine.address]

    def test_nobody_is_announced_unless_a_person_chose_it(self):
        node = self.dht()
        source = self.source(role="public", dht_nodes=[node])
        sent = self.sent_by(self.daemon("mirror", dht_nodes=[node]), seconds=3)
        asked = [packet for packet in sent if b"9:get_peers" in packet.payload]
        self.assertTrue(asked, "it looks up")
        for packet in sent:
            self.assertNotIn(b"announce", packet.payload, packet)
            self.assertFalse(is_multicast(packet), packet)
            if packet.protocol == "udp":
                # Nothing but questions, marked as those of somebody who is no node (BEP 43).
                self.assertIn(b"2:roi1e", packet.payload, packet)
                self.assertIn(b"1:y1:q", packet.payload, packet)
        self.assertIn(source.machine.address, {packet.target for packet in sent if packet.protocol == "tcp"})

    def test_it_is_announced_when_a_person_chose_public(self):
        node = self.dht()
        source = self.source(dht_nodes=[node])
        sent = self.sent_by(self.daemon("mirror", role="public", peers=[source.peer], dht_nodes=[node]), seconds=8)
        self.assertTrue([packet for packet in sent if b"13:announce_peer" in packet.payload])
        self.assertFalse([packet for packet in sent if is_multicast(packet)])

    def test_without_a_configured_node_only_the_neighbour_is_spoken_to(self):
        source = self.source()
        sent = self.sent_by(self.daemon("mirror", peers=[source.peer]), seconds=3)
        self.assertEqual({packet.target for packet in sent}, {source.machine.address})

    def test_local_discovery_is_heard_only_when_it_was_chosen(self):
        source = self.source(near=True, local_discovery=True)
        mirror = self.daemon("mirror", near=True, local_discovery=True, peers=[source.peer])
        sent = self.sent_by(mirror, seconds=1)
        self.assertTrue([packet for packet in sent if is_multicast(packet)])


if __name__ == "__main__":
    unittest.main()
