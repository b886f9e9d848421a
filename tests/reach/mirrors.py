"""A publisher, and mirrors of what it publishes, on machines of a test's network."""

import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from network import Network

BIN = pathlib.Path(os.environ["NIGHTLETTER_BIN"])
PORT = 6881


def need(tool):
    """Skips, with the reason, where a stranger's tool is not installed."""
    if shutil.which(tool) is None:
        raise unittest.SkipTest(f"{tool} is not installed here")


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return f'"{value}"'


class Daemon:
    """One nightletterd on one machine."""

    def __init__(self, test, machine, **keys):
        self.test, self.machine = test, machine
        self.folder = test.place / machine.name
        self.folder.mkdir(exist_ok=True)
        # Names for what a person may write down.
        self.peer = f"{machine.address}:{PORT}"
        self.keys = {"listen": f"0.0.0.0:{PORT}", "publishers": [test.publisher], **keys}
        self.web = {}  # keys of the section [web]
        self.process = None
        test.addCleanup(self.kill)

    def start(self):
        lines = [f"{key} = {toml(value)}" for key, value in self.keys.items()]
        config = self.folder / "nightletterd.toml"
        config.write_text("\n".join(["[mirror]", *lines, "[store]", f'path = "{self.folder}/store"', 'min_free = "1 MB"',
                                     "[log]", 'level = "debug"', "[web]", *(f"{key} = {toml(value)}" for key, value in self.web.items()), ""]))
        self.started = time.monotonic()
        with open(self.folder / "log", "ab") as log:
            self.mark = log.seek(0, os.SEEK_END)
            self.process = subprocess.Popen(self.machine.inside(BIN / "nightletterd", "--as-root", "--config", config), stderr=log,
                                            stdin=subprocess.DEVNULL)
        self.says("role name=")
        return self

    @property
    def log(self):
        return (self.folder / "log").read_bytes()[self.mark:].decode()

    def says(self, words, seconds=20):
        """Seconds since its start until it had said so."""
        deadline = time.monotonic() + seconds
        while words not in self.log:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.test.fail(f"{self.machine.name} has not said \"{words}\":\n{self.log}")
            time.sleep(0.02)
        return time.monotonic() - self.started

    def has(self, bundle, seconds=20):
        return self.says(f"sealed bundle={bundle}", seconds)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.test.assertEqual(self.process.wait(10), 0, self.log)
        self.process = None

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class ReachTest(unittest.TestCase):
    """A publisher with one signed interview in `incoming`, and an empty network."""

    @classmethod
    def setUpClass(cls):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        cls.whole_place = tempfile.TemporaryDirectory(prefix="nightletter-reach-", dir=memory, ignore_cleanup_errors=True)
        cls.addClassCleanup(cls.whole_place.cleanup)
        desk = pathlib.Path(cls.whole_place.name) / "desk"
        desk.mkdir()
        (desk / "passphrase").write_text("correct horse battery staple\n")
        cls.desk = desk
        cls.sign("init", "--name", "Desk", "--insecure-low-cost-keys")
        cls.incoming = desk / "talk"
        cls.bundle = cls.publish("talk")
        cls.publisher = next((cls.incoming / "publishers").iterdir()).name

    @classmethod
    def sign(cls, *words):
        opening = [] if words[0] == "new" else ["--home", cls.desk / "home", "--passphrase-file", cls.desk / "passphrase"]
        done = subprocess.run([BIN / "nightletter-sign", *map(str, [*words, *opening])], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    @classmethod
    def publish(cls, name):
        """Signs one more interview; what is to be carried lies in desk/NAME. Returns the bundle's id."""
        talk = cls.desk / name
        cls.sign("new", talk)
        text = (talk / "bundle.toml").read_text().replace('\nen = ""', '\nen = "A talk"', 1).replace('date = ""', 'date = "2022"')
        (talk / "bundle.toml").write_text(text.replace('rights = ""', 'rights = "https://creativecommons.org/licenses/by/4.0/"'))
        said = cls.sign("sign", talk)
        return next(word.strip(".,") for word in said.split() if word.startswith("nlb1"))

    def setUp(self):
        if not hasattr(ReachTest, "network"):
            ReachTest.network = Network()
        self.place = pathlib.Path(tempfile.mkdtemp(dir=self.whole_place.name))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.count = 0

    def machine(self, name, **where):
        """A machine that no other test has used."""
        return self.network.machine(f"{name}{len(self.network.machines)}", **where)

    def daemon(self, name, near=False, **keys):
        return Daemon(self, self.machine(name, near=near), **keys)

    def source(self, near=False, **keys):
        """The publisher's own mirror, with the interview sealed in it."""
        source = self.daemon("source", near, watch=str(self.incoming), **keys).start()
        source.has(self.bundle)
        return source

    def tracker(self):
        """Where a stranger's tracker answers, over HTTP and UDP."""
        need("opentracker")
        machine = self.machine("tracker")
        # It will not run as root, not even as the root of a namespace.
        as_nobody = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        # Debian's knows only what it is told to.
        publisher = hashlib.sha256((self.incoming / "publishers" / self.publisher / "root.1").read_bytes()).digest()
        topic = hashlib.sha256(b"nightletter rendezvous 1\n" + publisher).hexdigest()
        (self.place / "known").write_text(topic[:40] + "\n")
        process = subprocess.Popen(machine.inside(*as_nobody, "opentracker", "-i", machine.address, "-p", 6969, "-P", 6969, "-w",
                                                  self.place / "known"), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return f"{machine.address}:6969"

    def web_server(self, store):
        """A stranger's web server that exports a mirror's folders, as the keys of [web] for who asks it alone."""
        for tool in ("nginx", "openssl"):
            need(tool)
        machine = self.machine("web")
        place = self.place / machine.name
        place.mkdir()
        request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
        for words in (["-subj", "/CN=an authority for tests", "-keyout", "ca.key", "-out", "ca.pem"],
                      ["-CA", "ca.pem", "-CAkey", "ca.key", "-subj", "/CN=mirror.test", "-keyout", "server.key", "-out", "server.pem",
                       "-addext", f"subjectAltName=IP:{machine.address}", "-addext", "basicConstraints=critical,CA:FALSE"]):
            subprocess.run(request + words, cwd=place, check=True, capture_output=True)
        temporary = "".join(f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (place / "nginx.conf").write_text(
            f"daemon off; master_process off; user root; pid {place}/pid; events {{}} http {{ {temporary} access_log {place}/access;"
            f"server {{ listen {machine.address}:443 ssl; ssl_certificate {place}/server.pem; ssl_certificate_key {place}/server.key;"
            f"root {store}; location / {{ return 404; }} location ~ ^/(publishers|bundles|torrents)/ {{ }} }} }}")
        process = subprocess.Popen(machine.inside("nginx", "-e", place / "errors", "-c", place / "nginx.conf"), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 10
        while 443 not in machine.listening():
            if process.poll() is not None or time.monotonic() > deadline:
                self.fail((place / "errors").read_text())
            time.sleep(0.02)
        return {"urls": [f"https://{machine.address}/"], "certificates": str(place / "ca.pem")}

    def proxy(self):
        """Where a SOCKS5 proxy listens that is not ours."""
        machine = self.machine("proxy")
        process = subprocess.Popen(machine.inside(sys.executable, "-B", "socks5.py", machine.address, 9050), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 10
        while not machine.listening() and time.monotonic() < deadline:
            time.sleep(0.02)
        return f"{machine.address}:9050"

    def dht(self, size=3):
        """Mirrors of nothing that keep a DHT together; the first is known to the others and to whoever asks."""
        first = self.daemon("node", role="public", publishers=[]).start()
        for _ in range(size - 1):
            self.daemon("node", role="public", publishers=[], dht_nodes=[first.peer]).start()
        return first.peer
