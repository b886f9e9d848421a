"""The story that scripts/demo tells, step by step, with the programs in the folder named on the command line.

Every step says what must happen; a step that goes otherwise prints everything and ends the demonstration with exit code 1.
"""

import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
REAL_TRANSCRIPTS = PROJECT.parent / "shared" / "transcripts"
EXAMPLE = PROJECT / "bundles" / "examples" / "night-school" / "pasted.txt"


class WentOtherwise(Exception):
    pass


class Story:
    """Runs commands as one person after another, and keeps the table."""

    def __init__(self, programs, place):
        self.programs = pathlib.Path(programs).resolve()
        self.place = pathlib.Path(place)
        self.table = []

    def environment(self, person):
        home = self.place / person
        home.mkdir(exist_ok=True)
        return {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "dumb"}

    def run(self, person, *command, exit=0, stdin=""):
        """The command's whole output, after comparing its exit code."""
        words = [str(word) for word in command]
        done = subprocess.run(words, cwd=self.place / person, env=self.environment(person), input=stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        if done.returncode != exit:
            raise WentOtherwise(f"$ {' '.join(words)}\n{done.stdout}\nexit {done.returncode}, expected {exit}")
        return done.stdout

    def expect(self, text, *parts):
        for part in parts:
            if part not in text:
                raise WentOtherwise(f"expected to read: {part}\nin:\n{text}")

    @contextlib.contextmanager
    def step(self, what):
        """Yields a list that the step fills with what came of it."""
        result = []
        start = time.monotonic()
        print(f"{what} …", flush=True)
        yield result
        self.table.append((what, " ".join(result), time.monotonic() - start))

    def print_table(self):
        wide = max(len(what) for what, _, _ in self.table)
        results = max(len(result) for _, result, _ in self.table)
        print()
        for what, result, seconds in self.table:
            print(f"{what:<{wide}}  {result:<{results}}  {seconds:6.1f} s")
        print(f"{'in all':<{wide}}  {'':<{results}}  {sum(s for _, _, s in self.table):6.1f} s")


AS_ROOT = ["--as-root"] if os.geteuid() == 0 else []  # which nightletterd refuses to be


class Mirror:
    """One nightletterd on loopback, with a folder and a log of its own."""

    def __init__(self, story, name, publisher, peers, watch=""):
        self.story, self.name = story, name
        self.folder = story.place / name
        self.environment = story.environment(name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        (self.folder / "nightletterd.toml").write_text(
            f'[mirror]\npublishers = ["{publisher}"]\npeers = {[peer.address for peer in peers]}\n'
            f'listen = "{self.address}"\nwatch = "{watch}"\n[store]\npath = "{self.folder}/store"\nmin_free = "1 MB"\n'.replace("'", '"'))
        self.process = None

    @property
    def log(self):
        return (self.folder / "log").read_text("utf-8")

    def start(self):
        with open(self.folder / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(["nightletterd", *AS_ROOT, "--config", "nightletterd.toml"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                            env=self.environment, stdout=log, stderr=log)

    def wait_for(self, *words, seconds=30):
        """Until each word stands in the log of this run."""
        deadline = time.monotonic() + seconds
        while not all(word in self.log for word in words):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise WentOtherwise(f"{self.name}: waited for {words}, its log says:\n{self.log}")
            time.sleep(0.02)

    def stop(self):
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise WentOtherwise(f"{self.name} did not stop:\n{self.log}") from None
        if code != 0 or time.monotonic() - start > 5:
            raise WentOtherwise(f"{self.name} stopped with {code} after {time.monotonic() - start:.1f} s:\n{self.log}")
        self.process = None

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def sealed_copy(self, bundle, slug):
        return self.folder / "store" / "bundles" / bundle / slug


def publisher_id(text):
    return re.search(r"nlp1[a-z0-9]{58}", text).group(0)


def found_publisher(story, person, name, *options):
    story.environment(person)
    passphrase = story.place / person / "passphrase"
    passphrase.write_text("six words nobody else has thought of\n")
    passphrase.chmod(0o600)
    said = story.run(person, "nightletter-sign", "init", "--name", name, "--passphrase-file", "passphrase", "--no-input", *options)
    return publisher_id(said)


def the_transcript():
    """A real interview where there is one beside the project, else the one written for it: file, speakers, first question."""
    for file in sorted(REAL_TRANSCRIPTS.glob("iran-interview-*.txt")):
        return file, ["Hein Htet Kyaw", "Milad Resaeimanesh"], "Hein Htet Kyaw: Can you introduce the audience"
    return EXAMPLE, ["Nadia Rahimi", "Thandar", "Editor"], "Nadia Rahimi: How does a school begin in a repair shop?"


def import_and_sign(story, person, slug, text, speakers, title):
    said_by = [word for name in speakers for word in ("--speaker", name)]
    story.run(person, "nightletter-sign", "import", text, "--into", "desk", "--slug", slug, "--language", "en", "--no-input", *said_by)
    toml = story.place / person / "desk" / "bundle.toml"
    filled = toml.read_text("utf-8")
    for empty, full in (('[title]\nen = ""', f'[title]\nen = "{title}"'), ('date = ""', 'date = "2026"'),
                        ('rights = ""', 'rights = "https://creativecommons.org/licenses/by/4.0/"')):
        if empty not in filled:
            raise WentOtherwise(f"bundle.toml has no line {empty}")
        filled = filled.replace(empty, full, 1)
    toml.write_text(filled, "utf-8")
    story.run(person, "nightletter-sign", "check", "desk")
    said = story.run(person, "nightletter-sign", "sign", "desk", "--passphrase-file", "passphrase", "--no-input")
    return story.place / person / "desk" / slug, re.search(r"nlb1[a-z0-9]{58}", said).group(0)


def flip_one_byte(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(content)


def sign_as_a_stranger(story, person, bag, publisher, key):
    """Rewrites what `bag` lists and signs it with somebody else's key under the publisher's name, by stock tools."""
    transcript = bag / "data" / "transcript.en.txt"
    transcript.write_text(transcript.read_text("utf-8").replace(" not ", " "), "utf-8")
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    info = bag / "bag-info.txt"
    info.write_text(re.sub(r"Payload-Oxum: .*", f"Payload-Oxum: {size}.{len(payload)}", info.read_text("utf-8")), "utf-8")

    def listed(files):
        lines = sorted((path.relative_to(bag).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)
        return "".join(f"{digest}  {name}\n" for name, digest in lines)

    (bag / "manifest-sha256.txt").write_text(listed(payload), "utf-8")
    tags = [bag / name for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")]
    tag_manifest = bag / "tagmanifest-sha256.txt"
    tag_manifest.write_text(listed([*tags, *(bag / "publisher").iterdir()]), "utf-8")
    bundle = hashlib.sha256(tag_manifest.read_bytes()).hexdigest()
    passphrase = (story.place / person / "passphrase").read_text("utf-8")
    story.run(person, "minisign", "-S", "-s", key, "-m", tag_manifest, "-x", f"{tag_manifest}.minisig",
              "-t", f"nightletter bundle {publisher} - {bundle}", stdin=passphrase)


def tell_the_publishers_part(story):
    file, speakers, question = the_transcript()
    with story.step("a publisher is created") as result:
        publisher = found_publisher(story, "publisher", "Example Collective")
        result.append(publisher[:16] + "…")
    with story.step("a transcript is imported and signed") as result:
        bag, bundle = import_and_sign(story, "publisher", "interview-2026", file, speakers, "An interview")
        result.append(f"{file.name}, {bag.joinpath('data/transcript.en.txt').stat().st_size // 1024} KiB")
    with story.step("a stranger checks it with minisign and sha256sum") as result:
        keys = next((story.place / "publisher").rglob("release.pub")).read_text().split()[-1]
        story.run("publisher", "minisign", "-V", "-q", "-m", bag / "tagmanifest-sha256.txt", "-P", keys)
        story.run("publisher", "sh", "-c", f"cd '{bag}' && sha256sum -c --quiet tagmanifest-sha256.txt manifest-sha256.txt")
        result.append("good")
    return publisher, bag, bundle, speakers, question


def tell_the_mirrors_part(story, mirrors, publisher, bag, bundle, speakers, question):
    online, first, second = mirrors
    with story.step("three mirrors replicate it, verify on receipt, seal") as result:
        shutil.copytree(bag.parent, online.folder / "watch" / "desk")
        for mirror in mirrors:
            mirror.start()
        for mirror in mirrors:
            mirror.wait_for(f"sealed bundle={bundle}")
        result.append("sealed on all three")
    with story.step("the publisher's own computer is switched off") as result:
        online.stop()
        result.append("stopped cleanly")
    with story.step("a reader with an id and an address gets it") as result:
        story.environment("far-away")
        said = story.run("far-away", "nightletter", "get", publisher, "--peer", second.address)
        story.expect(said, "VERIFIED, the publisher you named", bundle)
        result.append("VERIFIED")
    with story.step("and reads it, hashed again") as result:
        said = story.run("far-away", "nightletter", "read", publisher, "--plain")
        story.expect(said, "VERIFIED", question, *(f"\n{name}: " for name in speakers))
        result.append(f"{len(said.split())} words")
    with story.step("one byte in a mirror's copy is flipped") as result:
        second.stop()
        copy = second.sealed_copy(bundle, bag.name)
        flip_one_byte(copy / "data" / "transcript.en.txt")
        said = story.run("reader", "nightletter", "verify", copy, exit=3)
        story.expect(said, "NOT VERIFIED", "data/transcript.en.txt", "content-mismatch")
        result.append("NOT VERIFIED, the file is named")
    with story.step("the mirror heals it from the other one") as result:
        second.start()
        second.wait_for(f"damaged bundle={bundle}", f"sealed bundle={bundle}", seconds=60)
        said = story.run("reader", "nightletter", "verify", copy)
        story.expect(said, "VERIFIED, a publisher you follow")
        result.append("out of service, then VERIFIED again")


def tell_the_readers_part(story, publisher, bag, speakers, question):
    with story.step("a reader follows the publisher and verifies") as result:
        story.environment("reader")
        story.run("reader", "nightletter", "follow", publisher, "Example Collective")
        said = story.run("reader", "nightletter", "verify", bag)
        story.expect(said, "VERIFIED, a publisher you follow", "lists it")
        result.append("VERIFIED")
    with story.step("and reads") as result:
        said = story.run("reader", "nightletter", "read", bag, "--plain")
        story.expect(said, question, *(f"\n{name}: " for name in speakers))
        # The closing note is in nobody's mouth.
        story.expect(said.split("\n***\n")[-2], "Note:")
        result.append(f"{len(said.split())} words, {len(speakers)} speakers")


def tell_the_forgers_part(story, publisher, bag):
    with story.step("a stranger signs under the publisher's name") as result:
        found_publisher(story, "stranger", "Stranger", "--insecure-low-cost-keys")
        forged = story.place / "stranger" / "forged" / bag.name
        shutil.copytree(bag, forged)
        sign_as_a_stranger(story, "stranger", forged, publisher, next((story.place / "stranger").rglob("release.key")))
        said = story.run("reader", "nightletter", "verify", forged, exit=3)
        story.expect(said, "NOT VERIFIED", "not-in-role")
        result.append("NOT VERIFIED")
    with story.step("a publisher nobody follows signs a sound bundle") as result:
        found_publisher(story, "unknown", "Unknown Collective", "--insecure-low-cost-keys")
        file, names, _ = the_transcript()
        sound, _ = import_and_sign(story, "unknown", "other-2026", file, names, "Another interview")
        said = story.run("reader", "nightletter", "verify", sound, exit=4)
        story.expect(said, "signed by a publisher you do not follow")
        result.append("sound, not followed")


def tell(story, mirrors):
    publisher, bag, bundle, speakers, question = tell_the_publishers_part(story)
    tell_the_readers_part(story, publisher, bag, speakers, question)
    # The publisher's online computer has the folder that was carried over; each mirror knows the id and one address.
    online = Mirror(story, "online", publisher, [], story.place / "online" / "watch")
    first = Mirror(story, "first-mirror", publisher, [online])
    second = Mirror(story, "second-mirror", publisher, [first])
    mirrors += [online, first, second]
    tell_the_mirrors_part(story, mirrors, publisher, bag, bundle, speakers, question)
    tell_the_forgers_part(story, publisher, bag)


def main(arguments):
    if len(arguments) != 1:
        sys.exit("usage: demo_story.py DIRECTORY_OF_PROGRAMS")
    with tempfile.TemporaryDirectory(prefix="nightletter-demo-") as place:
        story, mirrors = Story(arguments[0], place), []
        try:
            tell(story, mirrors)
        except WentOtherwise as problem:
            print(f"\nThis did not go as it must:\n{problem}", file=sys.stderr)
            return 1
        finally:
            for mirror in mirrors:
                mirror.kill()
        story.print_table()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
