"""What files tell beside what they show: planted by exiftool, found, refused by sign, removed, and looked for again by
exiftool, a program of strangers. Pixels and samples are compared as other decoders see them."""

import json
import pathlib
import shutil
import subprocess
import time
import zipfile

from desk import DeskTest, need

# Debian's Python is the one that has Debian's Pillow.
PYTHON = "/usr/bin/python3"
PICTURES = pathlib.Path(__file__).with_name("pictures.py")
# A fifth of a second each, made by a stranger's encoder, with a name, a place, a date and a program in them.
RECORDINGS = pathlib.Path(__file__).parent.parent / "fuzz" / "corpus"

# One secret in each field, so that it is enough to look for the secrets.
SECRETS = {
    "-Artist=Zohreh Secretname": "Secretname",
    "-Copyright=Zohreh Secretname": "Secretname",
    "-Make=Secretmake": "Secretmake",
    "-Model=Secretmodel": "Secretmodel",
    "-Software=Secretsoft": "Secretsoft",
    "-XMP:CreatorTool=Secrettool": "Secrettool",
    "-XMP:DerivedFromDocumentID=secretparent": "secretparent",
    "-XMP:HistorySoftwareAgent=secretagent": "secretagent",
    "-DateTimeOriginal=2022:11:03 01:02:03": "2022:11:03",
}
PLACE = ["-GPSLatitude=35.6892", "-GPSLatitudeRef=N", "-GPSLongitude=51.3890", "-GPSLongitudeRef=E"]
# What exiftool says of a file that tells nothing: its own groups, sizes, how it is coded.
TELLING = ("GPS", "XMP", "IPTC", "Photoshop", "ICC", "Artist", "Author", "Make", "Model", "Software", "Comment", "Serial",
           "Date", "Thumbnail", "Secret", "secret")


