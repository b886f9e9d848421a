"""Every command that --help lists, ended or asked to end at each step: the old state or the new one, and it says which.

First a death at each system call that changes anything (for those commands that cli.interruption does not follow more
closely), then Ctrl-C at each, or at every second to fourth of many. After Ctrl-C a program either comes to its end, and
everything is new, or says that it was interrupted and nothing was changed, and then everything is old. In both cases the
same command again finishes the matter.
"""

import json
import shutil
import tempfile
import unittest

import interruption_test
from interrupted import InterruptedDesk
from offline_test import picture_with_an_author

# Each has a death at each step of its own there.
FOLLOWED_CLOSELY = {
    "sign": "a_first_signing_is_all_or_nothing",
    "root": "a_change_of_keys_is_all_or_nothing",
    "withdraw": "a_withdrawal_is_all_or_nothing",
    "redact": "a_replacement_is_made_whole_or_not_at_all",
    "cosign": "a_response_is_written_whole_or_not_at_all_and_is_the_same_again",
    "combine": "what_came_back_is_combined_wholly_or_not_at_all",
    "key new": "a_persons_keys_are_made_whole_or_not_at_all",
    "key passphrase": "a_passphrase_changes_for_all_keys_of_a_person_or_for_none",
    "key restore": "keys_come_back_from_paper_whole_or_not_at_all",
}
WRITES_NOTHING = {"key show"}
CHEAP = "--insecure-low-cost-keys"


