"""Machines on one wire. Used inside namespaces of the test's own (inside.py), so that nothing needs cleaning up.

Each machine is a network namespace with one address; addresses lie far from one another, as those of a DHT do. A wire
may be filtered with nft rules of the machine, and what passes may be recorded.
"""

import re
import socket
import struct
import subprocess
import threading
import time

SOL_PACKET, PACKET_STATISTICS = 263, 6  # packet(7)


def run(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)


class Network:
    def __init__(self):
        run("mount", "-t", "tmpfs", "none", "/run")
        run("ip", "link", "add", "name", "wire", "type", "bridge", "mcast_snooping", "0")
        run("ip", "link", "set", "wire", "up")
        self.machines = []

    def machine(self, name, near=False):
        """`near`: in one local network with the others that are; otherwise each in a network of its own."""
        if near:
            machine = Machine(name, f"10.9.0.{1 + len(self.machines)}", 24)
            self.machines.append(machine)
            return machine
        # From 61 on no block is one that libtorrent takes for unused.
        machine = Machine(name, f"{61 + len(self.machines)}.1.1.1", 32)
        self.machines.append(machine)
        return machine


class Machine:
    def __init__(self, name, address, bits):
        self.name, self.address = name, address
        run("ip", "netns", "add", name)
        run("ip", "link", "add", "name", f"to-{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", f"to-{name}", "master", "wire", "up")
        # Without this the kernel itself sends multicast for IPv6.
        self.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "link", "set", "eth0", "up")
        self.run("ip", "addr", "add", f"{address}/{bits}", "dev", "eth0")
        self.run("ip", "route", "add", "default", "dev", "eth0")

    def inside(self, *words):
        """The words of a command that runs on this machine."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *map(str, words)]

    def run(self, *words):
        run(*self.inside(*words))

    def drop(self, *rules):
        """What matches goes neither in nor out."""
        for hook in ("input", "output"):
            self.run("nft", f"add table inet filter; add chain inet filter {hook} {{ type filter hook {hook} priority 0; }}")
            for rule in rules:
                self.run("nft", f"add rule inet filter {hook} {rule} counter drop")

    def dropped(self):
        """How many packets each rule of `drop` has held up, in their order: those of what comes in, then of what goes out."""
        said = subprocess.run(self.inside("nft", "list", "table", "inet", "filter"), capture_output=True, text=True, check=True).stdout
        return [int(count) for count in re.findall(r"counter packets (\d+)", said)]

    def record(self):
        return Recording(f"to-{self.name}")

    def cut(self):
        run("ip", "link", "set", f"to-{self.name}", "down")

    def listening(self):
        """TCP ports somebody listens on."""
        table = subprocess.run(self.inside("cat", "/proc/net/tcp", "/proc/net/tcp6"), capture_output=True, text=True).stdout
        rows = [line.split() for line in table.splitlines() if ":" in line.split()[0]]
        return [int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A"]


class Packet:
    """An IPv4 packet: who, to whom, what for, with which bytes."""

    def __init__(self, frame):
        header = frame[14:]
        self.source, self.target = socket.inet_ntoa(header[12:16]), socket.inet_ntoa(header[16:20])
        self.protocol = {6: "tcp", 17: "udp"}.get(header[9], str(header[9]))
        transport = header[4 * (header[0] & 15) : struct.unpack(">H", header[2:4])[0]]
        self.target_port = struct.unpack(">H", transport[2:4])[0] if self.protocol in ("tcp", "udp") else 0
        if self.protocol == "tcp":
            self.payload = transport[4 * (transport[12] >> 4) :]
        else:
            self.payload = transport[8:]

    def __repr__(self):
        return f"{self.protocol} {self.source} -> {self.target}:{self.target_port} {self.payload[:80]!r}"


class Recording:
    """Every IPv4 packet on the wire between start and end; it fails when one was missed."""

    def __init__(self, interface):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
        self.socket.bind((interface, 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        self.socket.settimeout(0.1)
        self.frames, self.is_over = [], False
        self.thread = threading.Thread(target=self.listen)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.end = time.monotonic()
        self.is_over = True
        self.thread.join()
        _, missed = struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
        self.socket.close()
        if missed:
            raise RuntimeError(f"{missed} packets were not recorded")

    def listen(self):
        """Until the end, and then what came before it and was not read yet."""
        while not self.is_over or time.monotonic() < self.end + 1:
            try:
                frame = self.socket.recv(65536)
            except TimeoutError:
                if self.is_over:
                    return
                continue
            if frame[12:14] == b"\x08\x00":
                self.frames.append(frame)

    def wait_for(self, wanted, seconds=20):
        """Returns once there is a packet that `wanted` is true of; fails when none comes."""
        seen, deadline = 0, time.monotonic() + seconds
        while time.monotonic() < deadline:
            frames = self.frames[seen:]
            if any(wanted(Packet(frame)) for frame in frames):
                return
            seen += len(frames)
            time.sleep(0.05)
        raise AssertionError("no such packet came")

    def packets(self):
        return [Packet(frame) for frame in self.frames]
