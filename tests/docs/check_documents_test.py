"""The promise: check_documents.py notices a command, an option, a script, a link, a citation or a test that is not there."""

import pathlib
import tempfile
import unittest

import check_documents

PROGRAM = """#!/bin/sh
case "$*" in
    --help) echo "Everywhere: --json" ;;
    "verify --help") echo "  --publisher TEXT" ;;
    *) exit 2 ;;
esac
"""


class PlantedDocuments(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        program = self.root / "nightletter"
        program.write_text(PROGRAM)
        program.chmod(0o755)
        self.help_of = check_documents.Help(self.root)

    def faults(self, text):
        path = self.root / "README.md"
        path.write_text(text)
        return list(check_documents.faults_in(path, self.root, self.help_of))

    def test_is_content_with_what_exists(self):
        self.assertEqual(self.faults("```\nnightletter verify x --publisher nlp1… --json   # says so\n```\n[here](README.md)"), [])

    def test_notices_a_command_that_does_not_exist(self):
        self.assertIn("there is no `nightletter certify`", self.faults("```\nnightletter certify x\n```\n")[0])

    def test_notices_an_option_that_does_not_exist(self):
        self.assertIn("has no --pub", self.faults("```\nnightletter verify x --pub y\n```\n")[0])

    def test_notices_a_script_and_a_link_that_lead_nowhere(self):
        self.assertEqual(len(self.faults("```\nscripts/gone\n```\n[there](docs/" + "gone.md)\n")), 2)

    def test_leaves_prose_and_statements_alone(self):
        self.assertEqual(self.faults("nightletter certify\n```\nnightletter root 1\n```\n"), [])

    def test_notices_a_citation_that_leads_nowhere(self):
        cited = "docs/" + "gone.md"
        (self.root / "a.cpp").write_text(f"// {cited} section 1\n")
        self.assertIn(cited, list(check_documents.citations_that_lead_nowhere(self.root))[0])

    def test_notices_a_test_that_does_not_exist(self):
        (self.root / "docs").mkdir()
        (self.root / "tests" / "care").mkdir(parents=True)
        (self.root / "tests" / "care" / "stolen.script").write_text("$ true\n")
        (self.root / "tests" / "a_test.cpp").write_text("TEST_F(TheftTest, ForgesNothing)\n{\n}\n")
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"):
            (self.root / name).write_text("`TheftTest` `TheftTest.ForgesNothing` `care.stolen`\n")
        (self.root / "docs" / "model.md").write_text("`TheftTest.ForgesAll` and `GoneTest` and `care.gone`\n")
        found = list(check_documents.tests_that_are_not_there(self.root))
        self.assertEqual([fault.split(" ")[-1] for fault in found], ["TheftTest.ForgesAll", "GoneTest", "care.gone"])


if __name__ == "__main__":
    unittest.main()
