"""Signature sets: docs/formats.md 3.15 to 3.20 and section 6 B. Ed25519 is libsodium's, through PyNaCl."""

import dataclasses
import functools
import hashlib
import unicodedata

import nacl.bindings
import nacl.exceptions

from names import read_base64, sha256, write_name
from refusal import Refused

UNTRUSTED, TRUSTED = b"untrusted comment: ", b"trusted comment: "
MOST = 16


@functools.lru_cache(maxsize=1 << 16)
def verifies(key, signature, message):
    try:
        nacl.bindings.crypto_sign_open(signature + message, key)
        return True
    except (nacl.exceptions.CryptoError, ValueError):
        return False


def is_safe_key(key):
    return nacl.bindings.crypto_core_ed25519_is_valid_point(key)


@dataclasses.dataclass(frozen=True)
class Block:
    key_id: bytes
    signature: bytes
    comment: str
    comment_signature: bytes


def read_comment(line, prefix, longest, word):
    """B.4: printable text of at most so many bytes."""
    try:
        text = line[len(prefix):].decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(word) from None
    if len(line) - len(prefix) > longest or any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text):
        raise Refused(word)
    return text


def _frame(file):
    """Four lines a block."""
    if b"\r" in file:
        raise Refused("line-ends")
    lines = file.split(b"\n")
    if lines.pop() != b"" or not lines:
        raise Refused("signature-frame")
    blocks = [lines[i:i + 4] for i in range(0, len(lines), 4)]
    for number, block in enumerate(blocks):
        if number == MOST:
            raise Refused("too-many-signatures")
        if len(block) != 4 or not block[0].startswith(UNTRUSTED) or not block[2].startswith(TRUSTED):
            raise Refused("signature-frame")
    return blocks


def _block(lines):
    read_comment(lines[0], UNTRUSTED, 200, "untrusted-comment")
    first, second = (read_base64(line.decode("latin1")) for line in (lines[1], lines[3]))
    if first is None or second is None:
        raise Refused("signature-base64")
    if len(first) != 74 or len(second) != 64:
        raise Refused("signature-frame")
    if first[:2] != b"ED":
        raise Refused("legacy-algorithm" if first[:2] == b"Ed" else "unknown-algorithm")
    return Block(first[2:10], first[10:], read_comment(lines[2], TRUSTED, 1024, "trusted-comment"), second)


def read_set(file):
    if len(file) > 16 * 1024:
        raise Refused("too-large")
    blocks = [_block(lines) for lines in _frame(file)]
    for before, after in zip(blocks, blocks[1:]):
        if before.key_id == after.key_id:
            raise Refused("signature-twice")
        if before.key_id > after.key_id:
            raise Refused("signatures-out-of-order")
    return blocks


def trusted_comment(kind, publisher, number, document):
    who = "self" if publisher is None else write_name("nlp", publisher)
    return f"nightletter {kind} {who} {number} {sha256(document).hex()}"


def check_blocks(blocks, document, keys):
    """Every block is by one of `keys` (pairs of id and key): the set of keys that signed. B.10 to B.12."""
    prehash = hashlib.blake2b(document).digest()
    signers = set()
    for block in blocks:
        named = [key for key_id, key in keys if key_id == block.key_id]
        if not named:
            raise Refused("not-in-role")
        right = [key for key in named if verifies(key, block.signature, prehash)]
        if not right:
            raise Refused("bad-signature")
        if not verifies(right[0], block.comment_signature, block.signature + block.comment.encode()):
            raise Refused("bad-comment-signature")
        signers.add(right[0])
    return signers


def check_comments(blocks, comment):
    if any(block.comment != comment for block in blocks):
        raise Refused("trusted-comment")
