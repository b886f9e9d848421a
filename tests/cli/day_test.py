"""A day for three people: docs/publishing.md shows their screens, and what the programs show today is the same.

Three home directories, real prompts at a pseudo-terminal. With WRITE_THE_DAY=1 it puts today's screens on the page.
"""

import os
import pathlib
import pty
import re
import select
import shlex
import subprocess
import termios
import time

from desk import DeskTest

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "publishing.md"
BEGIN, END = "<!-- a day for three people: made by tests/cli/day_test.py -->\n", "<!-- end of the day -->\n"
DEADLINE = 60  # seconds
CHANGING = [(r"\x1b\[2J\x1b\[3J\x1b\[H", ""), (r"nlp1[a-z0-9]{58}", "nlp1…"), (r"nlb1[a-z0-9]{58}", "nlb1…"),
            (r"RW[A-Za-z0-9+/=]{54}", "RW…"), (r"\d{4}-\d\d-\d\dT[\d:]+Z", "…Z"), (r"20(2[5-9]|[3-9]\d)-\d\d-\d\d", "…"),
            (r"\d+ (bytes|kB)", "… bytes"), (r"\b[a-z]+( [a-z]+){11}$", "… (twelve words)")]


class DayTest(DeskTest):
    def at(self, person, line, *answers):
        """One command on that person's computer: (question, answer) pairs; an answer with a * is a passphrase."""
        self.screen += f"{person}$ {line}\n"
        master, slave = pty.openpty()
        name = os.ttyname(slave)
        command = [self.program, *shlex.split(line)[1:]]
        if command[1] in ("init", "key"):
            command.append("--insecure-low-cost-keys")
        home = {"XDG_DATA_HOME": str(self.place / person)}
        process = subprocess.Popen(command, cwd=self.place, env={**os.environ, **home}, stdin=slave, stdout=slave, stderr=slave,
                                   start_new_session=True, preexec_fn=lambda: os.close(os.open(name, os.O_RDWR)))
        raw, seen, at = b"", "", 0
        for question, answer in answers:
            end = time.monotonic() + DEADLINE
            while question not in seen[at:]:
                self.assertLess(time.monotonic(), end, f"{line}: waited for {question!r}, saw {seen!r}")
                raw += self.read(master)
                seen = raw.decode("utf-8", "ignore")  # its end may be half a character
            at = seen.index(question, at) + len(question)
            while answer.startswith("*") and termios.tcgetattr(slave)[3] & termios.ECHO and time.monotonic() < end:
                time.sleep(0.005)
            os.write(master, answer.lstrip("*").encode() + b"\n")
        end = time.monotonic() + DEADLINE
        while process.poll() is None and time.monotonic() < end:
            raw += self.read(master)
        while more := self.read(master):
            raw += more
        seen = raw.decode("utf-8")
        self.assertEqual(process.returncode, 0, f"{line}: {seen}")
        os.close(master)
        os.close(slave)
        self.screen += seen.replace("\r\n", "\n").replace(str(self.place) + "/", "") + "\n"
        return seen

    @staticmethod
    def read(master):
        return os.read(master, 65536) if select.select([master], [], [], 0.05)[0] else b""

    def talk_about(self, folder, title):
        self.ok("new", self.place / folder)
        toml = (self.talk / "bundle.toml").read_text().replace("A talk", title).replace('slug = "talk"', f'slug = "{folder}"')
        (self.place / folder / "bundle.toml").write_text(toml)

    def live_the_day(self):
        self.screen = ""
        self.talk_about("harvest", "After the harvest")
        self.talk_about("ferry", "The ferry")
        seats = [("of 3: ", name) for name in ("Ana", "Ko Bo", "Daw Cho")]
        for person in ("ana", "bo", "cho"):
            seats += [("on your own stick: ", f"stick-of-{person}"), ("Passphrase: ", f"*words of {person}"),
                      ("The same again: ", f"*words of {person}"), ("or type: no backup", "no backup")]
        self.at("ana", "nightletter-sign init --name 'River Voices' --people 3", *seats)
        both = [("stick-of-ana: ", "*words of ana"), ("stick-of-bo: ", "*words of bo")]
        self.at("ana", "nightletter-sign sign harvest --key stick-of-ana --key stick-of-bo", *both)
        self.at("ana", "nightletter-sign sign ferry --key stick-of-ana --request request.txt", ("your keys: ", "*words of ana"))
        publisher = next((self.place / "ana/nightletter/publishers").iterdir()).name
        self.at("bo", f"nightletter-sign cosign request.txt --key stick-of-bo --publisher {publisher} --folder ferry", ("[yes/no] ", "yes"), ("your keys: ", "*words of bo"))
        self.at("ana", "nightletter-sign combine request-agreed.txt --key stick-of-ana", ("your keys: ", "*words of ana"))
        self.at("cho", "nightletter-sign key new new-stick-of-cho", ("Passphrase: ", "*newer words"), ("The same again: ", "*newer words"))
        self.at("ana", "nightletter-sign root --replace stick-of-cho new-stick-of-cho --key stick-of-ana --key stick-of-bo --key new-stick-of-cho",
                ("[yes/no] ", "yes"), *both, ("new-stick-of-cho: ", "*newer words"))
        (self.place / "transcript.my.txt").write_text("Interviewer: ရိတ်သိမ်းပြီးတော့ ဘာဖြစ်လဲ။\n\nGuest: လူတွေ ပြန်လာကြတယ်။\n")
        bundle = re.findall("nlb1[a-z0-9]{58}", self.ok("feed", "--home", self.place / "ana/nightletter"))[0]
        self.at("ana", f"nightletter-sign new harvest-in-burmese --replaces {bundle} --from harvest --add transcript.my.txt")
        self.at("ana", "nightletter-sign sign harvest-in-burmese --key stick-of-ana --key stick-of-bo", ("[yes/no] ", "yes"), *both)
        self.at("ana", "nightletter-sign withdraw --key stick-of-ana --key stick-of-bo", ("by number: ", "2"), ("the reason, by number: ", "1"),
                ("[yes/no] ", "yes"), *both)
        for pattern, shown in CHANGING:
            self.screen = re.sub(pattern, shown, self.screen, flags=re.M)
        self.screen = re.sub(r"[ \t]+$", "", self.screen, flags=re.M)
        return "```\n" + re.sub(r"\n{3,}", "\n\n", self.screen).strip() + "\n```\n"

    def test_the_page_shows_what_three_people_see(self):
        page = PAGE.read_text()
        head, rest = page.split(BEGIN)
        shown, tail = rest.split(END)
        today = self.live_the_day()
        self.maxDiff = None
        if os.environ.get("WRITE_THE_DAY"):
            PAGE.write_text(head + BEGIN + today + END + tail)
            return
        self.assertEqual(shown, today)
        feed = next((self.place / "ana").glob("nightletter/publishers/*/feed")).read_text()
        self.assertEqual((feed.count("\nrelease "), feed.count("\nwithdraw ")), (2, 2))
