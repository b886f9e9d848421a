"""Holds the tree to rules.toml: who may include what, how long a file may be, how a header begins.

    check.py sources ROOT            every source, header, CMakeLists.txt and README below ROOT
    check.py program PROGRAM         what one built program is linked with

Prints one line for each violation and exits 1 when there is one. There is no advisory mode.
"""

import dataclasses
import pathlib
import re
import subprocess
import sys
import tomllib

CPP_LINES = 400
HEADER_LINES = 200
README_LINES = range(10, 31)
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


class Tree:
    """The files below one root, and the rules they are held to."""

    def __init__(self, root, rules, exceptions):
        self.root = pathlib.Path(root)
        self.rules = rules
        self.exceptions = exceptions

    def sources(self):
        for folder in self.rules["folders"]:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in (".cpp", ".hpp", ".h", ".cc") and path.is_file():
                    yield path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8")

    def present_folders(self):
        return [name for name in self.rules["folders"] if (self.root / name).is_dir()]


def is_below(path, places):
    return any(path.startswith(place) for place in places)


def allowed_folders(rules, folder):
    return [folder, *rules["folders"][folder]]


def check_own_include(tree, path, number, included):
    folder = path.split("/")[0]
    target = included.split("/")[0]
    if target not in tree.rules["folders"]:
        yield Finding(path, number, f'"{included}" is not spelled from the root of the tree')
        return
    if not (tree.root / included).is_file():
        yield Finding(path, number, f'"{included}" does not exist')
    if target not in allowed_folders(tree.rules, folder):
        yield Finding(path, number, f'{folder}/ may not include {target}/ ("{included}")')
    for rule in tree.rules.get("restricted", []):
        if included == rule["header"] and not is_below(path, rule["only"]):
            yield Finding(path, number, f'"{included}" is not for {folder}/: {rule["why"]}')


def check_library_include(tree, path, number, included):
    for rule in tree.rules.get("library", []):
        if not included.startswith(rule["include"]):
            continue
        if not is_below(path, rule["only"]):
            yield Finding(path, number, f'<{included}> does not belong here: {rule["why"]}')
        elif path.endswith(".hpp") and not rule.get("headers", True) and not path.startswith("tests/"):
            yield Finding(path, number, f"<{included}> is for .cpp files; whoever includes this header pays for it")


