"""The manual pages say what --help says: each command with its usage and options, no other, and groff does not complain.

    check_manuals.py --bin DIRECTORY SOURCES

SOURCES is docs/man, which scdoc turns into pages. A command stands in a page as `## COMMAND USAGE`; an option as a **--word** in the text below it, so that one
sentence can name those that many commands share. What every command takes stands in OPTIONS OF ALL COMMANDS.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

PROGRAMS = {"nightletter": 1, "nightletter-sign": 1, "nightletterctl": 8, "nightletterd": 8}
SHARED, COMMON = "OPTIONS OF SEVERAL COMMANDS", "OPTIONS OF ALL COMMANDS"


def help_of(binary, *words):
    done = subprocess.run([binary, *words, "--help"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    if done.returncode != 0:
        raise SystemExit(f"{binary.name} {' '.join(words)} --help: {done.stderr}")
    return done.stdout


def block(text, title):
    """The lines below a title of --help, up to the next empty line."""
    found = re.search(rf"^{title}:\n((?:.+\n)*)", text, re.MULTILINE)
    return found[1] if found else ""


def options_of(text):
    return {word for line in re.findall(r"^  (-.+)$", block(text, "Options"), re.MULTILINE)
            for word in re.findall(r"--[a-z][a-z-]*", line.split("  ")[0])} - {"--help"}


def told(binary):
    """What the program says of itself: the usage of each command, below the program's name, with its options."""
    first = help_of(binary)
    everywhere = set(re.findall(r"--[a-z][a-z-]*", first[first.find("Everywhere:"):])) | {"--help"}
    if "Commands:" not in first:
        return {}, options_of(first) | {"--help"}
    waiting = [(name,) for name in re.findall(r"^  ([a-z]+) ", block(first, "Commands"), re.MULTILINE)]
    commands = {}
    while waiting:
        words = waiting.pop()
        text = help_of(binary, *words)
        commands[re.search(rf"^Usage: {binary.name} (.+)$", text, re.MULTILINE)[1].strip()] = options_of(text)
        waiting += [(*words, name) for name in re.findall(r"^  ([a-z]+) ", block(text, "Subcommands"), re.MULTILINE)]
    return commands, everywhere


def written(page):
    """What the page says: the same, and the options that it explains once for several commands."""
    commands, sections, here = {}, {}, set()
    for line in page.splitlines():
        if line.startswith("## "):
            here = commands.setdefault(line[3:].strip(), set())
        elif line.startswith("# "):
            here = sections.setdefault(line[2:].strip(), set())
        here |= set(re.findall(r"\*(--[a-z][a-z-]*)\*", line))
    return commands, sections


def shared_faults(page, shared):
    """An option named in an "Also" sentence must be explained where several are; one explained there must be used."""
    also = {word for sentence in re.findall(r"^Also (.+?\.)$", page, re.MULTILINE | re.DOTALL) for word in re.findall(r"\*(--[a-z-]+)\*", sentence)}
    yield from (f"{word} is explained nowhere" for word in sorted(also - shared))
    yield from (f"{word} is explained for several commands and none has it" for word in sorted(shared - also))


def faults_in(binary, page):
    commands, everywhere = told(binary)
    described, sections = written(page)
    for usage in sorted(commands.keys() ^ described.keys()):
        yield f"`{usage}` is {'not in the page' if usage in commands else 'no usage that --help shows'}"
    for usage in sorted(commands.keys() & described.keys()):
        for word in sorted(commands[usage] ^ described[usage]):
            yield f"`{usage}`: {word} is {'not in the page' if word in commands[usage] else 'no option that --help shows'}"
    common = sections.get(COMMON if commands else "OPTIONS", set())
    yield from (f"{word} is in the page or in --help only" for word in sorted(common ^ everywhere))
    yield from shared_faults(page, sections.get(SHARED, set()))


def made_by_scdoc(source):
    return subprocess.run(["scdoc"], input=source.encode(), stdout=subprocess.PIPE, check=True).stdout


def complaints_of_groff(page):
    done = subprocess.run(["groff", "-ww", "-Kutf8", "-Tutf8", "-t", "-man"], input=page.decode(), capture_output=True, text=True)
    return done.stderr.splitlines() + ([] if done.returncode == 0 and done.stdout else ["nothing was set"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("sources", type=pathlib.Path)
    arguments = parser.parse_args()
    faults = []
    for program, section in PROGRAMS.items():
        name = f"{program}.{section}"
        source = (arguments.sources / f"{name}.scd").read_text("utf-8")
        found = list(faults_in(arguments.bin / program, source))
        if shutil.which("groff"):
            found += complaints_of_groff(made_by_scdoc(source))
        faults += [f"{name}: {fault}" for fault in found]
    print("\n".join(faults) or "the pages and --help say the same")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
