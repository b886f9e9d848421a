#!/usr/bin/python3
"""A real nightletterd on loopback, run for as long as a rehearsal needs it; its store lies in NAME/store.

node.py NAME begin nlp1… WATCHED          it follows that publisher and looks into that folder
node.py NAME until WORDS… [-- COMMAND…]   runs until each of WORDS (_ for a space) stands in the log of this run, then COMMAND
                                          with {address} filled in, then stops it; prints the lines that were waited for
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time

PATIENCE = 30  # seconds


AS_ROOT = ["--as-root"] if os.geteuid() == 0 else []  # which nightletterd refuses to be


def begin(folder, publisher, watched):
    folder.mkdir()
    os.makedirs(watched, exist_ok=True)
    (folder / "nightletterd.toml").write_text(
        f'[mirror]\npublishers = ["{publisher}"]\nlisten = "127.0.0.1:0"\n'
        f'watch = "{os.path.abspath(watched)}"\n[store]\npath = "{folder.resolve()}/store"\nmin_free = "1 MB"\n')


def lines_with(words, log):
    return [line for line in log.read_text().split("\n") if any(word in line for word in words)]


def wait_for(words, log, process):
    deadline = time.monotonic() + PATIENCE
    while not all(any(word in line for line in lines_with([word], log)) for word in words):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"waited for {words}; the log says:\n{log.read_text()}")
        time.sleep(0.02)


def until(folder, words, command):
    log = folder / "log"
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(["nightletterd", *AS_ROOT, "--config", folder / "nightletterd.toml"], stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=out)
    try:
        wait_for(["listening port=", *words], log, process)
        for line in lines_with(words, log):
            print(line.split(" ", 1)[1])
        sys.stdout.flush()
        if command:
            port = re.search(r"listening port=(\d+)", log.read_text()).group(1)
            subprocess.run([word.replace("{address}", f"127.0.0.1:{port}") for word in command], check=False)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def main(name, verb, *words):
    folder = pathlib.Path(name)
    if verb == "begin":
        begin(folder, *words)
        return
    cut = words.index("--") if "--" in words else len(words)
    until(folder, [word.replace("_", " ") for word in words[:cut]], words[cut + 1:])


if __name__ == "__main__":
    main(*sys.argv[1:])
