"""The promise: check_manuals.py notices a command, a usage or an option that stands on one side only, and a page groff dislikes."""

import pathlib
import shutil
import tempfile
import unittest

import check_manuals

PROGRAM = """#!/bin/sh
case "$*" in
    --help) printf 'Commands:\\n  sign         Sign\\n  key          Keys\\n\\nEverywhere: --json, --version.\\n' ;;
    "sign --help") printf 'Usage: desk sign [OPTIONS] DIR\\n\\nOptions:\\n  -h,--help     Help\\n  --days INT    As --weeks of old\\n  --home TEXT   Where\\n' ;;
    "key --help") printf 'Usage: desk key [OPTIONS] SUBCOMMAND\\n\\nOptions:\\n  -h,--help     Help\\n\\nSubcommands:\\n  show          Show\\n' ;;
    "key show --help") printf 'Usage: desk key show [OPTIONS]\\n\\nOptions:\\n  -h,--help     Help\\n' ;;
esac
"""
PAGE = """# COMMANDS
## sign [OPTIONS] DIR
*--days* _N_
	How long.

Also *--home*.
## key [OPTIONS] SUBCOMMAND
## key show [OPTIONS]
# OPTIONS OF SEVERAL COMMANDS
*--home* _DIR_
	Where.
# OPTIONS OF ALL COMMANDS
*--json*, *--version*, *--help*
"""


class CheckManualsTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        (self.place / "desk").write_text(PROGRAM)
        (self.place / "desk").chmod(0o755)

    def faults(self, page):
        return "\n".join(check_manuals.faults_in(self.place / "desk", page))

    def test_the_same_on_both_sides_is_no_fault(self):
        self.assertEqual(self.faults(PAGE), "")

    def test_what_stands_on_one_side_only_is_named(self):
        for written, instead, expected in [
                ("*--days*", "*--weeks*", "`sign [OPTIONS] DIR`: --days is not in the page"),
                ("*--days*", "*--weeks*", "`sign [OPTIONS] DIR`: --weeks is no option that --help shows"),
                ("## key show [OPTIONS]\n", "", "`key show [OPTIONS]` is not in the page"),
                ("## key show [OPTIONS]", "## key show [OPTIONS]\n## key sell", "`key sell` is no usage that --help shows"),
                ("DIR", "FILE", "`sign [OPTIONS] DIR` is not in the page"),
                ("*--json*, ", "", "--json is in the page or in --help only"),
                ("*--home* _DIR_", "*--house* _DIR_", "--home is explained nowhere"),
                ("*--home* _DIR_", "*--home* _DIR_, *--house*", "--house is explained for several commands and none has it")]:
            with self.subTest(expected):
                self.assertIn(expected, self.faults(PAGE.replace(written, instead)))

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed here")
    def test_a_page_with_an_unknown_request_is_not_silent(self):
        page = b".TH desk 1\n.SH NAME\ndesk\n"
        self.assertEqual(check_manuals.complaints_of_groff(page), [])
        self.assertNotEqual(check_manuals.complaints_of_groff(page + b".XYZZY\n"), [])


if __name__ == "__main__":
    unittest.main()
