#!/usr/bin/env python3
"""Runs one session of commands and compares what they print with what the script says.

usage: run_script.py --bin DIRECTORY [--bin DIRECTORY …] [--source DIRECTORY] [--before SCRIPT] SCRIPT

A script is text. `$ command` runs under bash in an empty directory, with our programs first on PATH, HOME and
XDG_DATA_HOME inside it, and no terminal. The lines after it are its standard output and standard error together:

    {{NAME}}          one word; the first use gives NAME its value (also as a variable $NAME of later commands),
                      later uses must be equal to it
    {{NAME:regex}}    the same with a pattern of its own
    {{:regex}}        any text that matches, not remembered
    ...               alone on a line: any number of lines

`[exit N]` after the output is the exit code when it is not 0. `#` starts a comment line. `needs: tool tool` near the
top skips the script, with the reason printed, where a tool is missing (exit code 77). `cat > NAME << END` blocks
belong to their command as in a shell: a command goes on with lines that start with `> `.

A page of documentation (NAME.md) is run as well: its blocks that begin with ```session, in which `…` stands for any
text; --before names a script that prepares what they need. In their commands nlp1…, nlb1… and RW… stand for the variables
PUBLISHER, BUNDLE and KEY.

`@ FILE` alone on a line of a script goes on with another script, or with a page; `@ PAGE.md#heading N` with the Nth block
below that heading alone. So a script can do, before and after, what the reader of the page does not see.
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
PLACEHOLDER = re.compile(r"\{\{(\w*)(?::(.*?))?\}\}(?!\})")


ABBREVIATED = {"nlp1…": "$PUBLISHER", "nlb1…": "$BUNDLE", "RW…": "$KEY"}


class Step:
    def __init__(self, path, line, command):
        self.place, self.command, self.expected, self.exit = f"{path}:{line}", command, [], 0


def anchor_of(heading):
    return re.sub(r"[^a-z0-9 -]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def as_in_a_script(line):
    """A line of a session on a page."""
    if not line.startswith(("$ ", "> ")):
        return line.replace("…", "{{:.*}}")
    for short, variable in ABBREVIATED.items():
        line = line.replace(short, variable)
    return line


def page_lines(path, anchor, wanted):
    """Of all sessions, or of the `wanted`-th below the heading."""
    inside, here, block = False, not anchor, 0
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        if line.startswith("```"):
            inside = line == "```session" and here
            block += inside
        elif inside and wanted in (None, block):
            yield path, number, as_in_a_script(line)
        elif not inside and line.startswith("#") and anchor:
            here = anchor_of(line) == anchor


def lines_of(name):
    """(file, number, line) of a script with what it goes on with, or of a page."""
    name, _, wanted = name.partition(" ")
    path, _, anchor = name.partition("#")
    if path.endswith(".md"):
        found = list(page_lines(path, anchor, int(wanted) if wanted else None))
        if not found:
            sys.exit(f"{name} {wanted}: there is no such session")
        yield from found
        return
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        if line.startswith("@ "):
            yield from lines_of(os.path.join(os.path.dirname(path), line[2:]))
        else:
            yield path, number, line


def read_steps(name):
    steps, needs = [], []
    for path, number, line in lines_of(name):
        if line.startswith("needs: "):
            needs += line.split()[1:]
        elif line.startswith("$ "):
            steps.append(Step(path, number, line[2:]))
        elif line.startswith("> ") or line == ">":
            steps[-1].command += "\n" + line[2:]
        elif (code := re.fullmatch(r"\[exit (\d+)\]", line)) is not None:
            steps[-1].exit = int(code.group(1))
        elif line.startswith("#"):
            continue
        elif steps:
            steps[-1].expected.append(line)
        elif line:
            sys.exit(f"{path}:{number}: output before the first command")
    for step in steps:
        while step.expected and step.expected[-1] == "":
            step.expected.pop()
    return steps, needs


def pattern_of(line, known):
    """A regular expression for one expected line, with the names it will define."""
    pattern, at, defined = "", 0, set()
    for hole in PLACEHOLDER.finditer(line):
        pattern += re.escape(line[at : hole.start()])
        name, regex = hole.group(1), hole.group(2) or r"\S+"
        if name and name in known:
            pattern += re.escape(known[name])
        elif name and name in defined:
            pattern += f"(?P={name})"
        elif name:
            defined.add(name)
            pattern += f"(?P<{name}>{regex})"
        else:
            pattern += f"(?:{regex})"
        at = hole.end()
    return pattern + re.escape(line[at:])


def agrees(expected, actual, known):
    """True when all lines match; names found on the way go into `known`."""
    if not expected:
        return not actual
    if expected[0] == "...":
        for skip in range(len(actual) + 1):
            trial = dict(known)
            if agrees(expected[1:], actual[skip:], trial):
                known.update(trial)
                return True
        return False
    if not actual:
        return False
    match = re.fullmatch(pattern_of(expected[0], known), actual[0])
    if match is None:
        return False
    known.update(match.groupdict())
    return agrees(expected[1:], actual[1:], known)


def run(steps, arguments):
    known, failures = {}, 0
    with tempfile.TemporaryDirectory(prefix="nightletter-cli-") as place:
        environment = {
            "PATH": ":".join([*map(os.path.abspath, arguments.bin), os.environ["PATH"]]), "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": place, "XDG_DATA_HOME": os.path.join(place, ".data"), "TMPDIR": place,
            "LC_ALL": "C.UTF-8", "TERM": "dumb", "SOURCE": os.path.abspath(arguments.source),
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        work = os.path.join(place, "work")
        os.mkdir(work)
        for step in steps:
            # A session of its own: no terminal is left to ask at.
            done = subprocess.run(["bash", "-c", step.command], cwd=work, env={**environment, **known},
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  start_new_session=True, timeout=120)
            text = done.stdout.decode("utf-8", "backslashreplace")
            actual = text.split("\n")
            while actual and actual[-1] == "":
                actual.pop()
            if agrees(step.expected, actual, known) and done.returncode == step.exit:
                continue
            failures += 1
            print(f"{step.place}: $ {step.command}")
            if done.returncode != step.exit:
                print(f"  exit {done.returncode}, expected {step.exit}")
            sys.stdout.writelines(line + "\n" for line in difflib.unified_diff(step.expected, actual, "expected", "printed", lineterm="", n=50))
            break
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, action="append")
    parser.add_argument("--source", default=".")
    parser.add_argument("--before", help="a script to run first, in the same directory")
    parser.add_argument("script")
    arguments = parser.parse_args()
    steps, needs = read_steps(arguments.script)
    if arguments.before:
        before, more = read_steps(arguments.before)
        steps, needs = before + steps, needs + more
    if not steps:
        sys.exit(f"{arguments.script}: no command in it")
    missing = [tool for tool in needs if shutil.which(tool) is None]
    if missing:
        print(f"skipped: not installed here: {' '.join(missing)}")
        return SKIPPED
    failures = run(steps, arguments)
    print(f"{arguments.script}: {len(steps)} commands, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
