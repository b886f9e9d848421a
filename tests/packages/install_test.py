"""The packages in a clean Debian: installed, followed, upgraded, removed, purged. What was mirrored stays throughout.

The system is made once by debootstrap, with what our packages depend on, and kept beside the build; each run works on a
copy. It has no systemd running: the daemon is started as its user by hand. Run as a program it tests in a network
namespace of its own, where the daemon's usual port is free.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.append(str(pathlib.Path(__file__).parents[1] / "daemon"))
import mirrors

BUILD = pathlib.Path(os.environ["NIGHTLETTER_BUILD"])
PROGRAMS = pathlib.Path(os.environ["NIGHTLETTER_BIN"])
RELEASE = "bookworm"
NEXT_VERSION = "0.1.1"


def run(*command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600, **more)
    if done.returncode != 0:
        raise AssertionError(f"$ {' '.join(map(str, command))}\n{done.stdout[-4000:]}exit {done.returncode}")
    return done.stdout


def packed(folder):
    """Our packages, from what is built already."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}
    run("cpack", "-B", folder, cwd=BUILD, env=environment)
    shutil.rmtree(folder / "_CPack_Packages")
    mirror, tools = sorted(folder.glob("*.deb"), key=lambda file: len(file.name))
    return mirror, tools


class Root:
    """A system of its own, in namespaces of its own but for the network."""

    def __init__(self, place):
        self.place = place

    def run(self, *command):
        return run("unshare", "--mount", "--pid", "--fork", "--mount-proc=" + str(self.place / "proc"), "chroot", self.place,
                   "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "HOME=/root", *command)

    def apt(self, *words):
        return self.run("apt-get", "-q", "-y", "--no-install-recommends", *words)

    def start(self, *command, log):
        return subprocess.Popen(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc=" + str(self.place / "proc"), "chroot",
                                 self.place, "env", "-i", "PATH=/usr/bin:/bin", *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def clean_system(packages):
    """A tarball of a minimal Debian with the packages that ours depend on, made when there is none for this list."""
    needs = sorted({part.split()[0] for package in packages for words in
                    run("dpkg-deb", "-f", package, "Depends").split(",") for part in [words.split("|")[0].strip()]})
    name = hashlib.sha256(" ".join(needs).encode()).hexdigest()[:12]
    kept = BUILD / "packages" / f"root-{name}.tar"
    if kept.exists():
        return kept
    with tempfile.TemporaryDirectory(dir=BUILD) as place:
        place = pathlib.Path(place) / "root"
        run("debootstrap", "--variant=minbase", RELEASE, place)
        # The way to Debian's archive is this machine's.
        for part in ("sources.list", "sources.list.d", "apt.conf.d", "trusted.gpg.d"):
            source = pathlib.Path("/etc/apt") / part
            if source.is_dir():
                shutil.copytree(source, place / "etc/apt" / part, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy(source, place / "etc/apt" / part)
        shutil.copy("/etc/resolv.conf", place / "etc/resolv.conf")
        (place / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (place / "usr/sbin/policy-rc.d").chmod(0o755)
        root = Root(place)
        root.apt("update")
        root.apt("install", *needs)
        kept.parent.mkdir(exist_ok=True)
        run("tar", "-C", place, "-cf", f"{kept}.new", ".")
    os.rename(f"{kept}.new", kept)
    return kept


def can_be_run():
    """Why not, or None."""
    if os.geteuid() != 0:
        return "only root can make a system"
    for program in ("debootstrap", "unshare", "ip", "lintian", "cpack"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    allowed = subprocess.run(["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "true"], capture_output=True)
    return None if allowed.returncode == 0 else "namespaces are not allowed here"


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if why := can_be_run():
            raise unittest.SkipTest(why)
        directory = tempfile.TemporaryDirectory(dir=BUILD)
        cls.addClassCleanup(directory.cleanup)
        cls.addClassCleanup(mirrors.kill_all)
        cls.place = pathlib.Path(directory.name)
        cls.mirror, cls.tools = packed(cls.place / "packages")

    def test_lintian_finds_no_error(self):
        done = subprocess.run(["lintian", "--fail-on", "error", self.mirror, self.tools], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_what_is_packed_twice_is_the_same(self):
        for first, second in zip((self.mirror, self.tools), packed(self.place / "again")):
            self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_a_clean_machine_becomes_a_mirror_and_loses_nothing(self):
        source = self.publish()
        root = self.place / "root"
        root.mkdir()
        run("tar", "-C", root, "-xf", clean_system([self.mirror, self.tools]))
        system = Root(root)
        store = root / "var/lib/nightletter"
        configuration = root / "etc/nightletter/nightletterd.toml"

        begun = time.monotonic()
        self.install(system, self.mirror)
        installed = time.monotonic()
        self.assertIn("nightletter", (root / "etc/passwd").read_text())
        self.assertEqual(store.stat().st_mode & 0o777, 0o750)
        self.assertTrue((root / "etc/systemd/system/multi-user.target.wants/nightletterd.service").is_symlink())
        daemon = self.start(system)
        try:
            following = time.monotonic()
            system.run("nightletterctl", "follow", self.publisher.id, "--role", "unlisted", "--peer", source.address)
            self.wait_until_complete(system)
            complete = time.monotonic()
        finally:
            daemon.kill()
            daemon.wait()
        print(f"installed in {installed - begun:.1f} s; complete {complete - following:.1f} s after `follow`", file=sys.stderr)
        kept = contents(store / "bundles")
        self.assertTrue(kept)

        configuration.write_text(configuration.read_text().replace("#scrub_days = 30", "scrub_days = 20"))
        changed = configuration.read_text()
        self.install(system, self.next_version())
        self.assertEqual(system.run("dpkg-query", "-W", "-f", "${Version}", "nightletter"), NEXT_VERSION)
        self.assertEqual(configuration.read_text(), changed)
        self.assertEqual(contents(store / "bundles"), kept)
        daemon = self.start(system)
        try:
            self.wait_until_complete(system)
        finally:
            daemon.kill()
            daemon.wait()

        system.apt("remove", "nightletter")
        self.assertFalse((root / "usr/bin/nightletterd").exists())
        self.assertEqual(configuration.read_text(), changed)
        self.assertEqual(contents(store / "bundles"), kept)
        said = system.apt("purge", "nightletter")
        self.assertIn("it may hold the last copy of something", said)
        self.assertFalse(configuration.exists())
        self.assertEqual(contents(store / "bundles"), kept)

        # A publisher's computer, or a reader's: no service, no user.
        self.install(system, self.tools)
        self.assertIn("nightletter-sign", system.run("nightletter-sign", "--version"))
        self.assertIn("VERIFIED", system.run("sh", "-c", f"nightletter verify /var/lib/nightletter/bundles/*/first --publisher {self.publisher.id}"))

    def publish(self):
        self.publisher = mirrors.Publisher(PROGRAMS, self.place / "publisher")
        for slug in ("first", "second"):
            self.publisher.publish(slug, b"1\n2\n")
        source = mirrors.Mirror(PROGRAMS, self.place / "source", self.publisher.id, watch=self.publisher.output)
        source.start()
        source.wait_for(lambda: source.log.count(" sealed bundle=") == 2, "two bundles")
        return source

    def install(self, system, package):
        shutil.copy(package, system.place / "root" / package.name)
        system.apt("install", f"/root/{package.name}")

    def next_version(self):
        unpacked = self.place / "next"
        run("dpkg-deb", "-R", self.mirror, unpacked)
        control = unpacked / "DEBIAN/control"
        control.write_text(control.read_text().replace("Version: 0.1.0\n", f"Version: {NEXT_VERSION}\n"))
        package = self.place / f"nightletter_{NEXT_VERSION}.deb"
        run("dpkg-deb", "--root-owner-group", "-b", unpacked, package)
        return package

    def start(self, system):
        """As systemd would: its user, its directory for the socket."""
        runtime = system.place / "run/nightletter"
        runtime.mkdir(mode=0o750, exist_ok=True)
        system.run("chown", "nightletter:nightletter", "/run/nightletter")
        with open(self.place / "log", "wb") as log:
            # The shell dies with us, and with it all of its namespace: whoever changes its user no longer would.
            as_its_user = "setpriv --reuid=nightletter --regid=nightletter --init-groups nightletterd & wait"
            daemon = system.start("RUNTIME_DIRECTORY=/run/nightletter", "sh", "-c", as_its_user, log=log)
        for _ in range(300):
            if b"listening port=" in (self.place / "log").read_bytes():
                return daemon
            time.sleep(0.1)
        daemon.kill()
        self.fail((self.place / "log").read_text())

    def wait_until_complete(self, system):
        for _ in range(300):
            # While it is opened anew it answers, and holds nothing yet.
            status = json.loads(system.run("nightletterctl", "status", "--json"))
            if status["bundles"]["sealed"] == 2 and status["publishers"][0]["sealed"] == status["publishers"][0]["releases"] == 2:
                return
            time.sleep(0.1)
        self.fail(f"{status}\n{(self.place / 'log').read_text()}")


def main():
    """Makes ready what needs the network, then tests where there is none."""
    with tempfile.TemporaryDirectory(dir=BUILD) as place:
        if can_be_run() is None:
            clean_system(packed(pathlib.Path(place)))
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"] if can_be_run() is None else []
    os.execvp((alone or [sys.executable])[0], [*alone, sys.executable, "-B", "-m", "unittest", "-v", "install_test"])


if __name__ == "__main__":
    main()
