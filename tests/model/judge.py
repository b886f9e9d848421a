"""The model behind the protocol of tests/tools/README.md: one command a line in, one answer a line out."""

import pathlib
import sys

from believing import Publisher
from names import read_base64, read_time, write_time
from refusal import Refused


def read_bytes(word):
    if word == "-":
        return b""
    if word.startswith("@"):
        return pathlib.Path(word[1:]).read_bytes()
    octets = read_base64(word)
    if octets is None:
        raise ValueError(f"no base64: {word}")
    return octets


def pairs(words):
    octets = [read_bytes(word) for word in words]
    return list(zip(octets[::2], octets[1::2], strict=True))


def point_text(point):
    return "-" if point is None else f"{point[0]}.{point[1]}.{point[2].hex()}"


def proofs(publisher):
    if publisher.equivocation is not None:
        yield "feed"
    if publisher.fork is not None:
        yield "root"


def state_text(publisher, clock):
    newest = publisher.chain[-1] if publisher.chain else None
    bundles = []
    for bundle in publisher.bundles():
        label, deletion = publisher.standing(bundle, clock)
        gone = "" if deletion is None else ":deleted_from_" + write_time(deletion)
        bundles.append(f"{bundle.hex()}:{label.replace(' ', '_')}{gone}")
    forces = [f"{digest.hex()}:{held.force}" for digest, held in sorted(publisher.withdrawals.held.items())]
    fields = {
        "root": "-" if newest is None else f"{newest.root.version}.{newest.hash.hex()}",
        "high": point_text(publisher.high),
        "feed": point_text(None if publisher.newest is None else publisher.newest.point),
        "now": write_time(publisher.now(clock)),
        "labels": ",".join(publisher.labels(clock)).replace(" ", "_"),
        "releases": ",".join(release.bundle.hex() for release in publisher.releases()),
        "bundles": ",".join(bundles),
        "withdrawals": ",".join(forces),
        "missing": ",".join(digest.hex() for digest in publisher.missing()),
        "heard": point_text(publisher.heard),
        "proof": ",".join(proofs(publisher)) or "-",
    }
    return " ".join(f"{name}={value or '-'}" for name, value in fields.items())


class Desk:
    """One publisher at a time; `publisher` begins another."""

    def __init__(self):
        self.publisher = None

    def answer(self, line):
        verb, *words = line.split(" ")
        if verb == "publisher":
            self.publisher = Publisher(bytes.fromhex(words[0]), read_time(words[1]))
            return "begun"
        clock = read_time(words[0])
        try:
            word = self.judge(verb, clock, words[1:])
        except Refused as refused:
            word = refused.word
        return f"{word} {state_text(self.publisher, clock)}"

    def judge(self, verb, clock, words):
        publisher = self.publisher
        match verb:
            case "root":
                publisher.consider_root(*pairs(words), clock)
            case "feed":
                first, *documents = pairs(words)
                publisher.consider_feed(first, documents, clock)
            case "withdrawal":
                publisher.consider_withdrawal(*pairs(words), clock)
            case "heads":
                publisher.consider_heads(read_bytes(words[0]))
            case "head":
                publisher.consider_head(read_bytes(words[0]), int(words[1]), words[2], read_bytes(words[3]))
            case "choose":
                return "done" if publisher.choose_root(bytes.fromhex(words[0])) else "nothing"
            case "confirm" | "dismiss":
                done = publisher.set_force(bytes.fromhex(words[0]), verb + "ed")
                return "done" if done else "nothing"
            case "restart":
                publisher.restart(words)
                return "done"
            case "look":
                return "done"
            case _:
                raise ValueError(f"no such command: {verb}")
        return "accepted"


def main():
    desk = Desk()
    for line in sys.stdin:
        print(desk.answer(line.rstrip("\n")), flush=True)


if __name__ == "__main__":
    main()
