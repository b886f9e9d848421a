"""nightletter-sign as one file does its work where there is nothing else: no library, no /etc, no /dev, no network.

The root is an empty directory with the program in it, then one with Debian's essential packages as they are installed here and
nothing else; both are entered in namespaces of their own, so the test needs no rights. Where NIGHTLETTER_ROOTS names
directories with other systems, the program is run in each of them as well.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import unittest

from desk import DeskTest, need

PROJECT = pathlib.Path(__file__).parents[2]
OTHER_ROOTS = [root for root in os.environ.get("NIGHTLETTER_ROOTS", "").split(":") if root]
STATIC = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletter-sign-static"


def essential_packages():
    """What is on every Debian computer: the essential packages, and what they need."""
    said = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\t${Essential}\t${Pre-Depends}, ${Depends}\n"], capture_output=True, text=True, check=True)
    needs, waiting, found = {}, [], set()
    for line in said.stdout.splitlines():
        name, essential, needed = line.split("\t")
        needs[name] = [re.split(r"[ :(]", word.strip())[0] for word in needed.split(",") if word.strip()]
        waiting += [name] if essential == "yes" else []
    while waiting:
        name = waiting.pop()
        if name in needs and name not in found:
            found.add(name)
            waiting += needs[name]
    return sorted(found)


class StaticTest(DeskTest):
    def setUp(self):
        need("unshare")
        if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode != 0:
            self.skipTest("namespaces are not allowed here")
        super().setUp()
        self.root = self.place / "root"

    def enter(self, root):
        shutil.copy(STATIC, root / "nightletter-sign")
        (root / "work").mkdir(exist_ok=True)
        (root / "work" / "passphrase").write_text("correct horse\n")
        self.root = root

    def inside(self, *arguments, exit=0):
        done = subprocess.run(["unshare", "-rn", "--root", self.root, "/nightletter-sign", *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env={"HOME": "/work"}, timeout=60)
        self.assertEqual(done.returncode, exit, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def a_day(self):
        opening = ["--passphrase-file", "/work/passphrase"]
        cheap = "--insecure-low-cost-keys"
        self.inside("init", "--name", "گروه نمونه", cheap, *opening)
        shutil.copytree(self.talk, self.root / "work" / "talk")
        toml = self.root / "work" / "talk" / "bundle.toml"
        toml.write_text(toml.read_text().replace("A talk", "گفت‌وگو"))
        self.inside("check", "/work/talk", "--preview", "/work/page.html")
        self.inside("sign", "/work/talk", *opening)
        self.inside("card", "--into", "/work/card")
        self.inside("key", "backup", "--paper", "--into", "/work/paper", cheap, *opening)
        self.inside("key", "restore", "/work/paper/keys-on-paper.html", "--into", "/work/back", cheap, *opening)
        self.assertIn("(wrong-usage)", self.inside("sing", exit=2))
        publisher = next((self.root / "work" / "talk" / "publishers").iterdir()).name
        reader = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletter"
        if reader.exists():
            said = subprocess.run([reader, "verify", self.root / "work" / "talk", "--publisher", publisher], capture_output=True, text=True)
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            self.assertIn("گروه نمونه", said.stdout)

    def test_a_publisher_works_in_an_empty_root(self):
        self.root.mkdir()
        self.enter(self.root)
        self.a_day()

    def bare_debian(self):
        listed = subprocess.run(["dpkg-query", "-L", *essential_packages()], capture_output=True, text=True, check=True).stdout
        merged = ("/bin", "/lib", "/lib64", "/sbin")
        files = {name for name in listed.splitlines() if name.startswith("/") and not name.startswith("/usr/share/")
                 and name not in merged and (os.path.islink(name) or os.path.isfile(name)) and os.access(name, os.R_OK)}
        packed = subprocess.run(["tar", "-c", "-C", "/", "-T", "-"], input="\n".join(name[1:] for name in sorted(files)).encode(), stdout=subprocess.PIPE, check=True)
        for name in merged:
            (self.root / "usr" / name[1:]).mkdir(parents=True)
            (self.root / name[1:]).symlink_to("usr" + name)
        subprocess.run(["tar", "-x", "-C", self.root], input=packed.stdout, check=True)

    def test_a_publisher_works_in_a_bare_debian(self):
        need("dpkg-query", "tar")
        self.bare_debian()
        names = {path.name for path in self.root.rglob("lib*.so*")}
        self.assertTrue(any(name.startswith("libc.so.6") for name in names), "a root without a C library is no Debian")
        for foreign in ("libsodium", "libicuuc", "libtorrent", "libfmt", "libboost"):
            self.assertEqual([name for name in names if name.startswith(foreign)], [])
        self.enter(self.root)
        debian = subprocess.run(["unshare", "-rn", "--root", self.root, "/bin/sh", "-c", ". /usr/lib/os-release; echo $ID; ls /work"],
                                capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})
        self.assertEqual(debian.stdout.split(), ["debian", "passphrase"], debian.stderr)
        self.a_day()

    if OTHER_ROOTS:
        def test_a_publisher_works_in_other_systems(self):
            for root in OTHER_ROOTS:
                with self.subTest(root=root):
                    self.enter(pathlib.Path(root))
                    try:
                        self.a_day()
                    finally:
                        shutil.rmtree(self.root / "work")

    def test_it_finds_what_a_picture_tells_where_nothing_else_is(self):
        self.root.mkdir()
        self.enter(self.root)
        exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x0a\0\0\0\x1aSecretCam\0\0\0\0\0"
        segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
        picture = b"\xff\xd8" + segment + b"\xff\xda\0\x02\xff\xd9"
        (self.root / "work" / "picture.jpg").write_bytes(picture)
        self.inside("clean", "/work/picture.jpg")
        self.assertNotIn(b"SecretCam", (self.root / "work" / "picture.jpg").read_bytes())

    def test_it_makes_no_network_call(self):
        need("strace")
        log = self.place / "trace"
        done = subprocess.run(["strace", "-f", "-o", log, "-e", "trace=%network", STATIC, "sign", self.talk, *self.opening()],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if "Operation not permitted" in done.stderr:
            self.skipTest("tracing is not allowed here")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("(", "".join(line for line in log.read_text().splitlines() if "+++" not in line and "---" not in line))

    def test_the_tarball_is_the_same_twice_and_holds_the_manual(self):
        # What is packed is small here: compressing the real one twice takes longer than all other tests of this file.
        program = self.place / "program"
        program.write_text("#!/bin/sh\necho nightletter-sign 0.1.0\n")
        program.chmod(0o755)
        made = []
        need("scdoc")
        for name in ("one", "two"):
            (self.place / name).mkdir()
            said = subprocess.run([PROJECT / "scripts" / "package-signer", program, self.place / name], capture_output=True, text=True,
                                  env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
            self.assertEqual(said.returncode, 0, said.stderr)
            made.append(pathlib.Path(said.stdout.strip()))
        self.assertEqual(made[0].read_bytes(), made[1].read_bytes())
        with tarfile.open(made[0]) as tarball:
            names = {pathlib.PurePath(name).name for name in tarball.getnames()}
            page = tarball.extractfile(next(name for name in tarball.getnames() if name.endswith("nightletter-sign.1"))).read()
        self.assertIn(b'.TH "nightletter-sign" "1" "2023-11-14"', page)
        self.assertLessEqual({"nightletter-sign", "nightletter-sign.1", "publishing.md", "formats.md", "spoken-words.txt", "LICENSE"}, names)


if __name__ == "__main__":
    unittest.main()
