"""Mirrors and a publisher for campaigns: real programs on loopback, whose stores a campaign looks into and spoils.

What a campaign needs and nothing else: start, kill, wait for a word in the log, read the catalogue of a store that nobody
has open, hash what it calls sealed.
"""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

AS_ROOT = ["--as-root"] if os.geteuid() == 0 else []  # which nightletterd refuses to be
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
TRANSCRIPT = "Interviewer: Who taught whom in {0}?\n\nSh.: Whoever had learned something the week before.\n"


class WentOtherwise(Exception):
    pass


def run_campaign(make, name, run):
    """`PROGRAM PROGRAMS COUNT [SEED]`: `make(programs, place, seed)` prepares it, `run(campaign, count)` says how it ended and returns
    the exit code. Nothing goes on running and nothing is left, however it ends."""
    programs, count = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    place = pathlib.Path(tempfile.mkdtemp(prefix=f"nightletter-{name}-", dir="/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None))
    campaign = None
    try:
        campaign = make(programs, place, seed)
        return run(campaign, count)
    except WentOtherwise as broken:
        print(f"BROKEN (seed {seed}): {broken}")
        return 1
    finally:
        kill_all()
        if campaign:
            campaign.end()
        remove(place)


started = []  # every mirror there was


def kill_all():
    """Whatever became of the preparations, nothing goes on running."""
    for mirror in started:
        mirror.kill()


def run(program, *words, cwd):
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    done = subprocess.run([program, *map(str, words)], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    if done.returncode != 0:
        raise WentOtherwise(f"$ {program} {' '.join(map(str, words))}\n{done.stdout}exit {done.returncode}")
    return done.stdout


class Publisher:
    """Signs bundles with cheap keys; everything it makes lies in `desk`."""

    def __init__(self, programs, place):
        self.signer = programs / "nightletter-sign"
        self.place = place
        place.mkdir(parents=True)
        (place / "passphrase").write_text("six words nobody else has thought of\n")
        (place / "passphrase").chmod(0o600)
        said = self.sign_command("init", "--name", "Example Collective", "--insecure-low-cost-keys")
        self.id = re.search(r"nlp1[a-z0-9]{58}", said).group(0)
        self.bundles = {}  # id -> slug

    def sign_command(self, *words):
        return run(self.signer, *words, "--passphrase-file", "passphrase", "--no-input", cwd=self.place)

    @property
    def output(self):
        return self.place / "output"

    def publish(self, slug, numbers):
        (self.place / "text.txt").write_text(TRANSCRIPT.format(slug), "utf-8")
        desk = self.place / slug
        run(self.signer, "import", "text.txt", "--into", slug, "--slug", slug, "--language", "en", "--no-input",
            "--speaker", "Interviewer", "--speaker", "Sh.", cwd=self.place)
        toml = (desk / "bundle.toml").read_text("utf-8")
        for empty, full in (('[title]\nen = ""', f'[title]\nen = "Evening {slug}"'), ('date = ""', 'date = "2026"'),
                            ('rights = ""', 'rights = "CC-BY-4.0"')):
            toml = toml.replace(empty, full, 1)
        (desk / "bundle.toml").write_text(toml, "utf-8")
        (desk / slug / "data").mkdir(parents=True, exist_ok=True)
        (desk / slug / "data" / "numbers.csv").write_bytes(numbers)
        said = self.sign_command("sign", slug)
        bundle = re.search(r"nlb1[a-z0-9]{58}", said).group(0)
        self.bundles[bundle] = slug
        self.collect(desk, slug)
        return bundle

    def withdraw(self, bundle, reason):
        return self.sign_command("withdraw", bundle, "--reason", reason, "--yes", "--into", "output")

    def bundle_named(self, slug):
        return next(bundle for bundle, name in self.bundles.items() if name == slug)

    def collect(self, desk, slug):
        """Brings a signed folder where mirrors look for it."""
        self.output.mkdir(exist_ok=True)
        shutil.copytree(desk / slug, self.output / slug)
        shutil.copy(desk / f"{slug}.torrent", self.output)
        shutil.copytree(desk / "publishers", self.output / "publishers", dirs_exist_ok=True)


class Mirror:
    def __init__(self, programs, place, publisher, peers=(), watch=""):
        self.program = programs / "nightletterd"
        self.place = place
        self.publisher = publisher
        self.process = None
        place.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.configure(peers, watch)

    @property
    def store(self):
        return self.place / "store"

    def configure(self, peers=(), watch=""):
        named = ", ".join(f'"{peer}"' for peer in peers)
        (self.place / "nightletterd.toml").write_text(
            f'[mirror]\npublishers = ["{self.publisher}"]\npeers = [{named}]\nlisten = "{self.address}"\nwatch = "{watch}"\n'
            f'[store]\npath = "{self.store}"\nmin_free = "1 MB"\n[log]\nlevel = "debug"\n')

    def start(self, days_later=0):
        if days_later:
            self.set_clock(days_later)
            return self.start_with_clock()
        return self.spawn({})

    def set_clock(self, days_later):
        """For a mirror that was started with a clock of its own; it takes effect at once."""
        written = self.place / "clock.new"
        written.write_text(f"{days_later:+d}d\n")
        written.replace(self.place / "clock")

    def start_with_clock(self):
        if not pathlib.Path(FAKETIME).exists():
            raise WentOtherwise(f"{FAKETIME} is not installed, so the clock cannot be set")
        self.spawn({"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(self.place / "clock"), "FAKETIME_NO_CACHE": "1",
                    "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"})

    def spawn(self, more):
        environment = {"PATH": os.environ["PATH"]} | more
        with open(self.place / "log", "wb") as log:
            self.process = subprocess.Popen([self.program, *AS_ROOT, "--config", self.place / "nightletterd.toml"], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        started.append(self)

    @property
    def log(self):
        return (self.place / "log").read_text("utf-8", errors="replace")

    def wait_for(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None:
                raise WentOtherwise(f"{self.place.name} ended with {self.process.returncode} before {what}:\n{self.log[-4000:]}")
            if time.monotonic() > deadline:
                raise WentOtherwise(f"{self.place.name}: {what} did not come:\n{self.log[-4000:]}")
            time.sleep(0.01)

    def wait_for_words(self, *words, seconds=60):
        self.wait_for(lambda: all(word in self.log for word in words), f"{words} in its log", seconds)

    def kill(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        self.process = None
        if code != 0:
            raise WentOtherwise(f"{self.place.name} stopped with {code}:\n{self.log[-4000:]}")

    # What lies in a store that nobody has open.

    def rows(self):
        """Bundle id in hex -> (state, slug), as the catalogue has it after a crash: the log is read with it, in a copy."""
        copy = self.place / "looked-at"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("catalogue.db", "catalogue.db-wal"):
            if (self.store / name).exists():
                shutil.copy(self.store / name, copy)
        return read_rows(copy / "catalogue.db")

    def view_rows(self):
        current = self.store / "view" / "current"
        return read_rows(current.resolve()) if current.exists() else {}


def read_rows(database):
    if not database.exists():
        return {}
    connection = sqlite3.connect(database)
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'file'").fetchone()[0]:
            return {}
        files = {}
        for bundle, path, digest in connection.execute("SELECT bundle, path, digest FROM file"):
            files.setdefault(bundle.hex(), {})[path] = digest.hex()
        return {bundle.hex(): (state, slug, files.get(bundle.hex(), {}))
                for bundle, state, slug in connection.execute("SELECT id, state, slug FROM bundle")}
    finally:
        connection.close()


def bundle_hex(publisher, slug):
    """The id as the catalogue has it: SHA-256 of the tag manifest."""
    return hashlib.sha256((publisher.output / slug / "tagmanifest-sha256.txt").read_bytes()).hexdigest()


def damage_silently(file, numbers):
    """One bit, with size and times as they were: nothing but reading the file can tell."""
    status = file.stat()
    content = bytearray(file.read_bytes())
    content[numbers.randrange(len(content))] ^= 1 << numbers.randrange(8)
    file.chmod(0o644)
    file.write_bytes(content)
    file.chmod(0o444)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def wrong_files(bag, files):
    """Paths whose bytes are not the sealed ones."""
    wrong = []
    for path, digest in files.items():
        file = bag / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(path)
    return wrong


def remove(tree):
    if tree.exists():
        subprocess.run(["chmod", "-R", "u+w", tree], check=True)
        shutil.rmtree(tree)
