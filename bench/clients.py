"""What the measurements here share: the programs that are measured, started and stopped as processes on loopback."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build/bin"
FEED_MOST = 8192  # releases in one feed
PATIENCE = 1800  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bencoded_end(data, at):
    """The index after the value that begins at `at`."""
    kind = data[at:at + 1]
    if kind == b"i":
        return data.index(b"e", at) + 1
    if kind in (b"l", b"d"):
        at += 1
        while data[at:at + 1] != b"e":
            at = bencoded_end(data, at)
        return at + 1
    colon = data.index(b":", at)
    return colon + 1 + int(data[at:colon])


def info_of(torrent):
    at = torrent.index(b"4:info") + len(b"4:info")
    return torrent[at:bencoded_end(torrent, at)]


def says_it_has_all(port, short_hash, asker=1):
    """A handshake and what follows it, read until the other side has said what it holds.

    `asker`: the last number of the address that asks; Transmission hears one address at a time, once a second.
    """
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(f"127.0.0.{asker}", 0)) as peer:
            # Reserved bits: v2 torrents, extension protocol off, fast extension.
            peer.sendall(b"\x13BitTorrent protocol" + bytes([0, 0, 0, 0, 0, 0, 0, 0x14]) + short_hash +
                         b"-BN0001-" + os.urandom(12))
            stream = peer.makefile("rb")
            if len(stream.read(68)) != 68:
                return False
            while True:
                length = struct.unpack(">I", stream.read(4))[0]
                if length == 0:
                    continue
                message = stream.read(length)
                if message[0] == 14:  # have all
                    return True
                if message[0] == 5:  # bitfield: small bundles have one piece or a few
                    return message[1:].strip(b"\0") != b""
                if message[0] == 15:  # have none
                    return False
    except (OSError, struct.error, IndexError):
        return False


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Program:
    name = ""
    version_of_torrents = "v2"

    def __init__(self, place):
        self.place = place
        self.port = free_port()
        self.process = None
        place.mkdir(parents=True)

    def command(self):
        raise NotImplementedError

    def start(self):
        log = open(self.place / "log", "ab")
        environment = dict(os.environ, HOME=str(self.place), XDG_CONFIG_HOME=str(self.place / "config"))
        self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                        env=environment)

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def wait_until_offered(self, short_hash, asker):
        begun = time.monotonic()
        while not says_it_has_all(self.port, short_hash, asker):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended by itself; see {self.place / 'log'}")
            if time.monotonic() - begun > PATIENCE:
                sys.exit(f"{self.name}: {short_hash.hex()} is not offered after {PATIENCE} s")
            time.sleep(0.02)

    def wait_until_all_are_offered(self, hashes):
        """At most 200 of them. The last is waited for, then the others are asked for at once."""
        begun = time.monotonic()
        self.wait_until_offered(hashes[-1], asker=1)
        with concurrent.futures.ThreadPoolExecutor(len(hashes)) as askers:
            list(askers.map(self.wait_until_offered, hashes[:-1], range(2, len(hashes) + 1)))
        return time.monotonic() - begun

    def wait_until_idle(self):
        while True:
            before = cpu_seconds(self.process.pid)
            time.sleep(5)
            if cpu_seconds(self.process.pid) - before < 0.25:
                return


class Nightletterd(Program):
    name = "nightletterd"

    def __init__(self, place, folders, publishers):
        super().__init__(place)
        self.folders = folders
        self.publishers = publishers

    def command(self):
        return [str(PROGRAMS / "nightletterd"), *(["--as-root"] if os.geteuid() == 0 else []), "--config", str(self.place / "nightletterd.toml")]

    def configure(self, watch=False, peers=()):
        def listed(words):
            return "[" + ", ".join(f'"{word}"' for word in words) + "]"

        lines = ["[mirror]", f"publishers = {listed(self.publishers)}", f'listen = "127.0.0.1:{self.port}"',
                 f"peers = {listed(peers)}"]
        if watch:
            lines.append(f'watch = "{self.folders}"')
        lines += ["[store]", f'path = "{self.place / "store"}"', 'quota = "0"']
        (self.place / "nightletterd.toml").write_text("\n".join(lines) + "\n")

    def wait_until_sealed(self, count):
        log = self.place / "log"
        begun = time.monotonic()
        while log.read_text().count(" sealed bundle=") < count:
            if self.process.poll() is not None or time.monotonic() - begun > PATIENCE:
                sys.exit(f"nightletterd did not take everything in; see {log}")
            time.sleep(0.02)

    def take_in(self, count):
        self.configure(watch=True)
        begun = time.monotonic()
        self.start()
        self.wait_until_sealed(count)
        spent = time.monotonic() - begun
        cpu = cpu_seconds(self.process.pid)
        self.stop()
        self.configure()
        return spent, cpu


class QBittorrent(Program):
    name = "qbittorrent-nox"

    def __init__(self, place, torrents):
        super().__init__(place)
        self.torrents = torrents
        self.web_port = free_port()
        configuration = place / "profile/qBittorrent/config/qBittorrent.conf"
        configuration.parent.mkdir(parents=True)
        configuration.write_text(
            "[LegalNotice]\nAccepted=true\n\n[Preferences]\nGeneral\\Locale=en\nWebUI\\Enabled=true\n"
            f"WebUI\\Address=127.0.0.1\nWebUI\\Port={self.web_port}\nWebUI\\LocalHostAuth=false\n"
            "WebUI\\CSRFProtection=false\nWebUI\\HostHeaderValidation=false\n\n[BitTorrent]\n"
            "Session\\InterfaceAddress=127.0.0.1\nSession\\DHTEnabled=false\nSession\\LSDEnabled=false\n"
            "Session\\PeXEnabled=false\nSession\\MultiConnectionsPerIp=true\nSession\\QueueingSystemEnabled=false\n"
            f"Session\\MaxConnections=-1\nSession\\BTProtocol=TCP\nSession\\Encryption=2\nSession\\Port={self.port}\n\n[Network]\nPortForwardingEnabled=false\n")

    def command(self):
        return ["qbittorrent-nox", f"--profile={self.place / 'profile'}"]

    def ask(self, path, body=None, kind="application/x-www-form-urlencoded"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.web_port}{path}", data=body,
                                         headers={"Content-Type": kind} if body is not None else {})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.read()

    def wait_for_web(self):
        for _ in range(1200):
            try:
                self.ask("/api/v2/app/version")
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("qbittorrent-nox does not answer")

    def add(self, torrents, save_path, is_there):
        """`is_there`: the files are below save_path already."""
        boundary = b"nightletter-bench"

        def part(name, value, more=b""):
            return (b"--" + boundary + b'\r\nContent-Disposition: form-data; name="' + name + b'"' + more +
                    b"\r\n\r\n" + value + b"\r\n")

        parts = [part(b"savepath", str(save_path).encode())]
        if is_there:
            parts.append(part(b"skip_checking", b"true"))
        for torrent in torrents:
            kind = b'; filename="' + torrent.name.encode() + b'"\r\nContent-Type: application/x-bittorrent'
            parts.append(part(b"torrents", torrent.read_bytes(), kind))
        self.ask("/api/v2/torrents/add", b"".join(parts) + b"--" + boundary + b"--\r\n",
                 "multipart/form-data; boundary=" + boundary.decode())

    def wait_until_completed(self, count, pause=0.5):
        begun = time.monotonic()
        while len(json.loads(self.ask("/api/v2/torrents/info?filter=completed"))) < count:
            if time.monotonic() - begun > PATIENCE:
                sys.exit("qbittorrent-nox did not take everything in")
            time.sleep(pause)

    def take_in(self, count):
        self.start()
        self.wait_for_web()
        begun = time.monotonic()
        by_folder = {}
        for torrent in self.torrents:
            by_folder.setdefault(torrent.parent, []).append(torrent)
        for folder, torrents in by_folder.items():
            for first in range(0, len(torrents), 200):
                self.add(torrents[first:first + 200], folder, is_there=True)
        self.wait_until_completed(count)
        spent = time.monotonic() - begun
        cpu = cpu_seconds(self.process.pid)
        time.sleep(5)
        self.stop()
        return spent, cpu


class Transmission(Program):
    name = "transmission-daemon"
    version_of_torrents = "v1"

    def __init__(self, place, torrents):
        super().__init__(place)
        self.torrents = torrents
        self.rpc_port = free_port()

    def command(self):
        return ["transmission-daemon", "--foreground", "--config-dir", str(self.place / "transmission")]

    def write_settings(self):
        folder = self.place / "transmission"
        folder.mkdir(exist_ok=True)
        (folder / "settings.json").write_text(json.dumps({
            "bind-address-ipv4": "127.0.0.1", "bind-address-ipv6": "::1", "dht-enabled": False, "lpd-enabled": False,
            "pex-enabled": False, "utp-enabled": False, "port-forwarding-enabled": False, "peer-port": self.port,
            "rpc-port": self.rpc_port, "rpc-bind-address": "127.0.0.1", "rpc-authentication-required": False,
            "rpc-whitelist-enabled": False, "download-queue-enabled": False, "seed-queue-enabled": False,
            "encryption": 1, "peer-limit-global": 5000}))

    def ask(self, method, arguments):
        body = json.dumps({"method": method, "arguments": arguments}).encode()
        session = ""
        for _ in range(2):
            request = urllib.request.Request(f"http://127.0.0.1:{self.rpc_port}/transmission/rpc", data=body,
                                             headers={"X-Transmission-Session-Id": session})
            try:
                with urllib.request.urlopen(request, timeout=600) as answer:
                    return json.load(answer)["arguments"]
            except urllib.error.HTTPError as refused:
                session = refused.headers.get("X-Transmission-Session-Id", "")
        sys.exit("transmission-daemon refuses to be asked")

    def take_in(self, count):
        """Through its own folder of torrents with its own records; by RPC a thousand take two minutes."""
        self.write_settings()
        begun = time.monotonic()
        folder = self.place / "transmission/torrents"
        resume = self.place / "transmission/resume"
        folder.mkdir(exist_ok=True)
        resume.mkdir(exist_ok=True)
        for torrent in self.torrents:
            data = torrent.read_bytes()
            name = f"{torrent.stem}.{hashlib.sha1(info_of(data)).hexdigest()[:16]}"
            shutil.copyfile(torrent, folder / f"{name}.torrent")
            save_path = str(torrent.parent).encode()
            (resume / f"{name}.resume").write_bytes(
                b"d11:destination%d:%s6:pausedi0ee" % (len(save_path), save_path))
        self.start()
        while True:
            try:
                torrents = self.ask("torrent-get", {"fields": ["percentDone", "status"]})["torrents"]
                done = sum(1 for torrent in torrents if torrent["percentDone"] == 1)
                idle = [number for number, torrent in enumerate(torrents) if torrent["status"] == 0]
                if done >= count:
                    break
                if done == 0 or idle:
                    self.ask("torrent-verify", {})
                    self.ask("torrent-start", {})
            except OSError:
                pass
            if time.monotonic() - begun > PATIENCE:
                sys.exit("transmission-daemon did not take everything in")
            time.sleep(2)
        spent = time.monotonic() - begun
        cpu = cpu_seconds(self.process.pid)
        self.stop()
        return spent, cpu


def build():
    if not (ROOT / "build/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "default"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(ROOT / "build"), "--target", "publisher_output", "nightletterd"],
                   check=True, stdout=subprocess.DEVNULL)


def lay_out(folder, bundles, recording=0):
    """Signed bundles below folder/1, folder/2, …; the publishers' ids and how many bundles there are."""
    publishers = -(-bundles // FEED_MOST)
    each = bundles // publishers
    answer = subprocess.run([str(PROGRAMS / "publisher_output"), str(folder), str(publishers), str(each),
                             str(recording)], check=True, stdout=subprocess.PIPE, text=True)
    return answer.stdout.split(), each * publishers
