#!/usr/bin/python3
"""A mirror that a rehearsal can ask what it believes. It decides nothing: every answer is that of tests/tools/judge.

mirror.py NAME begin nlp1…    nothing is held yet
mirror.py NAME take FOLDER    every statement below FOLDER/publishers/ is handed in, as from a stick; prints what came of each
                              (not of heads: they are hints)
mirror.py NAME head FILE      one item from a DHT, as thief.py writes it
mirror.py NAME look           the publisher's labels, then each bundle, in order of the feed

What it was told lies in NAME.told; it is told everything again each time. The time is this computer's.
"""

import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "model"))
from names import read_name, write_base64, write_name, write_time  # noqa: E402


def judge(lines):
    done = subprocess.run(["judge"], input="".join(line + "\n" for line in lines), text=True, capture_output=True, check=True)
    return done.stdout.split("\n")[:-1]


def statements(folder):
    """(name, verb, words) of what lies there, in the order in which a mirror judges."""
    def pair(path):
        return f"{write_base64(path.read_bytes())} {write_base64(path.with_name(path.name + '.minisig').read_bytes())}"

    versions = sorted(int(path.name[5:]) for path in folder.glob("root.*") if path.name[5:].isdigit())
    withdrawals = sorted(path for path in folder.glob("withdrawal.*") if not path.name.endswith(".minisig"))
    for version in versions:
        yield f"root.{version}", "root", pair(folder / f"root.{version}")
    if (folder / "feed").exists():
        yield "feed", "feed", " ".join(map(pair, [folder / "feed", *withdrawals]))
    for path in withdrawals:
        yield "withdrawal", "withdrawal", pair(path)
    if (folder / "heads").exists():
        yield "heads", "heads", write_base64((folder / "heads").read_bytes())


def state_of(answer):
    return dict(word.split("=", 1) for word in answer.split(" ")[1:])


def show(answer):
    state = state_of(answer)
    print("publisher:", state["labels"].replace(",", ", ").replace("_", " "))
    labels = dict(one.split(":", 1) for one in state["bundles"].split(",")) if state["bundles"] != "-" else {}
    listed = state["releases"].split(",") if state["releases"] != "-" else []
    for bundle in [*listed, *sorted(set(labels) - set(listed))]:
        label, _, deletion = labels[bundle].partition(":deleted_from_")
        word = label.split("_")[0]
        served = "not served" if word in ("withdrawn", "hidden", "disowned", "invalid") else "served"
        print(f"{write_name('nlb', bytes.fromhex(bundle))} {served}, {label.replace('_', ' ')}"
              + (f", deleted from {deletion}" if deletion else ""))


def main(name, verb, *words):
    told = pathlib.Path(name + ".told")
    now = write_time(int(time.time()))
    if verb == "begin":
        told.write_text(f"publisher {read_name('nlp', words[0]).hex()} 2026-01-01T00:00:00Z\n")
        return
    lines = told.read_text().split("\n")[:-1]
    if verb == "look":
        show(judge([*lines, f"look {now}"])[-1])
        return
    new = []
    if verb == "take":
        folder = next((pathlib.Path(words[0]) / "publishers").glob("nlp1*"))
        new = [(what, f"{kind} {now} {rest}") for what, kind, rest in statements(folder)]
    if verb == "head":
        new = [("head", f"head {now} {pathlib.Path(words[0]).read_text().strip()}")]
    answers = judge([*lines, *(line for _, line in new)])[len(lines):]
    for (what, _), answer in zip(new, answers, strict=True):
        word = answer.split(" ")[0]
        if word != "already-held" and what != "heads":
            print(what, word)
    told.write_text("".join(line + "\n" for line in [*lines, *(line for _, line in new)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
