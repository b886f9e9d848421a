#!/usr/bin/env python3
"""Measures how a new bundle spreads from one mirror to eight others, each in a network namespace of its own.

usage: bench/spread.py [--rounds 10] [--mib 50] [--mbit 25] [--mirrors 8] [--work DIRECTORY]

Nobody is told of anybody: every mirror is given the publisher's id and the address of one node of the DHT, which is a
mirror of another publisher.
Printed are three things. `transcript, cold`: from the start of eight mirrors until the last has sealed a bundle of
22 KB that one node holds. `transcript, warm`: the mirrors know each other; from the moment the first node has sealed a
new bundle until the last mirror has. `recording`: the same for a bundle of `mib` over links of `mbit`, as a multiple of
the time that one link needs for its bytes; the first node is stopped as soon as one mirror has sealed it.
Needs no privilege: the script makes a user namespace first.
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from clients import PROGRAMS, ROOT, build

sys.path.insert(0, str(ROOT / "tests/reach"))
from network import Network, run

PORT = 6881
PATIENCE = 180  # seconds


def shape(machine, mbit):
    """Both directions of its link."""
    limit = ("root", "tbf", "rate", f"{mbit}mbit", "burst", "64k", "latency", "50ms")
    run("tc", "qdisc", "replace", "dev", f"to-{machine.name}", *limit)
    machine.run("tc", "qdisc", "replace", "dev", "eth0", *limit)


class Mirror:
    def __init__(self, machine, place, publisher, watch=None, dht=None):
        self.machine = machine
        self.place = place
        self.log = place / "log"
        self.process = None
        place.mkdir(parents=True)
        lines = ["[mirror]", f'publishers = ["{publisher}"]', f'listen = "{machine.address}:{PORT}"',
                 'role = "public"']
        if dht is not None:
            lines.append(f'dht_nodes = ["{dht.address}:{PORT}"]')
        if watch:
            lines.append(f'watch = "{watch}"')
        lines += ["[store]", f'path = "{place / "store"}"', 'quota = "0"', 'min_free = "0"']
        (place / "nightletterd.toml").write_text("\n".join(lines) + "\n")

    def start(self):
        self.process = subprocess.Popen(
            self.machine.inside(PROGRAMS / "nightletterd", "--as-root", "--config", self.place / "nightletterd.toml"), stderr=open(self.log, "ab"), stdin=subprocess.DEVNULL)

    def sealed(self):
        return self.log.read_bytes().count(b" sealed bundle=") if self.log.exists() else 0

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def wait_for(mirrors, count, any_of_them=False):
    begun = time.monotonic()
    while True:
        done = [mirror.sealed() >= count for mirror in mirrors]
        if any(done) if any_of_them else all(done):
            return time.monotonic()
        if time.monotonic() - begun > PATIENCE:
            for mirror in mirrors:
                print(f"--- {mirror.place.name}\n{mirror.log.read_text()[-1500:]}", file=sys.stderr)
            sys.exit(f"only {sum(done)} of {len(mirrors)} sealed it in {PATIENCE} s")
        time.sleep(0.005)


def published(folder, *shape):
    """The ids of the publishers."""
    answer = subprocess.run([str(PROGRAMS / "publisher_output"), str(folder), *map(str, shape)], check=True,
                            stdout=subprocess.PIPE, text=True)
    return answer.stdout.split()


def round_of(network, work, asked, recording, mbit):
    """A node of the DHT, a first mirror, eight others; seconds until a first bundle was everywhere, then a second."""
    machines = [network.machine(f"m{len(network.machines)}") for _ in range(asked.mirrors + 2)]
    for machine in machines:
        if mbit:
            shape(machine, mbit)
    watch = work / "watched"
    watch.mkdir(parents=True)
    (publisher,) = published(work / "published", "two-days", recording)
    _, other = published(work / "others", 2, 1)
    nodes = []
    try:
        stranger = Mirror(machines[0], work / "stranger", other)
        nodes.append(stranger)
        stranger.start()
        first = Mirror(machines[1], work / "first", publisher, watch=watch, dht=machines[0])
        nodes.append(first)
        first.start()
        shutil.copytree(work / "published/1", watch / "one")
        wait_for([first], 1)
        mirrors = [Mirror(machine, work / machine.name, publisher, dht=machines[0]) for machine in machines[2:]]
        nodes += mirrors
        begun = time.monotonic()
        for mirror in mirrors:
            mirror.start()
        cold = wait_for(mirrors, 1) - begun
        time.sleep(asked.settle)
        shutil.copytree(work / "published/2", work / "arriving")
        (work / "arriving").rename(watch / "two")
        wait_for([first], 2)
        begun = time.monotonic()
        if recording:
            wait_for(mirrors, 2, any_of_them=True)
            first.stop()
        return cold, wait_for(mirrors, 2) - begun
    finally:
        for node in nodes:
            node.stop()


def measure(network, work, asked, name, rounds, recording=0, mbit=None):
    figures = []
    for number in range(rounds):
        place = work / f"{name}{number}"
        figures.append(round_of(network, place, asked, recording, mbit))
        subprocess.run(["chmod", "-R", "u+w", str(place)], check=True)
        shutil.rmtree(place)
        print(".", end="", file=sys.stderr, flush=True)
    return [statistics.median(column) for column in zip(*figures)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--mirrors", type=int, default=8)
    parser.add_argument("--mib", type=int, default=50)
    parser.add_argument("--mbit", type=int, default=25)
    parser.add_argument("--settle", type=float, default=5, help="seconds in which the mirrors get to know each other")
    parser.add_argument("--work", default="/var/tmp")
    asked = parser.parse_args()
    if os.environ.get("NIGHTLETTER_IN_NAMESPACE") != "1":
        build()
        os.environ["NIGHTLETTER_IN_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child",
                              "--mount-proc", sys.executable, *sys.argv])
    network = Network()
    work = pathlib.Path(tempfile.mkdtemp(prefix="nightletter-bench-", dir=asked.work))
    try:
        cold, warm = measure(network, work, asked, "small", asked.rounds)
        print(f"\ntranscript, cold   {cold:6.2f} s\ntranscript, warm   {warm:6.2f} s", flush=True)
        if asked.mib:
            size = asked.mib * 1024 * 1024
            _, spent = measure(network, work, asked, "large", max(1, asked.rounds // 3), size, asked.mbit)
            bound = size * 8 / (asked.mbit * 1e6)
            print(f"\nrecording of {asked.mib} MiB at {asked.mbit} Mbit/s   {spent:6.2f} s = {spent / bound:.2f} × {bound:.1f} s")
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(work)], check=False)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