class StoppingTest(InterruptedDesk):
    ended = set()

    @staticmethod
    def name_of(arguments):
        return f"key {arguments[1]}" if arguments[0] == "key" else arguments[0]

    def after(self, look, *arguments):
        """The state after an undisturbed run, which is then undone."""
        self.keep_start()
        done = self.run_desk(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        state = look()
        self.back_to_start()
        return state

    def assert_finished_by_the_same_command(self, look, new, again, *arguments):
        done = self.run_desk(*arguments)
        self.assertIn(done.returncode, again, done.stderr)
        self.assertEqual(look(), new)
        self.assertEqual(self.unfinished(), [])

    def unfinished(self):
        """Hidden working files."""
        return [str(path) for root in (self.home, self.talk) for path in root.rglob(".*") if not path.name.endswith("lock")]

    def check(self, look, *arguments, between=(), again=(0,), every=1, least=1):
        """`between`: states beside the old and the new one, of commands that write several files each whole in itself."""
        self.ended.add(self.name_of(arguments))
        new = self.after(look, *arguments)
        states = (look(), *between, new)
        self.assertNotEqual(states[0], new)
        if self.name_of(arguments) not in FOLLOWED_CLOSELY:
            for change in self.steps(*arguments, least=least):
                with self.subTest(command=arguments[:2], death=change):
                    self.assertIn(look(), states)
                    self.assert_finished_by_the_same_command(look, new, again, *arguments)
        for change in self.changes_of(*arguments)[::every]:
            with self.subTest(command=arguments[:2], stopped=change):
                self.back_to_start()
                self.assert_it_says_which(self.disturbed_at(change, "INT", *arguments), look(), states)
                self.assert_finished_by_the_same_command(look, new, again, *arguments)
        self.back_to_start()

    def assert_it_says_which(self, done, state, states):
        if done.returncode == 0:
            self.assertEqual(state, states[-1])
            return
        self.assertEqual(done.returncode, 130, done.stderr)
        self.assertIn("(interrupted)", done.stderr)
        self.assertIn(state, states[:-1])
        self.assertEqual(state == states[0], "nothing was changed" in done.stderr, done.stderr)

    def seen(self):
        return self.names(self.talk)

    def test_what_needs_no_key(self):
        page = self.place / "page.txt"
        page.write_text("Mina: Yes?\n\nAung: No.\n")
        speakers = ("--speaker", "Mina", "--speaker", "Aung")
        self.check(self.seen, "new", self.talk / "fresh", again=(0, 1), least=3)
        self.check(self.seen, "import", page, "--into", self.talk / "page", *speakers, again=(0, 1), least=3)
        self.check(self.seen, "import", page, "--into", self.talk, "--language", "my", *speakers, again=(0, 1))
        self.check(self.seen, "check", self.talk, "--preview", self.talk / "page.html")
        page_alone = self.names(self.talk) | {"card", "card/card.html"}
        made_folder = self.names(self.talk) | {"card"}
        self.check(self.seen, "card", "--into", self.talk / "card", "--home", self.home, between=(made_folder, page_alone), least=3)

    def test_cleaning(self):
        names = ("a.png", "b.png")
        for name in names:
            (self.talk / name).write_bytes(picture_with_an_author())

        def clean():
            return tuple(b"Mina" not in (self.talk / name).read_bytes() for name in names)

        self.check(clean, "clean", *(self.talk / name for name in names), between=((True, False),))

    def test_a_page_of_keys(self):
        paper = self.talk / "paper"
        empty = self.names(self.talk) | {"paper"}
        self.check(self.seen, "key", "backup", "--paper", "--into", paper, CHEAP, *self.opening(), between=(empty,), again=(0, 1))

    def test_keys_and_publishers(self):
        folder = self.talk / "bo"
        (self.place / "new").write_text("another passphrase\n")
        self.check(self.seen, "key", "new", folder, CHEAP, "--passphrase-file", self.place / "passphrase", again=(0, 1))
        people = (self.home / "two" / "ana", self.home / "two" / "ben")

        def founded():
            """Whether there is a publisher, and how many of the two can open their keys then."""
            home = self.home / "two"
            if self.run_desk("key", "show", "--home", home).returncode != 0:
                return False, 0
            backups = [self.run_desk("key", "backup", "--paper", "--into", tempfile.mkdtemp(dir=self.place), CHEAP, "--key", person, *self.opening(home))
                       for person in people]
            return True, sum(done.returncode == 0 for done in backups)

        self.check(founded, "init", "--person", people[0], "--person", people[1], CHEAP, *self.opening(self.home / "two"), again=(0, 1), every=3)

    def test_signing(self):
        bundle = json.loads(self.ok("sign", self.talk, *self.opening(), "--json"))["bundle"]

        def published():
            self.ok("key", "show", "--home", self.home)  # whatever comes next settles what was decided
            return self.feed_seq(), len(list(self.home.glob("publishers/*/hide.*"))), len(list(self.home.glob("publishers/*/withdrawal.*")))

        self.check(published, "hide", bundle, "--yes", *self.opening(), again=(0, 1), every=4)
        self.check(published, "withdraw", bundle, "--reason", "error", "--yes", *self.opening(), again=(0, 1), every=4)

    def decided(self):
        """What the home stands at once the next command settled it: the root in force and the feed."""
        root = json.loads(self.ok("key", "show", "--home", self.home, "--json"))["root_version"]
        return root, self.feed_seq()

    def test_a_first_signing(self):
        self.check(self.decided, "sign", self.talk, *self.opening(), every=3)

    def test_a_change_of_keys(self):
        self.ok("sign", self.talk, *self.opening())
        self.ok("key", "new", self.place / "bo", CHEAP, "--passphrase-file", self.place / "passphrase")
        self.check(self.decided, "root", "--add", self.place / "bo/public-keys.txt", "--yes", *self.opening(), again=(0, 1), every=3)

    def test_a_redaction(self):
        self.ok("sign", self.talk, *self.opening())
        self.check(self.seen, "redact", self.talk, "--turn", "1", "--into", self.talk / "next", again=(0, 1))

    def test_another_passphrase(self):
        (self.place / "new").write_text("another passphrase\n")

        def opens():
            paper = tempfile.mkdtemp(dir=self.place)
            return self.run_desk("key", "backup", "--paper", "--into", paper, CHEAP, *self.opening()).returncode == 0

        change = ("key", "passphrase", "--new-passphrase-file", self.place / "new", CHEAP, *self.opening())
        self.check(opens, *change, again=(0, 9), every=2)

    def test_keys_from_paper(self):
        self.ok("key", "backup", "--paper", "--into", self.place, CHEAP, *self.opening())
        page = self.place / "keys-on-paper.html"
        self.check(self.seen, "key", "restore", page, "--into", self.talk / "back", CHEAP, *self.opening(), again=(0, 1))

    def test_what_two_people_agree_to(self):
        together = ["--passphrase-file", self.place / "passphrase"]
        ana = ["--home", self.home / "ana", "--key", self.place / "ana", *together]
        people = ("--person", self.place / "ana", "--person", self.place / "ben")
        made = self.ok("init", "--home", self.home / "ana", *people, *together, CHEAP, "--json")
        self.ok("sign", self.talk, *ana, "--request", self.home / "request.txt")
        cosign = ["cosign", self.home / "request.txt", "--response", self.home / "agreed.txt", "--yes", "--publisher",
                  json.loads(made)["publisher"], "--home", self.home / "ben", "--key", self.place / "ben", *together]
        self.check((self.home / "agreed.txt").exists, *cosign, again=(0, 1))
        self.ok(*cosign)
        shutil.rmtree(self.place / "start")

        def combined():
            self.ok("key", "show", "--home", self.home / "ana")
            return self.feed_seq(self.home / "ana"), self.run_desk("request", "--home", self.home / "ana").returncode

        self.check(combined, "combine", self.home / "agreed.txt", *ana, again=(0, 5), every=2)

    def test_a_feed_signed_anew_counts_once(self):
        self.ended.add("feed")
        self.ok("sign", self.talk, *self.opening())
        first = self.feed_seq()
        for _ in self.steps("feed", "--renew", *self.opening()):
            self.ok("key", "show", "--home", self.home)
            now = self.feed_seq()
            self.assertIn(now, (first, first + 1))
            self.ok("feed", "--renew", *self.opening())
            self.assertEqual(self.feed_seq(), now + 1)
            self.assertEqual(self.leftovers(), [])
        for change in self.changes_of("feed", "--renew", *self.opening())[::2]:
            self.back_to_start()
            done = self.disturbed_at(change, "INT", "feed", "--renew", *self.opening())
            self.ok("key", "show", "--home", self.home)
            self.assert_it_says_which(done, self.feed_seq(), (first, first + 1))

    def test_a_request(self):
        opening = ["--passphrase-file", self.place / "passphrase"]
        ana = self.home / "ana"
        self.ok("init", "--home", ana, "--person", self.place / "ana", "--person", self.place / "ben", CHEAP, *opening)

        def waiting():
            return self.run_desk("request", "--home", ana).returncode, (self.talk / "request.txt").exists(), (self.talk / "copy.txt").exists()

        sign = ("sign", self.talk, "--home", ana, "--key", self.place / "ana", *opening, "--request", self.talk / "request.txt")
        for _ in self.steps(*sign):
            state = waiting()
            self.assertIn(state, ((5, False, False), (0, False, False), (0, True, False)))
            if state == (0, False, False):
                self.ok("request", "--home", ana, "--copy", self.talk / "request.txt")
            elif state[0] == 5:
                self.ok(*sign)
            self.assertEqual(waiting(), (0, True, False))
            self.assertEqual(self.leftovers(), [])
        self.ok(*sign)
        shutil.rmtree(self.place / "start")
        self.check(waiting, "request", "--copy", self.talk / "copy.txt", "--home", ana, again=(0, 1))
        self.check(waiting, "request", "--abandon", "--yes", "--home", ana, again=(0, 5))

    def test_zz_every_command_of_help_was_ended(self):
        """The last one, by its name: it looks at what the others did."""
        for name in FOLLOWED_CLOSELY.values():
            self.assertTrue(hasattr(interruption_test.InterruptionTest, f"test_{name}"), name)
        self.assertEqual(self.commands_of_help(), self.ended | FOLLOWED_CLOSELY.keys() | WRITES_NOTHING)


if __name__ == "__main__":
    unittest.main()