class MediaTest(DeskTest):
    def setUp(self):
        need("exiftool")
        super().setUp()
        self.media = next(self.talk.glob("*/data")) / "media"
        self.media.mkdir()

    def exiftool(self, *arguments):
        return subprocess.run(["exiftool", *map(str, arguments)], capture_output=True, text=True, check=True).stdout

    def make_pictures(self):
        subprocess.run([PYTHON, PICTURES, "make", self.media], check=True)
        return sorted(self.media.iterdir())

    def pixels(self, files):
        return subprocess.run([PYTHON, PICTURES, "pixels", *files], capture_output=True, check=True).stdout

    def plant(self, files, *more):
        self.exiftool("-q", "-q", "-m", "-overwrite_original", *SECRETS, *PLACE, *more, *files)

    def copy_recordings(self):
        for kind in ("mp3", "mp4", "webm", "ogg"):
            for recording in (RECORDINGS / kind).iterdir():
                shutil.copy(recording, self.media)
        return sorted(self.media.iterdir())

    def sound(self, recording):
        """What a decoder hears or, for films, the bytes that it is given."""
        if recording.suffix == ".opus":
            return subprocess.run(["opusdec", "--quiet", recording, "-"], capture_output=True, check=True).stdout
        if recording.suffix == ".mp3":
            return subprocess.run(["lame", "--quiet", "--decode", recording, "-"], capture_output=True, check=True).stdout
        contents = recording.read_bytes()
        begin, end = {".webm": (b"\x1f\x43\xb6\x75", b"\x1c\x53\xbb\x6b"), ".ogg": (b"\x05vorbis", None),
                      ".mp4": (b"mdat", b"moov"), ".m4a": (b"mdat", b"moov")}[recording.suffix]
        begin = contents.index(begin)
        end = contents.find(end, begin) if end else -1
        return contents[begin:end if end > 0 else None]

    def assert_tells_nothing(self, files):
        for found in json.loads(self.exiftool("-j", "-a", "-G1", "-ee", *files)):
            for name, value in found.items():
                group, _, field = name.partition(":")
                if group in ("System", "ExifTool", "Composite", "File") and field != "Comment":
                    continue
                for telling in TELLING:
                    if value not in ("", "0000:00:00 00:00:00"):
                        self.assertNotIn(telling, f"{name} {value}", found["SourceFile"])

    def assert_check_says(self, *words):
        done = self.run_desk("check", self.talk)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stdout + done.stderr)

    def test_pictures_are_found_refused_cleaned_and_the_same_to_the_eye(self):
        pictures = self.make_pictures()
        self.plant(pictures, "-Orientation#=6")
        before = self.pixels(pictures)
        self.assert_check_says("[position-tag]", "[author-tag]", "[device-tag]", "[history-tag]", "nightletter-sign clean")
        self.assertEqual(self.sign().returncode, 1)
        self.assertEqual(self.feed_seq(), 0)

        said = self.ok("clean", *pictures)
        for picture in pictures:
            self.assertIn(f"{picture}: removed, and looked at again", said)
        self.assert_tells_nothing(pictures)
        self.assertEqual(self.pixels(pictures), before)
        self.assertEqual(self.exiftool("-s3", "-n", "-Orientation", *pictures).count("\n6\n"), len(pictures))
        self.assertIn("No warnings", self.ok("check", self.talk))
        self.assertEqual(self.sign().returncode, 0)

    def test_recordings_are_found_refused_cleaned_and_the_same_to_the_ear(self):
        need("opusdec", "lame")
        recordings = self.copy_recordings()
        self.assertEqual(len({recording.suffix for recording in recordings}), 6)
        before = {recording: self.sound(recording) for recording in recordings}
        done = self.run_desk("check", self.talk)
        self.assertEqual(done.returncode, 1)
        for recording in recordings:
            for kind in ("position", "author", "device"):
                self.assertRegex(done.stdout, f"data/media/{recording.name}: it tells .*\\[{kind}-tag\\]")
        self.assertEqual(self.sign().returncode, 1)

        self.ok("clean", *recordings)
        self.assert_tells_nothing(recordings)
        for recording, sound in before.items():
            self.assertGreater(len(sound), 100)
            changed = sum(old != new for old, new in zip(sound, self.sound(recording), strict=True))
            # One of them has a track with the time of day, one sample of four bytes among those of the film.
            self.assertLessEqual(changed, 4 if recording.name == "timecode.mp4" else 0, recording.name)
        self.assertIn("No warnings", self.ok("check", self.talk))

    def test_what_telephones_write_into_films_is_found_and_removed(self):
        films = [shutil.copy(RECORDINGS / "mp4" / name, self.media / name) for name in ("film.mp4", "voice.m4a")]
        self.ok("clean", *films)
        self.exiftool("-q", "-overwrite_original", "-Keys:GPSCoordinates=35.7, 51.4", "-Keys:Make=Secretmake",
                      "-UserData:Author=Secretname", "-ItemList:Artist=Secretname", "-XMP:CreatorTool=Secrettool",
                      "-QuickTime:CreateDate=2022:11:03 01:02:03", "-Track1:MediaCreateDate=2022:11:03 01:02:03", *films)
        self.assert_check_says("[position-tag]", "[author-tag]", "[device-tag]", "[history-tag]", "[date-tag]")
        self.ok("clean", *films)
        self.assert_tells_nothing(films)

    def test_documents_are_found_refused_cleaned_and_the_same_to_look_at(self):
        need("qpdf", "pdftoppm")
        documents = [shutil.copy(path, self.media) for path in sorted((RECORDINGS / "pdf").iterdir())]
        self.assertGreater(len(documents), 3)
        drawn = [subprocess.run(["pdftoppm", path, "-"], capture_output=True, check=True).stdout for path in documents]
        self.assert_check_says("[author-tag]", "[device-tag]", "[history-tag]", "updated.pdf")
        self.ok("clean", *documents)
        self.assert_tells_nothing(documents)
        for path, before in zip(documents, drawn):
            self.assertNotIn(b"Secret", pathlib.Path(path).read_bytes())
            self.assertEqual(subprocess.run(["pdftoppm", path, "-"], capture_output=True, check=True).stdout, before)
            subprocess.run(["qpdf", "--check", path], capture_output=True, check=True)
        self.assertIn("No warnings", self.ok("check", self.talk))

    def test_a_book_is_found_refused_cleaned_and_still_a_book(self):
        book = pathlib.Path(shutil.copy(RECORDINGS / "epub" / "book.epub", self.media))
        self.assert_check_says("[author-tag]", "[device-tag]", "[date-tag]")
        self.assertIn("Secretname", self.exiftool(book))  # it can look inside
        self.ok("clean", book)
        self.assert_tells_nothing([book])
        with zipfile.ZipFile(book) as opened:
            self.assertIsNone(opened.testzip())
            self.assertEqual(opened.namelist(), ["mimetype", "META-INF/container.xml", "b.opf", "p.xhtml", "q.jpg"])
            self.assertIn(b"<dc:title>T</dc:title>", opened.read("b.opf"))
            self.assertIn(b"<body>words</body>", opened.read("p.xhtml"))
            for name in opened.namelist():
                self.assertNotIn(b"Secret", opened.read(name))
        self.assertIn("No warnings", self.ok("check", self.talk))

    def test_a_book_that_unpacks_without_end_costs_little(self):
        with zipfile.ZipFile(self.media / "bomb.epub", "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            bomb.writestr("p.xhtml", bytes(100_000_000))
        begin = time.monotonic()
        self.assert_check_says("bomb.epub", "[unreadable-media]")
        self.assertLess(time.monotonic() - begin, 10)

    def test_each_secret_is_found_where_it_stands_alone(self):
        pictures = self.make_pictures()
        plain = {picture: picture.read_bytes() for picture in pictures}
        for secret, kind in ((["-Artist=a"], "author-tag"), (["-Make=a"], "device-tag"), (PLACE, "position-tag"),
                             (["-XMP:DerivedFromDocumentID=a"], "history-tag"), (["-UserComment=a"], "other-tag")):
            self.exiftool("-q", "-q", "-m", "-overwrite_original", *secret, *pictures)
            done = self.run_desk("check", self.talk)
            self.assertEqual(done.returncode, 1)
            for picture, bytes_before in plain.items():
                with self.subTest(kind=kind, picture=picture.name):
                    self.assertRegex(done.stdout, f"data/media/{picture.name}: it tells .*\\[{kind}\\]")
                picture.write_bytes(bytes_before)

    def test_a_person_may_keep_them_on_purpose(self):
        picture = self.make_pictures()[0]
        self.plant([picture])
        done = self.run_desk("sign", self.talk, "--keep-tags", *self.opening())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("it tells the place where it was made (Exif); kept, because you said --keep-tags", done.stderr)
        self.assertEqual(self.feed_seq(), 1)

    def test_a_file_that_cannot_be_read_is_not_signed_by_accident(self):
        for name, contents in (("cut.jpg", b"\xff\xd8\xff\xe0"), ("wrong.png", b"GIF89a"), ("empty.webp", b"RIFF")):
            (self.media / name).write_bytes(contents)
            self.assert_check_says("[unreadable-media]")
            done = self.run_desk("clean", self.media / name)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("(unreadable-media)", done.stderr)
            self.assertEqual((self.media / name).read_bytes(), contents)
            (self.media / name).unlink()

    def test_cleaning_tells_scripts_what_it_removed(self):
        pictures = self.make_pictures()
        marked = self.media / "map.png"
        self.exiftool("-q", "-overwrite_original", "-PNG:Author=a", marked)
        answer = json.loads(self.ok("clean", "--json", *pictures))
        self.assertEqual(answer["changed"], [str(marked)])
        self.assertEqual(answer["removed"], [f"{marked}: who made it (text chunk)"])

    def test_a_file_keeps_its_permissions_and_leaves_nothing_beside_it(self):
        picture = self.make_pictures()[0]
        self.plant([picture])
        picture.chmod(0o640)
        left_by_an_interruption = picture.with_name(f".{picture.name}.cleaning")
        left_by_an_interruption.write_bytes(b"half")
        self.ok("clean", picture)
        self.assertEqual(picture.stat().st_mode & 0o777, 0o640)
        self.assertFalse(left_by_an_interruption.exists())

    def test_what_was_cleaned_before_a_failure_stays_and_is_said(self):
        pictures = self.make_pictures()
        self.plant(pictures)
        done = self.run_desk("clean", pictures[0], self.media / "nothing.jpg", pictures[1])
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("1 file before it: clean and in place", done.stderr)
        self.assert_tells_nothing([pictures[0]])
