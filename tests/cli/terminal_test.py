"""Secrets are asked for at the terminal itself: without echo, twice when they are new, and made when left empty.

A pseudo-terminal stands for the person. Standard output and standard error go to files, as in a pipe, so what they
hold is what a log would hold.
"""

import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

from desk import DeskTest

DEADLINE = 60  # seconds


class Session:
    """nightletter-sign with a terminal of its own."""

    def __init__(self, test, *arguments):
        self.master, slave = pty.openpty()
        self.seen = ""
        self.out = test.place / "out"
        self.err = test.place / "err"
        name = os.ttyname(slave)

        def own_terminal():
            os.close(os.open(name, os.O_RDWR))  # the first terminal that a new session opens is its own

        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.process = subprocess.Popen([test.program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                            start_new_session=True, preexec_fn=own_terminal)
        self.slave = slave

    def wait_for(self, text):
        end = time.monotonic() + DEADLINE
        while text not in self.seen:
            if time.monotonic() > end:
                raise AssertionError(f"waited for {text!r}, saw {self.seen!r}, {self.err.read_text()!r}")
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 4096).decode()
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        end = time.monotonic() + DEADLINE
        while self.echoes() and time.monotonic() < end:
            time.sleep(0.01)
        os.write(self.master, text.encode())

    def answer(self, text):
        """To a question whose answer is shown while it is typed."""
        os.write(self.master, text.encode() + b"\n")

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def end(self):
        code = self.process.wait(DEADLINE)
        while select.select([self.master], [], [], 0)[0]:
            self.seen += os.read(self.master, 4096).decode()
        os.close(self.master)
        os.close(self.slave)
        return code

    def output(self):
        return self.out.read_text() + self.err.read_text()