def check_includes(tree, path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            own, library = match.groups()
            check = check_own_include if own else check_library_include
            yield from check(tree, path, number, own or library)


def check_words(tree, path, text):
    for rule in tree.rules.get("word", []):
        if path.startswith("tests/") and not rule.get("tests", True) or is_below(path, rule.get("only", [])):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := re.search(rule["pattern"], line):
                yield Finding(path, number, f'"{match.group(0).strip()}": {rule["why"]}')


def check_length(tree, path, text):
    limit = HEADER_LINES if path.endswith((".hpp", ".h")) else CPP_LINES
    lines = len(text.splitlines())
    granted = tree.exceptions.get(path)
    if granted is None:
        if lines > limit:
            yield Finding(path, lines, f"{lines} lines, more than {limit}: split it by subject")
    elif lines > granted:
        yield Finding(path, lines, f"{lines} lines, more than the {granted} that exceptions.txt grants")
    elif lines <= limit:
        yield Finding(path, lines, f"{lines} lines keep the limit of {limit}: remove it from exceptions.txt")


def check_opening(tree, path, text):
    first = text.split("\n", 1)[0]
    if path.endswith(".hpp"):
        if not first.startswith(f"// {path}: "):
            yield Finding(path, 1, f'the first line must be "// {path}: " with one sentence about the file')
        elif not first.endswith("."):
            yield Finding(path, 1, "the sentence in the first line must end in a full stop, on that line")
        elif re.search(r"\band\b", first):
            yield Finding(path, 1, 'the sentence in the first line needs "and": the file may be two')
        if "#pragma once" not in text:
            yield Finding(path, 1, "#pragma once is missing")
    elif path.endswith("_test.cpp") and not first.startswith("// "):
        yield Finding(path, 1, "a test file opens with a comment that says which promise it checks")


def check_cmake(tree, folder):
    lists = tree.root / folder / "CMakeLists.txt"
    if not lists.is_file() or folder == "tests":
        return
    path = f"{folder}/CMakeLists.txt"
    for number, line in enumerate(lists.read_text(encoding="utf-8").splitlines(), 1):
        for target in re.findall(r"\bnightletter_([a-z_]+)\b", line.split("#")[0]):
            place = next((name for name in tree.rules["folders"] if target == name or target.startswith(name + "_")), None)
            if place and place not in allowed_folders(tree.rules, folder):
                yield Finding(path, number, f"{folder}/ may not link nightletter_{target}")
        if "PkgConfig::libtorrent" in line and folder not in ("swarm", "bench"):
            yield Finding(path, number, "only swarm/ links libtorrent")


def check_readme(tree, folder):
    readme = tree.root / folder / "README.md"
    if not readme.is_file():
        yield Finding(f"{folder}/README.md", 1, "missing: what the folder is for, what is not here, which file to open first")
        return
    lines = len(readme.read_text(encoding="utf-8").splitlines())
    if lines not in README_LINES:
        yield Finding(f"{folder}/README.md", lines, f"{lines} lines; a folder's README has 10 to 30")


def check_exceptions(tree):
    for path in tree.exceptions:
        if not (tree.root / path).is_file():
            yield Finding(path, 1, "named in exceptions.txt and not there")


def check_sources(tree):
    findings = list(check_exceptions(tree))
    for path, text in tree.sources():
        for check in (check_includes, check_words, check_length, check_opening):
            findings += check(tree, path, text)
    for folder in tree.present_folders():
        findings += check_cmake(tree, folder)
        findings += check_readme(tree, folder)
    return findings


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def check_program(rules, program, needed, undefined, defined):
    """`needed`, `undefined`, `defined`: what ldd, nm -D --undefined-only and nm -C --defined-only said of it."""
    name = pathlib.Path(program).name
    rule = next((rule for rule in rules["program"] if rule["name"] == name), None)
    if rule is None:
        return [Finding(name, 1, "rules.toml has no [[program]] of this name")]
    findings = []
    for library in rule["shared"]:
        if library in needed:
            findings.append(Finding(name, 1, f'is linked with {library}: {rule["why"]}'))
    called = {line.split()[-1].split("@")[0] for line in undefined.splitlines() if line.strip()}
    for symbol in rule["symbols"]:
        if symbol in called:
            findings.append(Finding(name, 1, f'calls {symbol}(): {rule["why"]}'))
    for folder in rule["folders"]:
        if f"nightletter::{folder}::" in defined or (folder == "base_loop" and "nightletter::Loop::" in defined):
            findings.append(Finding(name, 1, f'contains code of {folder}: {rule["why"]}'))
    return findings


def read_exceptions(path):
    """Lines of `PATH LINES REASON…`; # begins a comment."""
    granted = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(maxsplit=2)
        if len(parts) < 3 or not parts[1].isdigit():
            sys.exit(f"{path}:{number}: expected a path, its number of lines, a reason")
        granted[parts[0]] = int(parts[1])
    return granted


def main(arguments):
    here = pathlib.Path(__file__).parent
    rules = tomllib.loads((here / "rules.toml").read_text(encoding="utf-8"))
    match arguments:
        case ["sources", root]:
            findings = check_sources(Tree(root, rules, read_exceptions(here / "exceptions.txt")))
        case ["program", program]:
            findings = check_program(rules, program, output_of("ldd", program),
                                     output_of("nm", "-D", "--undefined-only", program),
                                     output_of("nm", "-C", "--defined-only", program))
        case _:
            sys.exit(__doc__)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} violations" if findings else "the rules hold")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
