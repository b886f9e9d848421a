"""What each role sends, packet by packet: docs/formats.md section 7, "Roles"."""

import os
import socket
import subprocess
import sys
import time
import unittest

from mirrors import BIN, PORT, ReachTest


def is_multicast(packet):
    return 224 <= int(packet.target.split(".")[0]) <= 239 or packet.target.endswith(".255")


class SilenceTest(ReachTest):
    def sent_by(self, daemon, seconds=0.0, until=None):
        """What its machine sends until it has the interview and what is waited for, some seconds later (of what is not sent
        nothing can be waited for), and while it stops."""
        with daemon.machine.record() as recording:
            daemon.start().has(self.bundle)
            if until:
                recording.wait_for(until)
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
        mirror = self.daemon("mirror", role="public", peers=[source.peer], dht_nodes=[node])
        sent = self.sent_by(mirror, until=lambda packet: packet.source == mirror.machine.address and b"13:announce_peer" in packet.payload)
        self.assertFalse([packet for packet in sent if is_multicast(packet)])

    def test_without_a_configured_node_only_the_neighbour_is_spoken_to(self):
        source = self.source()
        sent = self.sent_by(self.daemon("mirror", peers=[source.peer]), seconds=3)
        self.assertEqual({packet.target for packet in sent}, {source.machine.address})

    def test_whoever_is_hidden_speaks_to_the_proxy_alone_and_listens_nowhere(self):
        source = self.source()
        proxy = self.proxy()
        hidden = self.daemon("mirror", role="hidden", proxy=proxy, peers=[source.peer])
        with hidden.machine.record() as recording:
            hidden.start().has(self.bundle)
            self.assertEqual(hidden.machine.listening(), [])
            self.knock(source.machine, hidden.machine)
            time.sleep(1)
            hidden.stop()
        sent = [packet for packet in recording.packets() if packet.source == hidden.machine.address]
        # The machine's own refusals of what was knocked at are not the program's.
        sent = [packet for packet in sent if packet.protocol != "1"]
        self.assertEqual({(packet.protocol, f"{packet.target}:{packet.target_port}") for packet in sent}, {("tcp", proxy)})

    def knock(self, machine, at):
        """A question of the DHT and the beginning of a uTP connection, to every UDP port that is open there."""
        table = subprocess.run(at.inside("cat", "/proc/net/udp"), capture_output=True, text=True).stdout
        ports = [int(line.split()[1].split(":")[1], 16) for line in table.splitlines()[1:]]
        code = ("import socket, sys; s = socket.socket(type=socket.SOCK_DGRAM)\n"
                "for port in sys.argv[2:]:\n"
                " for said in (b'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe', bytes([0x41]) + bytes(19)):\n"
                "  s.sendto(said, (sys.argv[1], int(port)))")
        machine.run(sys.executable, "-c", code, at.address, *ports)

    def test_a_reader_listens_nowhere_and_speaks_to_the_mirror_it_was_given(self):
        source = self.source(role="public")
        machine = self.machine("reader")
        environment = {**os.environ, "HOME": str(self.place / "reader")}
        listening = set()
        with machine.record() as recording:
            reader = subprocess.Popen(machine.inside(BIN / "nightletter", "get", self.publisher, "--peer", source.peer),
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                      env=environment)
            self.addCleanup(reader.wait)
            self.addCleanup(reader.kill)
            while reader.poll() is None:
                listening.update(machine.listening())
                time.sleep(0.02)
            said = reader.stdout.read()
            reader.stdout.close()
        self.assertEqual(reader.returncode, 0, said)
        self.assertEqual(listening, set())
        sent = [packet for packet in recording.packets() if packet.source == machine.address]
        self.assertEqual({(packet.protocol, packet.target) for packet in sent}, {("tcp", source.machine.address)})

    def test_only_those_who_are_public_are_named_to_others(self):
        middle = self.daemon("middle", role="public").start()
        unlisted = self.source(peers=[middle.peer])
        public = self.daemon("mirror", role="public", peers=[middle.peer])
        # An address as nl_peers1 has it: its length, itself, the port.
        named = {one.machine.name: b"\x04" + socket.inet_aton(one.machine.address) + PORT.to_bytes(2, "big") for one in (unlisted, public)}
        with middle.machine.record() as recording:
            public.start().has(self.bundle)
            recording.wait_for(lambda packet: packet.source == middle.machine.address and named[public.machine.name] in packet.payload)
            time.sleep(1)
        said = [packet.payload for packet in recording.packets() if packet.source == middle.machine.address]
        self.assertFalse(any(named[unlisted.machine.name] in payload for payload in said))

    def test_a_reader_that_asks_the_dht_announces_nothing_and_hears_nobody_out(self):
        node = self.dht()
        source = self.source(role="public", dht_nodes=[node])
        # The DHT names the source, which is away: the reader stays for as long as it has patience.
        # Started again it knows the DHT's node from before, so its head hangs there at once.
        source.stop()
        source.start().says("head-read-back", 60)
        source.stop()
        machine = self.machine("reader")
        environment = {**os.environ, "HOME": str(self.place / "reader")}
        with machine.record() as recording:
            reader = subprocess.Popen(machine.inside(BIN / "nightletter", "get", self.publisher, "--dht-node", node, "--patience", 4),
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                      env=environment)
            self.addCleanup(reader.wait)
            self.addCleanup(reader.kill)
            heard = self.call(source.machine, machine, reader)
            said = reader.stdout.read()
            reader.stdout.close()
        self.assertEqual(reader.wait(), 6, said)
        self.assertTrue(heard, "its port was called while it was there")
        self.assertEqual(set(heard), {"nothing"})
        sent = [packet for packet in recording.packets() if packet.source == machine.address]
        self.assertTrue([packet for packet in sent if b"9:get_peers" in packet.payload], "it looks up")
        for packet in sent:
            self.assertNotIn(b"announce", packet.payload, packet)
            self.assertFalse(is_multicast(packet), packet)
            if packet.protocol == "udp":
                self.assertIn(b"2:roi1e", packet.payload, packet)

    def call(self, machine, at, process):
        """What somebody hears each time who connects to a port that is open there and begins to speak BitTorrent."""
        code = ("import socket, sys\n"
                "try:\n"
                " s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)\n"
                " s.sendall(b'\\x13BitTorrent protocol' + bytes(48))\n"
                " print(s.recv(100) or 'nothing')\n"
                "except ConnectionError: print('nothing')")
        heard = []
        while process.poll() is None:
            for port in at.listening():
                done = subprocess.run(machine.inside(sys.executable, "-c", code, at.address, port), capture_output=True, text=True)
                # An answer after its end says nothing of it.
                if process.poll() is None:
                    heard.append(done.stdout.strip() or done.stderr)
            time.sleep(0.1)
        return heard

    def test_local_discovery_is_heard_only_when_it_was_chosen(self):
        source = self.source(near=True, local_discovery=True)
        mirror = self.daemon("mirror", near=True, local_discovery=True, peers=[source.peer])
        self.sent_by(mirror, until=lambda packet: packet.source == mirror.machine.address and is_multicast(packet))


if __name__ == "__main__":
    unittest.main()
