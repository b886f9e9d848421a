"""The root chain, docs/formats.md section 6 C, and which keys judge a statement, 3.21 to 3.23."""

import dataclasses

from line_text import check_first_line, integer
from names import sha256
from refusal import Refused
from signatures import check_blocks, check_comments, is_safe_key, read_set, trusted_comment
from statements import LIMITS, ZEROS, Root, read_root


@dataclasses.dataclass(frozen=True)
class HeldRoot:
    root: Root
    hash: bytes
    files: tuple  # document and signature set


def check_policy(root):
    for role in (root.root, root.release, root.withdraw):  # C.11
        if not 1 <= role.threshold <= len(role.keys):
            raise Refused("bad-policy")
    if root.withdraw.threshold < root.release.threshold:
        raise Refused("bad-policy")
    keys = root.keys()
    if not all(is_safe_key(public) for _, public in keys):  # C.12
        raise Refused("unsafe-key")
    if len({public for _, public in keys}) != len(keys):  # C.13
        raise Refused("key-twice")
    if len({key_id for key_id, _ in keys}) != len(keys):  # C.14
        raise Refused("key-id-twice")


def is_first(root):
    return (root.publisher, root.version, root.epoch, root.prev, root.floor) == (None, 1, 0, ZEROS, None)


def role_keys(role):
    return [key for key, _ in role.keys]


def count(role, signers):
    return sum(role.holds(public) for public in signers)


def judge_root(files, pinned, before):
    """A root that may follow `before`, or be the first one."""
    document, signature_set = files
    if len(document) > LIMITS["root"]:
        raise Refused("too-large")
    if before is None and sha256(document) != pinned:
        raise Refused("wrong-publisher")
    blocks = read_set(signature_set)
    if before is not None:
        current = before.root.root  # C.3; a block by another key waits for C.15
        own = {key_id for key_id, _ in role_keys(current)}
        known = [block for block in blocks if block.key_id in own]
        signers = check_blocks(known, document, role_keys(current))
        if count(current, signers) < current.threshold:
            raise Refused("below-threshold")
    root = read_root(document)  # C.4
    if before is not None:
        check_step(root, before, pinned)
    elif not is_first(root):  # C.10
        raise Refused("bad-first-root")
    check_policy(root)
    keys = role_keys(root.root) + ([] if before is None else role_keys(before.root.root))
    if count(root.root, check_blocks(blocks, document, keys)) < root.root.threshold:  # C.15
        raise Refused("below-own-threshold")
    check_comments(blocks, trusted_comment("root", root.publisher, root.version, document))
    return HeldRoot(root, sha256(document), files)


def check_step(root, before, pinned):
    if root.publisher != pinned:  # C.5
        raise Refused("wrong-publisher")
    if root.version != before.root.version + 1:  # C.6
        raise Refused("version-skipped")
    if root.prev != before.hash:  # C.7
        raise Refused("broken-chain")
    if root.epoch not in (before.root.epoch, before.root.epoch + 1) or root.epoch >= 1 << 21:  # C.8
        raise Refused("wrong-epoch")
    check_floor(root, before.root)


def check_floor(root, current):
    """C.9: a feed of an epoch that this root ends, and only where one ends."""
    if root.floor is None:
        return
    epoch, seq, digest = root.floor
    if root.epoch == current.epoch or epoch >= root.epoch or seq == 0 or digest == ZEROS:
        raise Refused("bad-floor")


def judge_statement(kind, read, number, files, chain, judged_alone):
    """A feed or a withdrawal, what it says and the keys that count for it: section 6 D.2 to D.9 and W.2 to W.6.

    `judged_alone`: something accepted names it already, so that its own root is enough (3.22)."""
    document, signature_set = files
    if len(document) > LIMITS[kind]:
        raise Refused("too-large")
    blocks = read_set(signature_set)
    version = peek(document, kind, "root")
    if not 1 <= version <= len(chain):  # D.2, W.2
        raise Refused("unknown-root")
    named = chain[version - 1].root
    role = {"feed": "release", "withdrawal": "withdraw"}[kind]
    roles = [getattr(root, role) for root in ([named] if judged_alone else [named, chain[-1].root])]
    signers = check_blocks(blocks, document, role_keys(roles[0]))
    if kind == "feed" and len(signers) < roles[0].threshold:  # D.3
        raise Refused("below-threshold")
    statement = read(document)
    if statement.publisher != chain[0].hash:
        raise Refused("wrong-publisher")
    if kind == "feed" and statement.epoch != named.epoch:
        raise Refused("wrong-epoch")
    hides = kind == "withdrawal" and statement.reason == "hide"
    needed = [1 if hides else held.threshold for held in roles]
    counted = check_thresholds(roles, needed, signers, statement.issued // 86400)
    check_comments(blocks, trusted_comment(kind, statement.publisher, number(statement), document))
    return statement, counted


def check_thresholds(roles, needed, signers, day):
    """Those of `signers` that hold the role on that day in every root that judges."""
    if len(signers) < needed[0]:
        raise Refused("below-threshold")
    signers = {public for public in signers if all(held.holds(public) for held in roles)}
    if len(signers) < max(needed):
        raise Refused("retired-key")
    signers = {public for public in signers if all(held.last_day(public) >= day for held in roles)}
    if len(signers) < max(needed):
        raise Refused("expired-key")
    return signers


def peek(document, kind, word):
    """The number on the third line, before anything is believed: the keys that may sign hang on it."""
    if len(document) > LIMITS[kind]:
        raise Refused("too-large")
    if b"\r" in document:
        raise Refused("line-ends")
    lines = [line.decode("latin1").split(" ") for line in document.split(b"\n", 3)]
    check_first_line(lines[0], kind)
    if len(lines) < 4 or len(lines[2]) != 2 or lines[2][0] != word:
        raise Refused("malformed")
    return integer(lines[2][1], 0, 1 << 32)
