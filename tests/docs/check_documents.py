"""What the documents tell people to type exists, and where they point to is there.

    check_documents.py --bin DIRECTORY ROOT

In every fenced block of the documents, a line that begins with one of our programs must name a subcommand it has, with
options that its --help knows; a line that begins with scripts/ must name a script. Every relative link must lead to a file,
and so must every docs/….md that a source or test cites. A test that a document names in `backticks` must exist: a suite, one test
of it, or a script of tests/cli or tests/care.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs")
PROGRAMS = ("nightletter", "nightletter-sign", "nightletterctl", "nightletterd")
WITHOUT_SUBCOMMANDS = ("nightletterd",)
STATEMENTS = re.compile(r"nightletter (root|feed|traffic|withdrawal|heads|keys|request|response|bundle|receipt|peers|withdrawals) 1")  # formats.md shows what is signed, too
CITING = (".cpp", ".hpp", ".py", ".toml", ".md", ".script")


def documents(root):
    for name in DOCUMENTS:
        path = root / name
        yield from sorted(path.rglob("*.md")) if path.is_dir() else [path]


def fenced_lines(text):
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            inside = not inside
        elif inside:
            yield number, line.split("  #")[0].strip()


class Help:
    """What each program says of itself, asked once."""

    def __init__(self, programs):
        self.programs = programs
        self.answers = {}

    def of(self, *words):
        if words not in self.answers:
            done = subprocess.run([str(self.programs / words[0]), *words[1:], "--help"], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20)
            self.answers[words] = done.stdout if done.returncode == 0 else None
        return self.answers[words]


def faults_in_command(line, help_of):
    words = shlex.split(line)
    asked = (words[0],) if words[0] in WITHOUT_SUBCOMMANDS else tuple(words[:2])
    if len(asked) == 2 and asked[1].startswith("-"):
        asked = asked[:1]
    text = help_of.of(*asked)
    if text is None:
        yield f"there is no `{' '.join(asked)}`"
        return
    everywhere = help_of.of(words[0])
    for word in words:
        option = word.split("=")[0]
        if re.fullmatch(r"--?[a-z][a-z-]*", option) and not re.search(rf"(?<![\w-]){option}(?![\w-])", text + everywhere):
            yield f"`{' '.join(asked)}` has no {option}"


def faults_in(path, root, help_of):
    text = path.read_text("utf-8")
    for number, line in fenced_lines(text):
        first = line.split(" ")[0]
        if first in PROGRAMS and not STATEMENTS.match(line):
            for fault in faults_in_command(line, help_of):
                yield f"{path.relative_to(root)}:{number}: {fault}"
        elif first.startswith("scripts/") and not (root / first).is_file():
            yield f"{path.relative_to(root)}:{number}: there is no {first}"
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target and not (path.parent / target).exists():
            yield f"{path.relative_to(root)}: the link to {target} leads nowhere"


def citations_that_lead_nowhere(root):
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path.suffix not in CITING or place.parts[0].startswith(("build", ".")) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            for cited in re.findall(r"\bdocs/[a-z0-9/_-]+\.md", line):
                if not (root / cited).is_file():
                    yield f"{place}:{number}: there is no {cited}"


NAMED_TEST = re.compile(r"`((?:[A-Z]\w+Test|MutationCampaign)(?:\.\w+)?|(?:cli|care)\.\w+)`")


def tests_there(root):
    """The names of all tests, each also as its suite alone."""
    names = set()
    for path in (root / "tests").rglob("*"):
        if path.suffix == ".cpp":
            for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", path.read_text("utf-8"), re.MULTILINE):
                names |= {suite, f"{suite}.{name}"}
        elif path.name == "CMakeLists.txt":
            for suite, name in re.findall(r"NAME (\w+)\.([\w$]+)", path.read_text("utf-8")):
                names |= {suite, f"{suite}.{name}"}
        elif path.suffix == ".script" or path.name.endswith("_test.py"):
            names.add(f"{path.parent.name}.{path.name.split('.')[0].removesuffix('_test')}")
    return names


def tests_that_are_not_there(root):
    names = tests_there(root)
    for path in documents(root):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for cited in NAMED_TEST.findall(line):
                if cited not in names:
                    yield f"{path.relative_to(root)}:{number}: there is no test {cited}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    arguments = parser.parse_args()
    help_of = Help(arguments.bin)
    faults = [fault for path in documents(arguments.root) for fault in faults_in(path, arguments.root, help_of)]
    faults += citations_that_lead_nowhere(arguments.root)
    faults += tests_that_are_not_there(arguments.root)
    asked = len(help_of.answers)
    print("\n".join(faults) or f"each command and link is there; {asked} commands were asked")
    return 1 if faults or asked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
