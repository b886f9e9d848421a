#!/usr/bin/env python3
"""Measures one program that seeds many small bundles: nightletterd, qbittorrent-nox, transmission-daemon, in one run.

usage: bench/many_bundles.py [--bundles 10000] [--rounds 3] [--idle 60] [--work DIRECTORY]

Every bundle has nine files of 22 KB in all. Each program first takes all of them in, once; then it is stopped and
started again, in turns, `rounds` times. A restart ends when a hundred bundles spread over all of them are offered:
each answers a BitTorrent handshake and says that it has every piece. So nobody's own word for it is asked, and the same
question is put to all three. Memory is VmRSS after that, idle is CPU time over `idle` seconds that begin when the
program has used less than 5 % of a core for five seconds. Transmission 3.0 knows no v2 torrents: it gets v1 torrents
of the same folders, made by mktorrent.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from clients import Nightletterd, QBittorrent, Transmission, build, cpu_seconds, info_of, lay_out, resident_mib

SAMPLE = 100


def v1_torrents(work, torrents):
    """The same folders as v1 torrents, next to nothing of ours."""
    made = []
    for torrent in torrents:
        folder = work / "v1" / torrent.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        name = torrent.stem
        os.symlink(torrent.parent / name, folder / name)
        subprocess.run(["mktorrent", "-d", "-l", "18", "-o", str(folder / f"{name}.torrent"),
                        str(torrent.parent / name)], check=True, stdout=subprocess.DEVNULL)
        made.append(folder / f"{name}.torrent")
    return made


def sample_of(program, torrents):
    step = max(1, len(torrents) // SAMPLE)
    digest = hashlib.sha256 if program.version_of_torrents == "v2" else hashlib.sha1
    return [digest(info_of(torrent.read_bytes())).digest()[:20] for torrent in torrents[::step]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=int, default=60, help="seconds")
    parser.add_argument("--work", default="/var/tmp", help="needs 50 KB a bundle, three times")
    parser.add_argument("--only", nargs="*", default=["nightletterd", "qbittorrent-nox", "transmission-daemon"])
    asked = parser.parse_args()

    build()
    work = pathlib.Path(tempfile.mkdtemp(prefix="nightletter-bench-", dir=asked.work))
    programs = []
    try:
        publishers, count = lay_out(work / "published", asked.bundles)
        torrents = sorted((work / "published").glob("*/*.torrent"))
        programs.append((Nightletterd(work / "nightletterd", work / "published", publishers), torrents))
        programs.append((QBittorrent(work / "qbittorrent", torrents), torrents))
        if "transmission-daemon" in asked.only:
            v1 = v1_torrents(work, torrents)
            programs.append((Transmission(work / "transmission", v1), v1))
        programs = [(program, of) for program, of in programs if program.name in asked.only]
        record = {program.name: {"restart": [], "cpu": [], "rss": []} for program, _ in programs}
        print(f"{count} bundles, {asked.rounds} rounds", flush=True)
        for program, _ in programs:
            spent, cpu = program.take_in(count)
            record[program.name]["taken in"] = spent
            print(f"{program.name:20} taken in after {spent:.1f} s, {cpu:.1f} s CPU", flush=True)
        for _ in range(asked.rounds):
            for program, of in programs:
                hashes = sample_of(program, of)
                program.start()
                spent = program.wait_until_all_are_offered(hashes)
                record[program.name]["restart"].append(spent)
                record[program.name]["cpu"].append(cpu_seconds(program.process.pid))
                record[program.name]["rss"].append(resident_mib(program.process.pid))
                program.stop()
        for program, of in programs:
            program.start()
            program.wait_until_all_are_offered(sample_of(program, of))
            program.wait_until_idle()
            before = cpu_seconds(program.process.pid)
            time.sleep(asked.idle)
            record[program.name]["idle"] = (cpu_seconds(program.process.pid) - before) / asked.idle * 100
            record[program.name]["rss at rest"] = resident_mib(program.process.pid)
            program.stop()
        print(f"\n{'':20} {'restart s':>10} {'CPU s':>8} {'RSS MiB':>8} {'at rest':>8} {'idle %':>8}")
        for name, figures in record.items():
            print(f"{name:20} {statistics.median(figures['restart']):10.2f} {statistics.median(figures['cpu']):8.2f} "
                  f"{statistics.median(figures['rss']):8.0f} {figures['rss at rest']:8.0f} {figures['idle']:8.2f}")
    finally:
        for program, _ in programs:
            program.stop()
        shutil.rmtree(work, ignore_errors=True)
        subprocess.run(["chmod", "-R", "u+w", str(work)], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
