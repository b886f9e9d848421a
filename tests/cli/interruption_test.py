"""Interrupting nightletter-sign at any point leaves the old state or the new one; the next command knows which.

The program is killed by strace at each system call that changes anything on disk, one after the other, until it comes
to its end. After each death: the folder has no signature rather than a wrong one, and the same command again completes
it, with the same bundle, and a feed that counted once.
"""

import json
import shutil
import subprocess
import unittest

from desk import need
from interrupted import InterruptedDesk


class InterruptionTest(InterruptedDesk):
    def setUp(self):
        need("sha256sum", "minisign")
        super().setUp()

    def bag_holds(self):
        bag = self.talk / "talk"
        if not (bag / "tagmanifest-sha256.txt.minisig").exists():
            return True
        sums = subprocess.run(["sha256sum", "--quiet", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"], cwd=bag, capture_output=True)
        key = next(self.home.glob("keys/*/release.pub"))
        signed = subprocess.run(["minisign", "-qVm", "tagmanifest-sha256.txt", "-p", key], cwd=bag, capture_output=True)
        return sums.returncode == 0 and signed.returncode == 0

    def check_each_step(self, seq_before, expected):
        for step in self.steps("sign", self.talk, *self.opening()):
            with self.subTest(step=step):
                self.assertTrue(self.bag_holds(), "a signature that does not hold")
                self.assertIn(self.feed_seq(), (seq_before, seq_before + 1) if self.home_is_settled() else (0, seq_before, seq_before + 1))
                done = self.sign()
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.feed_seq(), seq_before + 1)
                self.assertEqual(self.contents(self.talk / "talk", self.talk / "talk.torrent"), expected)
                self.assertEqual(self.contents(next(self.talk.glob("publishers/*"))).keys(), self.published)
                self.assertEqual(self.leftovers(), [])

    def signed_copy(self):
        """What an undisturbed signing makes of the folder as it is now; the folder and the home stay as they are."""
        for name in ("home", "talk"):
            shutil.copytree(self.place / name, self.place / "spare" / name)
        self.assertEqual(self.sign().returncode, 0)
        expected = self.contents(self.talk / "talk", self.talk / "talk.torrent")
        self.published = self.contents(next(self.talk.glob("publishers/*"))).keys()
        for name in ("home", "talk"):
            shutil.rmtree(self.place / name)
            shutil.move(self.place / "spare" / name, self.place / name)
        return expected

    def test_a_first_signing_is_all_or_nothing(self):
        self.check_each_step(0, self.signed_copy())

    def test_signing_anew_after_a_change_is_all_or_nothing(self):
        self.assertEqual(self.sign().returncode, 0)
        transcript = self.talk / "talk/data/transcript.en.txt"
        transcript.write_text(transcript.read_text().replace("The answer.", "Another answer."))
        expected = self.signed_copy()
        # The text was changed by hand, so the signature that lies there is of another. It is taken away first: one that is
        # found after a death is then this program's doing.
        (self.talk / "talk/tagmanifest-sha256.txt.minisig").unlink()
        self.check_each_step(1, expected)

    def test_a_publisher_is_made_whole_or_not_at_all(self):
        other = self.place / "home/other"
        for step in self.steps("init", "--home", other, "--passphrase-file", self.place / "passphrase", "--insecure-low-cost-keys"):
            with self.subTest(step=step):
                show = self.run_desk("key", "show", "--home", other)
                self.assertIn(show.returncode, (0, 5), show.stderr)
                if show.returncode == 0:
                    folders = list(other.glob("keys/*"))
                    self.assertEqual([len(list(folder.iterdir())) for folder in folders], [8])
                    self.assertEqual(self.run_desk("sign", self.talk, *self.opening(other)).returncode, 0)
                else:
                    self.assertEqual(list(other.glob("publishers/*/*")), [])

    def state(self):
        """What the next command says: the root in force, the feed, the withdrawals it lists and those that lie there."""
        root = json.loads(self.ok("key", "show", "--home", self.home, "--json"))["root_version"]
        self.assertTrue(self.home_is_settled())
        folder = next(self.home.glob("publishers/*"))
        listed = (folder / "feed").read_text().count("\nwithdraw ")
        return root, self.feed_seq(), listed, len(list(folder.glob("withdrawal.*.minisig")))

    def check_old_or_new(self, old, new, *arguments):
        """Before the decision everything is old, after it everything is new, and either can be signed on."""
        self.assertEqual(self.state(), old)
        seen = []
        for step in self.steps(*arguments, "--yes", *self.opening()):
            with self.subTest(step=step):
                state = self.state()
                self.assertIn(state, (old, new))
                if state not in seen:
                    self.ok("feed", "--renew", *self.opening())
                    self.assertEqual(self.leftovers(), [])
                seen.append(state)
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(set(seen), {old, new})

    def test_a_change_of_keys_is_all_or_nothing(self):
        self.assertEqual(self.sign().returncode, 0)
        self.ok("key", "new", self.place / "bo", "--insecure-low-cost-keys", "--passphrase-file", self.place / "passphrase")
        self.check_old_or_new((1, 1, 0, 0), (2, 2, 0, 0), "root", "--add", self.place / "bo/public-keys.txt")

    def test_a_withdrawal_is_all_or_nothing(self):
        bundle = json.loads(self.ok("sign", self.talk, *self.opening(), "--json"))["bundle"]
        self.check_old_or_new((1, 1, 0, 0), (1, 2, 1, 1), "withdraw", bundle, "--reason", "source-danger")

    def test_a_bundle_and_the_withdrawal_of_the_one_it_replaces_are_one_change(self):
        bundle = json.loads(self.ok("sign", self.talk, *self.opening(), "--json"))["bundle"]
        following = self.talk / "next"
        self.ok("redact", self.talk, "--turn", "2", "--into", following)
        arguments = ("sign", following, "--replaced", "error", "--yes", *self.opening())
        old, new = (1, 1, 0, 0), (1, 2, 1, 1)
        for step in self.steps(*arguments):
            with self.subTest(step=step):
                self.assertIn(self.state(), (old, new))
                self.ok(*arguments)
                self.assertEqual(self.state(), new)
                self.assertEqual(self.leftovers(), [])
                self.assertNotIn(bundle, self.ok("feed", "--home", self.home))

    def test_a_replacement_is_made_whole_or_not_at_all(self):
        self.ok("sign", self.talk, *self.opening())
        earlier = self.contents(self.talk)
        following = self.talk / "next"
        arguments = ("redact", self.talk, "--turn", "1", "--into", following)
        for step in self.steps(*arguments, least=5):
            with self.subTest(step=step):
                self.assertEqual(following.exists(), (following / "bundle.toml").exists())
                if not following.exists():
                    self.ok(*arguments)
                self.ok("check", following)
                shutil.rmtree(following)
                self.assertEqual(self.contents(self.talk), earlier)

    def test_a_persons_keys_are_made_whole_or_not_at_all(self):
        folder = self.place / "talk/bo"
        arguments = ("key", "new", folder, "--insecure-low-cost-keys", "--passphrase-file", self.place / "passphrase")
        for step in self.steps(*arguments):
            with self.subTest(step=step):
                again = self.run_desk(*arguments)
                self.assertIn(again.returncode, (0, 1), again.stderr)
                self.assertEqual(again.returncode == 1, "(exists)" in again.stderr)
                self.assertEqual(len([path for path in folder.iterdir() if path.is_file()]), 7)

    def test_a_passphrase_changes_for_all_keys_of_a_person_or_for_none(self):
        (self.place / "new").write_text("another passphrase\n")
        cheap = "--insecure-low-cost-keys"
        seen = set()
        for step in self.steps("key", "passphrase", "--new-passphrase-file", self.place / "new", cheap, *self.opening()):
            with self.subTest(step=step):
                backup = ["key", "backup", "--paper", "--into", self.place / "home" / "paper", cheap, "--home", self.home]
                opens = [name for name in ("passphrase", "new") if self.run_desk(*backup, "--passphrase-file", self.place / name).returncode == 0]
                self.assertEqual(len(opens), 1)
                seen.update(opens)
                self.assertTrue(self.home_is_settled())
        self.assertEqual(seen, {"passphrase", "new"})

    def test_keys_come_back_from_paper_whole_or_not_at_all(self):
        cheap = "--insecure-low-cost-keys"
        self.ok("key", "backup", "--paper", "--into", self.place, cheap, *self.opening())
        folder = self.place / "talk/back"
        arguments = ("key", "restore", self.place / "keys-on-paper.html", "--into", folder, cheap, *self.opening())
        for step in self.steps(*arguments):
            with self.subTest(step=step):
                again = self.run_desk(*arguments)
                self.assertIn(again.returncode, (0, 1), again.stderr)
                self.assertEqual(again.returncode == 1, "(exists)" in again.stderr)
                self.assertEqual(len([path for path in folder.iterdir() if path.is_file()]), 8)

    def two_people(self):
        """A publisher of two, both of whom must sign; a bundle of theirs waits for the second."""
        self.together = ["--passphrase-file", self.place / "passphrase"]
        made = self.ok("init", "--home", self.home / "ana", "--person", self.place / "ana", "--person", self.place / "ben", *self.together,
                       "--insecure-low-cost-keys", "--json")
        self.ok("sign", self.talk, "--home", self.home / "ana", "--key", self.place / "ana", *self.together, "--request", self.home / "request.txt")
        return ["cosign", self.home / "request.txt", "--response", self.home / "agreed.txt", "--yes", "--publisher",
                json.loads(made)["publisher"], "--home", self.home / "ben", "--key", self.place / "ben", *self.together]

    def test_a_response_is_written_whole_or_not_at_all_and_is_the_same_again(self):
        cosign = self.two_people()
        response = self.home / "agreed.txt"
        self.ok(*cosign)
        expected = response.read_bytes()
        response.unlink()
        shutil.rmtree(self.home / "ben")
        for step in self.steps(*cosign):
            with self.subTest(step=step):
                if response.exists():
                    self.assertEqual(response.read_bytes(), expected)
                    response.unlink()
                self.ok(*cosign)
                self.assertEqual(response.read_bytes(), expected)
                self.assertEqual(self.leftovers(), [])

    def test_what_came_back_is_combined_wholly_or_not_at_all(self):
        self.ok(*self.two_people())
        combine = ["combine", self.home / "agreed.txt", "--home", self.home / "ana", "--key", self.place / "ana", *self.together]
        shutil.copytree(self.place / "home", self.place / "spare/home")
        shutil.copytree(self.talk, self.place / "spare/talk")
        self.ok(*combine)
        expected = self.contents(self.talk / "talk", self.talk / "talk.torrent")
        for name in ("home", "talk"):
            shutil.rmtree(self.place / name)
            shutil.move(self.place / "spare" / name, self.place / name)
        for step in self.steps(*combine):
            with self.subTest(step=step):
                self.assertIn(self.run_desk(*combine).returncode, (0, 5))
                self.assertEqual(self.contents(self.talk / "talk", self.talk / "talk.torrent"), expected)
                self.assertEqual(self.feed_seq(self.home / "ana"), 1)
                self.assertEqual(self.run_desk("request", "--home", self.home / "ana").returncode, 5)
                self.assertEqual(self.leftovers(), [])


if __name__ == "__main__":
    unittest.main()
