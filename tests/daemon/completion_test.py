"""`nightletterctl completion bash` is understood by bash, and completes what a person has begun to type.

    NIGHTLETTER_BIN=build/bin python3 -m unittest completion_test
"""

import os
import pathlib
import pty
import select
import subprocess
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(os.environ["NIGHTLETTER_BIN"]) / "nightletterctl"


class CompletionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.script = pathlib.Path(place.name) / "nightletterctl.bash"
        cls.script.write_bytes(subprocess.run([PROGRAM, "completion", "bash"], capture_output=True, check=True, timeout=20).stdout)

    def offered(self, *words):
        """For the last of these words."""
        done = subprocess.run(["bash", "--norc", "-c", 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nightletterctl; '
                               'printf "%s\\n" "${COMPREPLY[@]}"', self.script, "nightletterctl", *words],
                              capture_output=True, text=True, check=True, timeout=20)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_takes_it(self):
        done = subprocess.run(["bash", "-n", self.script], capture_output=True, text=True, timeout=20)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_commands_options_and_values_are_offered(self):
        for words, expected in ((["fo"], ["follow"]), (["un"], ["unfollow", "unpin", "unblock"]), (["follow", "--r"], ["--role"]),
                                (["follow", "nlp1x", "--role", ""], ["unlisted", "public", "hidden"]),
                                (["list", "--state", "s"], ["sealed"]), (["config", "c"], ["check"]), (["pin", "--r"], []),
                                (["--color", "n"], ["never"]), (["status", "--color", "a"], ["auto", "always"]),
                                (["status", "--js"], ["--json"]), (["status", "--socket", ""], []), (["completion", ""], ["bash"])):
            with self.subTest(words=words):
                found = self.offered(*words)
                self.assertEqual([word for word in found if words[-1] or not word.startswith("--")], expected)

    def test_the_tab_key_completes(self):
        for typed, completed in (("nightletterctl fo", "nightletterctl follow "), ("nightletterctl follow --r", "nightletterctl follow --role ")):
            with self.subTest(typed=typed):
                self.assertTrue(self.on_a_terminal(typed, completed))

    def on_a_terminal(self, typed, completed):
        ours, theirs = pty.openpty()
        shell = subprocess.Popen(["bash", "--norc", "--noprofile", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
                                 env={"PATH": os.environ["PATH"], "TERM": "dumb", "PS1": "", "HISTFILE": ""})
        os.close(theirs)
        try:
            os.write(ours, f"source {self.script}; echo it is $((6 * 7))\n".encode())
            read_until(ours, "it is 42")
            os.write(ours, f"{typed}\t".encode())
            return read_until(ours, completed)
        finally:
            shell.kill()
            shell.wait()
            os.close(ours)


def read_until(terminal, words, patience=20):
    text, end = "", time.monotonic() + patience
    while words not in text and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            text += os.read(terminal, 4096).decode(errors="replace")
    return words in text


if __name__ == "__main__":
    unittest.main()
