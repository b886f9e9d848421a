#!/usr/bin/python3
"""Random bit flips, truncations and replacements in sealed files under a running mirror.

    damage_campaign.py PROGRAMS DAMAGES [SEED]

Files of a running mirror are damaged, sizes and times kept where the damage allows, and its clock goes on by a month. It has to
find every damage, put the bundle out of service, heal it from the one good mirror there is. In every second round a BitTorrent
client that is not ours downloads from it all the while: it must get everything, never see a piece whose hash is wrong, never ban
the mirror. In the other rounds nobody asks for anything: there reading alone must find, and name, every damage.
Exits 1 with the first promise that was broken.
"""

import random
import sys
import time

import libtorrent

import mirrors
from mirrors import WentOtherwise

DAMAGES_IN_A_BUNDLE = 5
BUNDLES = 8
DAYS_A_ROUND = 31
SECONDS_UNTIL_IT_SERVES = 1  # the BitTorrent engine looks at the size of each file before that, and would find damage by itself


class Client:
    """libtorrent as anybody could run it, connected to the mirror under test alone; it gives nothing to anybody."""

    def __init__(self, place, torrents, address):
        host, port = address.split(":")
        self.session = libtorrent.session({
            "listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
            "enable_natpmp": False, "allow_multiple_connections_per_ip": True, "unchoke_slots_limit": 0,
            "min_reconnect_time": 1, "connection_speed": 100, "enable_outgoing_utp": False, "enable_incoming_utp": False,
            "alert_mask": libtorrent.alert.category_t.all_categories})
        self.address = (host, int(port))
        self.wrong_pieces = self.bans = 0
        self.handles = [self.session.add_torrent({"ti": libtorrent.torrent_info(str(torrent)), "save_path": str(place)})
                        for torrent in torrents]

    def look(self):
        for alert in self.session.pop_alerts():
            self.wrong_pieces += isinstance(alert, libtorrent.hash_failed_alert)
            self.bans += isinstance(alert, libtorrent.peer_ban_alert)

    def is_complete(self):
        self.look()
        missing = [handle for handle in self.handles if not handle.status().is_seeding]
        for handle in missing:
            if handle.status().num_peers == 0:
                handle.connect_peer(self.address)
        return not missing


def flip(file, numbers):
    mirrors.damage_silently(file, numbers)


def truncate(file, numbers):
    file.chmod(0o644)
    with open(file, "r+b") as opened:
        opened.truncate(numbers.randrange(file.stat().st_size))
    file.chmod(0o444)


def replace(file, numbers):
    """Another file under its name, as a careless hand or a broken file system would leave it."""
    other = file.with_name("other")
    file.parent.chmod(0o755)
    other.write_bytes(numbers.randbytes(file.stat().st_size))
    other.replace(file)
    file.chmod(0o444)
    file.parent.chmod(0o555)


KINDS = (flip, truncate, replace)


class Campaign:
    def __init__(self, programs, place, seed):
        self.random = random.Random(seed)
        self.place = place
        self.done = dict.fromkeys((kind.__name__ for kind in KINDS), 0)
        self.named = self.served = self.wrong_pieces = self.bans = self.rounds = 0
        self.publisher = mirrors.Publisher(programs, place / "publisher")
        for number in range(BUNDLES):
            numbers = "".join(f"{self.random.random()}\n" for _ in range(10_000))
            self.publisher.publish(f"talk-{number}", numbers.encode())
        self.good = mirrors.Mirror(programs, place / "good", self.publisher.id, watch=self.publisher.output)
        self.good.start()
        self.good.wait_for(lambda: self.good.log.count(" sealed bundle=") == BUNDLES, "all sealed")
        self.victim = mirrors.Mirror(programs, place / "victim", self.publisher.id, [self.good.address])
        self.victim.start()
        self.victim.wait_for(lambda: self.victim.log.count(" sealed bundle=") == BUNDLES, "all sealed")
        self.victim.stop()
        self.sound = {bundle: row for bundle, row in self.victim.rows().items()}

    def bag(self, slug):
        return self.victim.store / "bundles" / self.publisher.bundle_named(slug) / slug

    def damage(self, limit):
        """Returns slug -> damaged paths, at most `limit` of them in all."""
        damaged = {}
        for _, slug, files in self.sound.values():
            for path in self.random.sample(sorted(files), DAMAGES_IN_A_BUNDLE):
                if limit == 0:
                    return damaged
                kind = self.random.choice(KINDS)
                kind(self.bag(slug) / path, self.random)
                self.done[kind.__name__] += 1
                damaged.setdefault(slug, []).append(path)
                limit -= 1
        return damaged

    def round(self, limit):
        self.victim.set_clock(DAYS_A_ROUND * self.rounds)
        self.rounds += 1
        self.victim.start_with_clock()
        self.victim.wait_for_words(" listening port=", " adopted ")
        time.sleep(SECONDS_UNTIL_IT_SERVES)
        damaged = self.damage(limit)
        downloads = self.place / "downloads"
        mirrors.remove(downloads)
        client = None
        if self.rounds % 2 == 0:
            client = Client(downloads, sorted((self.good.store / "torrents").iterdir()), self.victim.address)
        self.victim.set_clock(DAYS_A_ROUND * self.rounds)
        self.victim.wait_for(lambda: (not client or client.is_complete()) and self.has_healed(damaged), "the healing", 180)
        named = sum(path in line for slug, paths in damaged.items() for path in paths for line in self.lines(" damaged ", slug))
        count = sum(len(paths) for paths in damaged.values())
        if client:
            self.served += count
            self.wrong_pieces += client.wrong_pieces
            self.bans += client.bans
        else:
            self.named += named
            if named != count:
                raise WentOtherwise(f"of {count} damages {named} were found by reading:\n{self.victim.log[-3000:]}")
        self.expect_sound()
        del client
        self.victim.stop()
        return count

    def lines(self, word, slug):
        bundle = self.publisher.bundle_named(slug)
        return [line for line in self.victim.log.splitlines() if word in line and bundle in line]

    def has_healed(self, damaged):
        return all(self.lines(" sealed bundle=", slug) for slug in damaged)

    def expect_sound(self):
        for _, slug, files in self.sound.values():
            if wrong := mirrors.wrong_files(self.bag(slug), files):
                raise WentOtherwise(f"{slug} is not healed: {wrong}\n{self.victim.log[-3000:]}")
        if self.wrong_pieces or self.bans:
            raise WentOtherwise(f"the client saw {self.wrong_pieces} wrong pieces, banned the mirror {self.bans} times")

    def end(self):
        self.good.kill()
        self.victim.kill()


def run(campaign, damages):
    start = time.monotonic()
    while damages > 0:
        damages -= campaign.round(damages)
    done = sum(campaign.done.values())
    print(f"{done} damages ({', '.join(f'{count} by {kind}' for kind, count in campaign.done.items())}) in {campaign.rounds} rounds, "
          f"all healed; {campaign.named} found by reading alone, {campaign.served} while a client downloaded: "
          f"{campaign.wrong_pieces} wrong pieces sent, {campaign.bans} bans; "
          f"{time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(mirrors.run_campaign(Campaign, "damage", run))