class TerminalTest(DeskTest):
    def init(self, *more):
        return Session(self, "init", "--home", self.place / "other", "--insecure-low-cost-keys", *(more or ["--no-backup"]))

    def choose(self, session, passphrase):
        session.wait_for("Passphrase: ")
        session.type(passphrase + "\n")
        session.wait_for("The same again: ")
        session.type(passphrase + "\n")

    def test_a_new_passphrase_is_asked_twice_and_never_shown(self):
        session = self.init()
        session.wait_for("Choose a passphrase for your keys")
        session.wait_for("Passphrase: ")
        session.type("a quiet word\n")
        session.wait_for("The same again: ")
        session.type("a quiet word\n")
        self.assertEqual(session.end(), 0)
        self.assertNotIn("quiet", session.seen + session.output())
        (self.place / "chosen").write_text("a quiet word")
        self.ok("sign", self.talk, "--home", self.place / "other", "--passphrase-file", self.place / "chosen")

    def test_two_different_entries_are_asked_for_again(self):
        session = self.init()
        for first, second in (("one\n", "two\n"), ("three\n", "three\n")):
            session.wait_for("Passphrase: ")
            session.type(first)
            session.wait_for("The same again: ")
            session.type(second)
        self.assertEqual(session.end(), 0)

    def test_three_different_entries_end_it_and_nothing_is_made(self):
        session = self.init()
        for _ in range(3):
            session.wait_for("Passphrase: ")
            session.type("one\n")
            session.wait_for("The same again: ")
            session.type("two\n")
        self.assertEqual(session.end(), 9)
        self.assertEqual(list((self.place / "other").glob("publishers/*")), [])

    def test_an_empty_entry_makes_six_words_shown_once_on_the_terminal_only(self):
        session = self.init()
        session.wait_for("Passphrase: ")
        session.type("\n")
        session.wait_for("shown only now")
        shown = session.wait_for("Press Enter when it is written down.")
        session.answer("")
        session.wait_for("\x1b[2J\x1b[3J\x1b[H")
        self.assertEqual(session.end(), 0)
        phrases = re.findall(r"^    ((?:[a-z]+ ){5}[a-z]+)\r?$", shown, re.M)
        self.assertEqual(len(phrases), 1, shown)
        self.assertNotIn(phrases[0], session.output())
        (self.place / "made").write_text(phrases[0])
        self.ok("sign", self.talk, "--home", self.place / "other", "--passphrase-file", self.place / "made")

    def test_init_ends_after_the_page_was_tried_with_what_the_person_types_once_more(self):
        session = self.init("--name", "Alone")
        self.choose(session, "a quiet word")
        session.wait_for("or type: no backup")
        session.answer(str(self.place / "stick"))
        session.wait_for("once more, to try the page: ")
        session.type("another word\n")
        session.wait_for("It does not open the page.")
        session.wait_for("once more, to try the page: ")
        session.type("a quiet word\n")
        self.assertEqual(session.end(), 0)
        (self.place / "chosen").write_text("a quiet word")
        self.ok("key", "restore", self.place / "stick" / "keys-on-paper.html", "--into", self.place / "back",
                "--passphrase-file", self.place / "chosen", "--insecure-low-cost-keys", "--home", self.place / "new")
        kept = next((self.place / "other" / "keys").iterdir())
        self.assertEqual((self.place / "back" / "root.pub").read_text(), (kept / "root.pub").read_text())

    def test_who_cannot_type_the_passphrase_again_makes_no_publisher(self):
        session = self.init("--name", "Alone")
        self.choose(session, "a quiet word")
        session.wait_for("or type: no backup")
        session.answer(str(self.place / "stick"))
        for _ in range(3):
            session.wait_for("once more, to try the page: ")
            session.type("forgotten\n")
        self.assertEqual(session.end(), 9)
        self.assertIn("nothing was made", session.err.read_text())
        self.assertEqual(list((self.place / "other").glob("publishers/*")), [])
        self.assertFalse((self.place / "stick").exists())

    def test_three_people_are_seated_in_turn_at_one_computer(self):
        session = self.init("--name", "Three", "--people", "3")
        for prompt, name in (("Person 1 of 3: ", "Saw Ana"), ("Person 2 of 3: ", "Saw Ana"), ("Person 2 of 3: ", ""), ("Person 3 of 3: ", "ဒေါ်ခင်")):
            session.wait_for(prompt)
            session.answer(name)
        for number, (person, name) in enumerate((("ana", "Saw Ana"), ("bo", "person 2"), ("cho", "\u2068ဒေါ်ခင်\u2069")), 1):
            session.wait_for(f"Now it is {name}'s turn, {number} of 3.")
            session.wait_for("on your own stick: ")
            if number == 2:
                session.answer(str(self.place / "bo" / ".." / "ana"))
                session.wait_for("That folder is another person's.")
                session.wait_for("on your own stick: ")
                session.answer(str(self.place / "ana" / "below"))
                session.wait_for("That folder is another person's.")
                session.wait_for("on your own stick: ")
            session.answer(str(self.place / person))
            self.choose(session, f"the word of {person}")
            session.wait_for("or type: no backup")
            if person == "cho":
                session.answer("no backup")
            else:
                session.answer(str(self.place / f"paper of {person}"))
                session.wait_for("once more, to try the page: ")
                session.type(f"the word of {person}\n")
            session.wait_for("\x1b[2J\x1b[3J\x1b[H")
        self.assertEqual(session.end(), 0)
        self.assertIn("2 of 3 people decide", session.out.read_text())
        self.assertNotIn("the word of", session.output())
        for path, contents in self.contents(self.place).items():
            for name in ("Saw Ana", "ဒေါ်ခင်"):
                self.assertNotIn(name.encode(), contents, path)
        for person in ("ana", "bo", "cho"):
            (self.place / f"{person}.pass").write_text(f"the word of {person}")
        two = [word for person in ("bo", "cho") for word in ("--key", self.place / person, "--passphrase-file", self.place / f"{person}.pass")]
        one = self.run_desk("sign", self.talk, "--home", self.place / "other", *two[:4])
        self.assertIn("(below-threshold)", one.stderr)
        self.ok("sign", self.talk, "--home", self.place / "other", "--key", self.place / "ana", "--passphrase-file", self.place / "ana.pass", *two)
        self.ok("key", "restore", self.place / "paper of ana" / "keys-on-paper.html", "--into", self.place / "back",
                "--passphrase-file", self.place / "ana.pass", "--insecure-low-cost-keys", "--home", self.place / "new")
        self.assertFalse((self.place / "paper of cho").exists())

    def test_a_page_is_typed_line_by_line_and_a_wrong_word_is_named_at_once(self):
        self.ok("key", "backup", "--paper", "--into", self.place, "--insecure-low-cost-keys", *self.opening())
        page = (self.place / "keys-on-paper.html").read_text()
        lines = [re.findall("<td>([a-z]+)</td>", row) for row in page.splitlines() if row.startswith("<tr>")]
        session = Session(self, "key", "restore", "--into", self.place / "back", "--insecure-low-cost-keys", "--home", self.place / "new")
        for number, line in enumerate(lines, 1):
            session.wait_for(f"Line {number}: ")
            if number == 3:
                session.answer(" ".join([*line[:6], "zebra", *line[7:]]))
                session.wait_for(f"line 3, word 7: 'zebra' does not fit the rest of the line; is it '{line[6]}'?")
                session.wait_for("Line 3: ")
            session.answer(" ".join(line))
        session.wait_for("Passphrase for the page: ")
        session.type("correct horse battery staple\n")
        self.assertEqual(session.end(), 0, session.err.read_text())
        self.assertIn("Had back 4 keys", session.out.read_text())

    def test_signing_asks_after_it_has_shown_what_will_be_signed(self):
        session = Session(self, "sign", self.talk, "--home", self.home)
        session.wait_for("Passphrase for your keys: ")
        self.assertIn("You are about to sign, for Desk:\n  A talk (2022)", session.err.read_text())
        session.type("correct horse battery staple\n")
        self.assertEqual(session.end(), 0)
        self.assertIn("Signed  nlb1", session.out.read_text())

    def test_a_wrong_passphrase_may_be_typed_again(self):
        session = Session(self, "sign", self.talk, "--home", self.home)
        for _ in range(3):
            session.wait_for("Passphrase for your keys: ")
            session.type("wrong\n")
        self.assertEqual(session.end(), 9)
        self.assertIn("(wrong-passphrase)", session.err.read_text())
        self.assertEqual(self.feed_seq(), 0)

    def test_a_redirected_standard_input_is_not_taken_for_the_person(self):
        done = subprocess.run([self.program, "sign", str(self.talk), "--home", str(self.home)], input="correct horse battery staple\n",
                              capture_output=True, text=True, start_new_session=True, timeout=DEADLINE)
        self.assertEqual(done.returncode, 9)

    def test_ctrl_c_at_the_prompt_ends_it_with_130_and_gives_the_echo_back(self):
        session = Session(self, "sign", self.talk, "--home", self.home)
        session.wait_for("Passphrase for your keys: ")
        self.assertFalse(session.echoes())
        session.process.send_signal(signal.SIGINT)
        self.assertEqual(session.process.wait(DEADLINE), 130)
        self.assertTrue(session.echoes())
        self.assertIn("nothing was changed", session.err.read_text())
        session.end()
        self.assertEqual(self.feed_seq(), 0)

    def test_an_import_asks_about_each_name_that_might_be_a_speaker(self):
        page = self.place / "page.txt"
        page.write_text("Mina: Yes?\n\nAung: No.\n\nNote: Names were changed.\n")
        session = Session(self, "import", page, "--into", self.place / "page")
        for name, answer in (("Mina", "y"), ("Aung", "yes"), ("Note", "n")):
            session.wait_for(f"Is '{name}' a speaker?")
            os.write(session.master, f"{answer}\n".encode())
        self.assertEqual(session.end(), 0)
        self.assertIn("2 speakers declared.\n  Mina\n  Aung\n", session.out.read_text())

    def answer(self, session, question, answer):
        session.wait_for(question)
        os.write(session.master, f"{answer}\n".encode())

    def test_a_change_of_keys_is_asked_for_shown_and_agreed_to(self):
        self.assertEqual(self.sign().returncode, 0)
        self.ok("key", "new", self.place / "bo", "--insecure-low-cost-keys", "--passphrase-file", self.place / "passphrase")
        session = Session(self, "root", "--home", self.home)
        self.answer(session, "Number, or nothing when that is all: ", "9")
        self.answer(session, "Number, or nothing when that is all: ", "1")
        self.answer(session, "public keys: ", self.place / "bo")
        self.answer(session, "Number, or nothing when that is all: ", "5")
        self.answer(session, "Number: ", "1")
        self.answer(session, "Number, or nothing when that is all: ", "")
        session.wait_for("Do you agree? [yes/no] ")
        shown = session.err.read_text()
        self.assertIn("to publish, 1 of 2 must sign (until now 1 of 1)", shown)
        self.assertIn("the last feed that stands is 0.1", shown)
        os.write(session.master, b"yes\n")
        session.wait_for("Passphrase for your keys: ")
        session.type("correct horse battery staple\n")
        self.assertEqual(session.end(), 0, session.output())
        self.assertIn("Signed  root document 2 and feed 2 of Desk", session.out.read_text())

    def test_no_is_an_answer_and_no_passphrase_is_asked_for(self):
        self.assertEqual(self.sign().returncode, 0)
        session = Session(self, "root", "--renew", "--home", self.home)
        self.answer(session, "Do you agree? [yes/no] ", "no")
        self.assertEqual(session.end(), 1)
        self.assertIn("(not-confirmed)", session.err.read_text())
        self.assertNotIn("Passphrase", session.seen)
        self.assertEqual(self.feed_seq(), 1)

    def test_a_withdrawal_asks_which_bundle_and_why(self):
        self.assertEqual(self.sign().returncode, 0)
        session = Session(self, "withdraw", "--home", self.home)
        self.answer(session, "Which? the bundle, by number: ", "1")
        self.answer(session, "Which? the reason, by number: ", "2")
        self.answer(session, "Do you want that? [yes/no] ", "yes")
        self.assertIn("You are about to withdraw, for Desk (error):", session.err.read_text())
        session.wait_for("Passphrase for your keys: ")
        session.type("correct horse battery staple\n")
        self.assertEqual(session.end(), 0, session.output())
        self.assertIn("Feed 2 lists it.", session.out.read_text())


if __name__ == "__main__":
    unittest.main()
