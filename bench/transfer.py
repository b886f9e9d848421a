#!/usr/bin/env python3
"""Measures one bundle going from one program to another on loopback: nginx to curl, qbittorrent-nox to itself, ours.

usage: bench/transfer.py [--mib 1024] [--rounds 5] [--work DIRECTORY]

Rounds are interleaved. nginx to curl ends when the file is written. qbittorrent-nox begins with a running receiver that
is handed the torrent and ends when it says completed. nightletterd begins with the start of the receiving process,
which knows a publisher's id and an address, and ends when it has verified and sealed the bundle, synced to the disk;
what other programs leave to the reader is in its time. Printed are medians, and the ratio over nginx to curl.
"""

import argparse
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from clients import Nightletterd, QBittorrent, build, cpu_seconds, free_port, info_of, lay_out

import hashlib


class Nginx:
    def __init__(self, place, root):
        self.port = free_port()
        place.mkdir(parents=True)
        (place / "nginx.conf").write_text(
            f"worker_processes 1;\npid {place}/pid;\nerror_log {place}/error;\nevents {{}}\nhttp {{\n  access_log off;\n"
            f"  sendfile on;\n  client_body_temp_path {place}/a;\n  proxy_temp_path {place}/b;\n"
            f"  fastcgi_temp_path {place}/c;\n  uwsgi_temp_path {place}/d;\n  scgi_temp_path {place}/e;\n"
            f"  server {{ listen 127.0.0.1:{self.port}; root {root}; }}\n}}\nuser root;\n")
        self.process = subprocess.Popen(["nginx", "-c", str(place / "nginx.conf"), "-g", "daemon off;"])
        time.sleep(0.5)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def timed_children(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    subprocess.run(command, check=True)
    spent = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def anonymous_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def ours(place, seeder, publishers):
    leecher = Nightletterd(place, place, publishers)
    leecher.configure(peers=[f"127.0.0.1:{seeder.port}"])
    sent_before = cpu_seconds(seeder.process.pid)
    begun = time.monotonic()
    leecher.start()
    try:
        leecher.wait_until_sealed(1)
        spent = time.monotonic() - begun
        return spent, cpu_seconds(seeder.process.pid) - sent_before, cpu_seconds(leecher.process.pid), anonymous_mib(
            leecher.process.pid)
    finally:
        leecher.stop()
        subprocess.run(["chmod", "-R", "u+w", str(place)], check=True)
        shutil.rmtree(place)


def stock(place, seeder, torrent):
    leecher = QBittorrent(place, [])
    leecher.start()
    try:
        leecher.wait_for_web()
        idle = cpu_seconds(leecher.process.pid)
        sent_before = cpu_seconds(seeder.process.pid)
        save_path = place / "arriving"
        save_path.mkdir()
        short_hash = hashlib.sha256(info_of(torrent.read_bytes())).hexdigest()[:40]
        begun = time.monotonic()
        leecher.add([torrent], save_path, is_there=False)
        while True:
            try:
                leecher.ask("/api/v2/torrents/addPeers", urllib.parse.urlencode(
                    {"hashes": short_hash, "peers": f"127.0.0.1:{seeder.port}"}).encode())
                break
            except OSError:
                time.sleep(0.02)
        leecher.wait_until_completed(1, pause=0.02)
        spent = time.monotonic() - begun
        return (spent, cpu_seconds(seeder.process.pid) - sent_before, cpu_seconds(leecher.process.pid) - idle,
                anonymous_mib(leecher.process.pid))
    finally:
        leecher.stop()
        shutil.rmtree(place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", default="/var/tmp", help="needs four times the size")
    asked = parser.parse_args()

    build()
    work = pathlib.Path(tempfile.mkdtemp(prefix="nightletter-bench-", dir=asked.work))
    work.chmod(0o755)
    running = []
    try:
        publishers, _ = lay_out(work / "published", 1, asked.mib * 1024 * 1024)
        torrent = next((work / "published").glob("*/*.torrent"))
        recording = next((work / "published").glob("*/*/data/media/*"))

        web = Nginx(work / "nginx", work / "published")
        running.append(web)
        seeder = Nightletterd(work / "seeder", work / "published", publishers)
        seeder.take_in(1)
        seeder.start()
        running.append(seeder)
        short_hash = hashlib.sha256(info_of(torrent.read_bytes())).digest()[:20]
        seeder.wait_until_all_are_offered([short_hash])
        seeder.wait_until_idle()
        stock_seeder = QBittorrent(work / "stock", [torrent])
        stock_seeder.take_in(1)
        stock_seeder.start()
        running.append(stock_seeder)
        stock_seeder.wait_until_all_are_offered([short_hash])

        record = {}

        def note(name, figures):
            record.setdefault(name, []).append(figures)

        target = f"http://127.0.0.1:{web.port}/{recording.relative_to(work / 'published')}"
        for number in range(asked.rounds):
            copy = work / "copy"
            spent, cpu = timed_children(["curl", "-s", "-o", str(copy), target])
            copy.unlink()
            note("nginx > curl", (spent, 0.0, cpu, 0.0))
            note("qbittorrent-nox > qbittorrent-nox", stock(work / f"stock-{number}", stock_seeder, torrent))
            note("nightletterd > nightletterd, sealed", ours(work / f"ours-{number}", seeder, publishers))
        base = statistics.median(figures[0] for figures in record["nginx > curl"])
        print(f"{asked.mib} MiB in one file, {asked.rounds} rounds, medians")
        print(f"{'':36} {'wall s':>8} {'/ curl':>7} {'sender CPU s':>13} {'receiver CPU s':>15} {'anonymous MiB':>14}")
        for name, rounds in record.items():
            wall, sent, got, memory = (statistics.median(column) for column in zip(*rounds))
            print(f"{name:36} {wall:8.2f} {wall / base:7.2f} {sent:13.2f} {got:15.2f} {memory:14.0f}")
    finally:
        for one in running:
            one.stop()
        subprocess.run(["chmod", "-R", "u+w", str(work)], check=False)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
