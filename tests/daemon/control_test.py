"""docs/control.md and nightletterctl, with nightletterd as people run it: every route, every refusal, every command.

    NIGHTLETTER_BIN=build/bin python3 -m unittest control_test
"""

import json
import os
import pathlib
import pty
import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import jsonschema

import mirrors

PROGRAMS = pathlib.Path(os.environ["NIGHTLETTER_BIN"])
DOCS = pathlib.Path(__file__).parents[2] / "docs"
CONTROL = (DOCS / "control.md").read_text("utf-8")
SCHEMAS = {file.stem: json.loads(file.read_text("utf-8")) for file in (DOCS / "schemas").glob("*.json")}
MOST_CONNECTIONS = 16


def table(heading):
    """The cells of the table under a heading of docs/control.md."""
    text = CONTROL.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])
        self.head = head.decode()

    @property
    def json(self):
        return json.loads(self.body)


class ControlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.addClassCleanup(mirrors.kill_all)
        cls.place = pathlib.Path(cls.directory.name)
        cls.publisher = mirrors.Publisher(PROGRAMS, cls.place / "publisher")
        cls.bundle = cls.publisher.publish("first", numbers(2_000))
        other = mirrors.Publisher(PROGRAMS, cls.place / "other")
        cls.other = other.id
        cls.unknown = other.publish("unheard", b"1\n")  # a bundle that nobody has
        cls.source = mirrors.Mirror(PROGRAMS, cls.place / "source", cls.publisher.id, watch=cls.publisher.output)
        cls.source.start()
        cls.source.wait_for_words(" sealed bundle=")

    def setUp(self):
        self.mirror = mirrors.Mirror(PROGRAMS, pathlib.Path(tempfile.mkdtemp(dir=self.place)) / "mirror", self.publisher.id)
        self.socket = self.mirror.place / "control.sock"
        self.configure()
        self.mirror.start()
        self.mirror.wait_for_words("listening port=")
        self.addCleanup(self.mirror.kill)

    def configure(self, more=""):
        (self.mirror.place / "nightletterd.toml").write_text(
            f'[mirror]\nlisten = "{self.mirror.address}"\n[store]\npath = "{self.mirror.store}"\nmin_free = "1 MB"\n'
            f'[control]\nsocket = "{self.socket}"\n{more}')

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(30)
        connection.connect(str(self.socket))
        self.addCleanup(connection.close)
        return connection

    def send(self, raw):
        connection = self.connect()
        try:
            connection.sendall(raw)
        except BrokenPipeError:
            pass  # refused before all of it was read
        answer = b""
        while part := self.receive(connection):
            answer += part
        return Answer(answer)

    @staticmethod
    def receive(connection):
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""

    def ask(self, method, target, body=b""):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    def control(self, *words, exit=0, program="nightletterctl", before=()):
        done = subprocess.run([*before, PROGRAMS / program, *words, "--socket", self.socket], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60, env={"PATH": os.environ["PATH"], "TERM": "dumb"})
        self.assertEqual(done.returncode, exit, done.stdout + done.stderr)
        return done

    def follow(self):
        self.control("follow", self.publisher.id, "--role", "unlisted", "--peer", self.source.address)
        self.mirror.wait_for_words(" sealed bundle=")
        self.wait_until(lambda: self.ask("GET", "/v1/status").json["bundles"]["sealed"] == 1)

    def wait_until(self, condition):
        self.mirror.wait_for(condition, "what was waited for")

    def valid(self, schema, answer):
        jsonschema.validate(answer, SCHEMAS[schema])
        return answer

    def refused(self, answer, status, code):
        self.valid("error", answer.json)
        self.assertEqual((answer.status, answer.json["error"]["code"]), (status, code), answer.body)
        rows = {status: codes for statuses, codes in table("Errors") for status in statuses.split(", ")}
        self.assertIn(f"`{code}`", rows[str(status)])

    # docs/control.md

    def test_every_route_of_the_page_answers_as_the_page_says(self):
        self.follow()
        ids = {"publishers": self.other, "bundles": self.bundle, "pins": self.bundle, "blocks": self.unknown}
        bodies = {"blocks": {"reason": "a test"}}
        for method, path, what in table("Requests"):
            path = path.strip("`")
            target = re.sub(r"/(\w+)/\{id\}", lambda found: f"/{found[1]}/{ids[found[1]]}", path)
            with self.subTest(method=method, path=path):
                if path == "/v1/events":
                    continue  # has no end; see below
                answer = self.ask(method, target, bodies.get(path.split("/")[2], b"") if method == "PUT" else b"")
                self.assertEqual(answer.status, 200, answer.body)
                if path.startswith("/v1"):
                    name = re.search(r"nightletter\.(\w+)/1", what)
                    self.valid(name[1] if name else answer.json["schema"].split(".")[1].split("/")[0], answer.json)
                self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)

    def test_the_page_lists_every_route(self):
        routes = (pathlib.Path(__file__).parents[2] / "daemon/control/routes.cpp").read_text("utf-8")
        known = {(method.replace("remove", "delete").upper(), path)
                 for method, path in re.findall(r'Method::(\w+), "(/[^"]+)"', routes)}
        self.assertEqual({(method, path.strip("`")) for method, path, _ in table("Requests")}, known)

    def test_the_page_names_every_code(self):
        sources = "".join(file.read_text("utf-8") for folder in ("daemon/control", "daemon") for file in
                          (pathlib.Path(__file__).parents[2] / folder).glob("*.cpp") if file.name in
                          ("objections.cpp", "server.cpp", "policy.cpp"))
        codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources)) - {"no-store", "keep-alive"}
        told = {code for _, cell in table("Errors") for code in re.findall(r"`([a-z-]+)`", cell)}
        self.assertEqual(codes, told)

    def test_events_come_as_they_happen(self):
        connection = self.connect()
        connection.sendall(b"GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
        text = b""
        while b"\r\n\r\n" not in text:
            text += connection.recv(4096)
        self.control("follow", self.publisher.id, "--role", "unlisted", "--peer", self.source.address)
        words = set()
        while "sealed" not in words:
            text += connection.recv(4096)
            events = [self.valid("event", json.loads(line)) for line in text.partition(b"\r\n\r\n")[2].split(b"\n")[:-1]]
            words = {event["word"] for event in events}
        self.assertIn("adopted", words)
        for event in events:
            self.assertNotIn(self.source.address.split(":")[1], json.dumps(event))

    # What is refused

    def test_too_much_is_refused(self):
        self.refused(self.ask("PUT", f"/v1/pins/{self.bundle}", b" " * (64 * 1024 + 1)), 413, "too-large")
        self.refused(self.send(b"GET /v1/status HTTP/1.1\r\nX: " + b"x" * 9_000 + b"\r\n\r\n"), 431, "too-large")
        self.assertEqual(self.ask("PUT", f"/v1/pins/{self.bundle}", b"{}" + b" " * (64 * 1024 - 2)).status, 200)

    def test_the_seventeenth_client_is_turned_away_and_the_place_is_free_again(self):
        waiting = [self.connect() for _ in range(MOST_CONNECTIONS)]
        self.refused(self.send(b""), 503, "too-many-clients")
        for connection in waiting:
            connection.close()
        self.wait_until(lambda: self.ask("GET", "/healthz").status == 200)

    def test_who_says_nothing_is_let_go(self):
        connection = self.connect()
        begun = time.monotonic()
        self.assertEqual(connection.recv(1), b"")
        self.assertLess(time.monotonic() - begun, 20)

    def test_what_nobody_knows_is_refused(self):
        self.refused(self.ask("GET", "/v1/nothing"), 404, "no-such-route")
        self.refused(self.ask("GET", "/v1/pins/x/y"), 404, "no-such-route")
        self.refused(self.ask("DELETE", "/v1/status"), 405, "no-such-method")
        self.refused(self.ask("PATCH", "/v1/status"), 405, "no-such-method")
        self.refused(self.ask("GET", "/v1/bundles/" + self.unknown[:-1]), 400, "bad-id")
        self.refused(self.send(b"what?\r\n\r\n"), 400, "bad-request")

    def test_bad_json_is_refused(self):
        target = f"/v1/publishers/{self.publisher.id}"
        for body in (b"{", b"[]", b'"role"', b'{"role": "unlisted"} {}', b'{"role": 1}', b'{"role": null}', b'{"nothing": "x"}',
                     b'{"role": "unlisted", "role": "public"}', b'{"role": {"a": "b"}}', b'{"peers": [["x"]]}', b"[" * 10_000,
                     b'{"a":' * 10_000, b'{"role": "\xff"}', b'{"peers": [' + b'"x",' * 300 + b'"x"]}'):
            with self.subTest(body=body[:40]):
                self.refused(self.ask("PUT", target, body), 400, "bad-json")
        for body in ({"role": "anything"}, {"role": ["unlisted"]}, {"peers": ["example.com:1"]}, {"role": "hidden", "proxy": "x"}):
            with self.subTest(body=body):
                self.refused(self.ask("PUT", target, body), 400, "bad-value")
        self.assertFalse(self.ask("GET", "/v1/policy").json["follows"])

    def test_a_decision_is_refused_in_words(self):
        target = f"/v1/publishers/{self.publisher.id}"
        self.refused(self.ask("PUT", target), 409, "role-undecided")
        self.refused(self.ask("PUT", target, {"role": "hidden"}), 409, "proxy-missing")
        self.refused(self.ask("PUT", target, {"role": "public", "proxy": "127.0.0.1:9050"}), 409, "proxy-unused")
        self.refused(self.ask("DELETE", target), 404, "not-followed")
        self.refused(self.ask("DELETE", f"/v1/pins/{self.bundle}"), 404, "not-pinned")
        self.refused(self.ask("DELETE", f"/v1/blocks/{self.bundle}"), 404, "not-blocked")
        self.refused(self.ask("PUT", f"/v1/blocks/{self.bundle}"), 400, "no-reason")
        self.refused(self.ask("GET", f"/v1/bundles/{self.bundle}"), 404, "not-found")
        self.configure(f'[choose]\npin = ["{self.bundle}"]\n')
        self.ask("POST", "/v1/reload")
        self.refused(self.ask("DELETE", f"/v1/pins/{self.bundle}"), 409, "in-file")
        self.configure("[choose]\npins = 1\n")
        self.refused(self.ask("POST", "/v1/reload"), 409, "wrong-configuration")

    def test_a_stranger_may_not_ask(self):
        self.assertEqual(self.socket.stat().st_mode & 0o777, 0o660)
        if os.geteuid() != 0 or shutil.which("setpriv") is None:
            self.skipTest("only root can be somebody else")
        for folder in [self.socket.parent, *self.socket.parent.parents[:-1]]:
            if folder.stat().st_mode & 0o005 != 0o005:
                folder.chmod(folder.stat().st_mode | 0o005)
        stranger = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        shutil.copy(PROGRAMS / "nightletterctl", self.socket.parent / "nightletterctl")
        done = subprocess.run([*stranger, self.socket.parent / "nightletterctl", "status", "--json", "--socket", self.socket],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual((done.returncode, self.valid("error", json.loads(done.stdout))["error"]["code"]), (7, "not-allowed"))

    # What was decided

    def test_asking_twice_changes_nothing_and_a_restart_remembers(self):
        target = f"/v1/publishers/{self.publisher.id}"
        self.assertTrue(self.ask("PUT", target, {"role": "unlisted", "peers": [self.source.address]}).json["changed"])
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.assertFalse(self.ask("PUT", target, {"role": "unlisted"}).json["changed"])
        self.assertTrue(self.ask("PUT", f"/v1/blocks/{self.unknown}", {"reason": "دادگاه"}).json["changed"])
        self.mirror.wait_for_words(" sealed bundle=")
        policy = self.ask("GET", "/v1/policy").json
        self.mirror.kill()
        self.mirror.start()
        self.wait_until(self.socket.exists)
        self.wait_until(lambda: self.answers())
        self.assertEqual(self.ask("GET", "/v1/policy").json, policy)
        self.assertEqual(policy["follows"], [self.publisher.id])
        self.assertEqual(policy["blocks"][0]["reason"], "دادگاه")

    def answers(self):
        try:
            return self.ask("GET", "/readyz").status == 200
        except (ConnectionRefusedError, FileNotFoundError):
            return False

    def test_a_blocked_bundle_goes_dark_and_comes_back(self):
        self.follow()
        self.control("block", self.bundle, "--reason", "court order 17/26")
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.wait_until(lambda: not list(self.sealed()))
        shown = self.valid("bundle", self.ask("GET", f"/v1/bundles/{self.bundle}").json)
        self.assertEqual((shown["state"], shown["blocked"]["reason"]), ("blocked", "court order 17/26"))
        self.control("unblock", self.bundle)
        self.wait_until(lambda: list(self.sealed()) == [self.bundle])

    def sealed(self):
        for bundle in self.ask("GET", "/v1/bundles").json["bundles"]:
            if bundle["state"] == "sealed":
                yield bundle["bundle"]

    def test_what_is_no_longer_followed_is_served_no_more(self):
        self.follow()
        self.control("unfollow", self.publisher.id)
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.assertEqual(self.ask("GET", "/v1/status").json["publishers"], [])
        self.assertEqual(self.control("unfollow", self.publisher.id, exit=5).stdout, "")

    def test_a_signal_reloads(self):
        self.configure('[log]\nlevel = "warning"\n')
        self.mirror.process.send_signal(1)
        self.mirror.wait_for_words("reloaded changed=log.level need-restart=none")
        self.configure('[log]\nlevel = "wrong"\n')
        self.mirror.process.send_signal(1)
        self.mirror.wait_for_words("not-reloaded line=")
        self.assertEqual(self.ask("GET", "/healthz").status, 200)

    def test_every_sealed_byte_is_read_when_a_person_asks(self):
        self.follow()
        bag = next((self.mirror.store / "bundles").glob("nlb1*/first"))
        mirrors.damage_silently(bag / "data/numbers.csv", random.Random(7))
        self.control("check", "--all")
        self.mirror.wait_for_words(" damaged bundle=")
        self.wait_until(lambda: not changed(bag, self.publisher.output / "first"))

    # nightletterctl

    def test_what_is_printed_for_programs_is_the_same_on_a_terminal_and_as_the_schema_says(self):
        self.follow()
        commands = {"status": ["status"], "bundles": ["list"], "bundle": ["show", self.bundle], "policy": ["policy"],
                    "decision": ["pin", self.bundle], "check": ["check", "--all"], "reload": ["reload"],
                    "explain": ["explain", "rolled-back"], "doctor": ["doctor", "--config", str(self.mirror.place / "nightletterd.toml")],
                    "config": ["config", "check", str(self.mirror.place / "nightletterd.toml")]}
        self.ask("PUT", f"/v1/pins/{self.bundle}")
        for schema, words in commands.items():
            with self.subTest(command=words[0]):
                self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
                words = [*words, "--json"] + ([] if words[0] in ("explain", "config") else ["--socket", str(self.socket)])
                piped = subprocess.run([PROGRAMS / "nightletterctl", *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
                self.assertEqual(piped.stderr, b"")
                shown = on_a_terminal([PROGRAMS / "nightletterctl", *words])
                fields = self.valid(schema, json.loads(piped.stdout))
                self.assertEqual(without_moments(json.loads(shown)), without_moments(fields))
                self.assertNotIn(b"\x1b", shown)

    def test_errors_are_json_too(self):
        for exit, words in ((7, ["status", "--socket", "/nowhere/control.sock"]), (5, ["show", self.unknown]), (2, ["show", "x"]),
                            (2, ["sttaus"]), (2, ["follow", self.publisher.id]), (5, ["explain", "rolledback"]),
                            (2, ["config", "check", "/nowhere"])):
            with self.subTest(words=words):
                more = [] if words[0] in ("explain", "config", "sttaus") or "--socket" in words else ["--socket", str(self.socket)]
                done = subprocess.run([PROGRAMS / "nightletterctl", *words, *more, "--json"], capture_output=True, text=True, timeout=60)
                answer = self.valid("error", json.loads(done.stdout))
                self.assertEqual((done.returncode, answer["exit"]), (exit, exit))

    def test_colour_obeys(self):
        command = [PROGRAMS / "nightletterctl", "status", "--socket", self.socket]
        self.assertIn(b"\x1b[", on_a_terminal(command, TERM="xterm"))
        self.assertNotIn(b"\x1b[", on_a_terminal(command, TERM="xterm", NO_COLOR="1"))
        self.assertNotIn(b"\x1b[", on_a_terminal(command, TERM="dumb"))
        self.assertNotIn(b"\x1b[", on_a_terminal([*command, "--color", "never"], TERM="xterm"))
        self.assertNotIn("\x1b[", self.control("status").stdout)

    def test_the_doctor_finds_what_is_wrong(self):
        config = self.mirror.place / "nightletterd.toml"

        def faults():
            done = subprocess.run([PROGRAMS / "nightletterctl", "doctor", "--json", "--socket", self.socket, "--config", config],
                                  capture_output=True, text=True, timeout=60)
            return {finding["about"] for finding in json.loads(done.stdout)["findings"] if not finding["ok"]}

        self.assertEqual(faults(), {"publishers", "sandbox"})
        self.configure('[store]\n')
        self.assertIn("configuration", faults())
        self.configure()
        config.write_text(config.read_text().replace('min_free = "1 MB"', 'min_free = "1000 TB"'))
        self.ask("POST", "/v1/reload")
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.assertIn("disk", faults())
        self.mirror.stop()
        self.assertIn("daemon", faults())

    def test_what_moved_is_shown_and_goes_on_after_the_mirror_was_opened_anew(self):
        self.configure('[traffic]\nmonthly = "5 GB"\n')
        self.ask("POST", "/v1/reload")
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.follow()
        self.wait_until(lambda: self.traffic()["month"]["received"] > 9_000)
        before = self.traffic()
        self.assertEqual((before["state"], before["monthly"], before["today"]), ("within-budget", 5_000_000_000, before["month"]))
        self.assertRegex(self.control("status").stdout, r"\ntraffic +\d+\.\d KB of 5\.0 GB \(within-budget\) this month, \d+\.\d KB today\n")
        self.control("pin", self.bundle)
        self.wait_until(lambda: self.ask("GET", "/readyz").status == 200)
        self.assertGreaterEqual(self.traffic()["today"]["received"], before["today"]["received"])
        metrics = self.ask("GET", "/metrics").body.decode()
        for direction, field in (("download", "received"), ("upload", "sent")):
            counted = int(re.search(rf"^nightletterd_peer_{direction}_bytes_total (\d+)$", metrics, re.MULTILINE)[1])
            self.assertGreaterEqual(counted, before["today"][field])

    def traffic(self):
        return self.ask("GET", "/v1/status").json["traffic"]

    def test_metrics_are_as_prometheus_wants_them(self):
        self.follow()
        text = self.ask("GET", "/metrics").body
        names = {name for cell, _ in table("Metrics") for name in re.findall(r"`(\w+)", cell)}
        self.assertEqual(set(re.findall(r"^# TYPE (\w+) ", text.decode(), re.MULTILINE)), names)
        self.assertIn(b'nightletterd_bundles{state="sealed"} 1\n', text)
        self.assertEqual(set(re.findall(r"\{(\w+)=", text.decode())), {"version", "state"})
        if shutil.which("promtool") is None:
            self.skipTest("promtool is not installed")
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))


class StartTest(unittest.TestCase):
    def test_a_living_socket_is_left_alone_and_a_dead_one_replaced(self):
        with tempfile.TemporaryDirectory() as place:
            place = pathlib.Path(place)
            path = place / "control.sock"
            living = socket.socket(socket.AF_UNIX)
            living.bind(str(path))
            living.listen(4)
            config = place / "nightletterd.toml"
            config.write_text(f'[mirror]\nlisten = "127.0.0.1:0"\n[store]\npath = "{place}/store"\n[control]\nsocket = "{path}"\n')
            done = subprocess.run([PROGRAMS / "nightletterd", *mirrors.AS_ROOT, "--config", config], capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 1)
            self.assertIn("no-control-socket", done.stderr)
            self.assertFalse((place / "store").exists())
            living.close()
            daemon = subprocess.Popen([PROGRAMS / "nightletterd", *mirrors.AS_ROOT, "--config", config], stderr=subprocess.PIPE, text=True)
            try:
                while "listening" not in daemon.stderr.readline():
                    self.assertIsNone(daemon.poll())
            finally:
                daemon.terminate()
                self.assertEqual(daemon.wait(10), 0)
                daemon.stderr.close()
            self.assertFalse(path.exists())


def numbers(count):
    return "".join(f"{number},{number * number}\n" for number in range(count)).encode()


def changed(bag, original):
    return [path for path in original.rglob("*") if path.is_file() and
            (bag / path.relative_to(original)).read_bytes() != path.read_bytes()]


def without_moments(answer):
    """What may differ between two moments: free space, counts of what went on."""
    if isinstance(answer, dict):
        return {name: without_moments(value) for name, value in answer.items()
                if name not in ("free", "read", "attention", "last", "count", "changed", "healthy", "what", "traffic")}
    return [without_moments(one) for one in answer] if isinstance(answer, list) else answer


def on_a_terminal(command, **environment):
    """What the command writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm"} | environment
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    written = []

    def read():
        try:
            while part := os.read(ours, 65536):
                written.append(part)
        except OSError:
            pass  # the other side is closed

    reading = threading.Thread(target=read)
    reading.start()
    process.wait(60)
    reading.join(60)
    os.close(ours)
    return b"".join(written)


if __name__ == "__main__":
    unittest.main()
