"""A person's keys from paper, docs/formats.md 8.4 to 8.6, by hashlib's scrypt and PyNaCl instead of libsodium from C++.

    key_sheet.py PASSPHRASE_FILE [FILE] prints `<role> <seed in hex>` for each key of the sheet in FILE (words or QR text).
"""

import hashlib
import re
import sys

from nacl.secret import SecretBox

from spoken_words import NUMBER, judge_line

ROLES = ("root", "release", "withdraw", "announce")


def sheet_in(text):
    if code := re.search(r"NIGHTLETTER-KEYS:([0-9A-F]+)", text):
        return bytes.fromhex(code.group(1))
    bits = ""
    for number, line in enumerate(re.findall(r"^.*[a-z].*$", text, re.MULTILINE), 1):
        words = re.findall(r"[a-z]+", line)
        judged = judge_line(number, words)
        if judged != "accepted":
            sys.exit(f"line {number}: {judged}")
        bits += "".join(f"{NUMBER[word]:010b}" for word in words[:10])
    size = 38 + 40 * int(bits[:8], 2).bit_count()
    return int(bits[:8 * size], 2).to_bytes(size, "big")


def keys_in(sheet, passphrase):
    which, cost, salt, locked, check = sheet[0], sheet[1], sheet[2:18], sheet[18:-4], sheet[-4:]
    if hashlib.sha256(sheet[:-4]).digest()[:4] != check:
        sys.exit("spoiled")
    made = hashlib.scrypt(passphrase, salt=salt, n=1 << cost, r=8, p=1, maxmem=2**30, dklen=56)
    plain = SecretBox(made[:32]).decrypt(locked, made[32:])
    held = [role for bit, role in enumerate(ROLES) if which >> bit & 1]
    return {role: plain[40 * i + 8:40 * i + 40] for i, role in enumerate(held)}


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as given, open(sys.argv[2], encoding="utf-8") as paper:
        for name, seed in keys_in(sheet_in(paper.read()), given.readline().rstrip(b"\n")).items():
            print(name, seed.hex())
