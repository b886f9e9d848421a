"""How things are spelled: bech32m names, minisign keys, times. docs/formats.md sections 1 and 3."""

import base64
import binascii
import datetime
import hashlib
import re

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32M = 0x2BC830A3
EPOCH = datetime.datetime(1970, 1, 1)
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def sha256(octets):
    return hashlib.sha256(octets).digest()


def _checksum(values):
    generator = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit in range(5):
            if top >> bit & 1:
                state ^= generator[bit]
    return state


def _regroup(values, width, target, pad):
    number, bits, out = 0, 0, []
    for value in values:
        number, bits = number << width | value, bits + width
        while bits >= target:
            bits -= target
            out.append(number >> bits)
            number &= (1 << bits) - 1
    if pad:
        return out + [number << (target - bits)] if bits else out
    return out if bits < width and number == 0 else None


def write_name(prefix, octets):
    values = _regroup(octets, 8, 5, pad=True)
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    rest = _checksum(expanded + values + [0] * 6) ^ BECH32M
    return prefix + "1" + "".join(CHARSET[v] for v in values + [rest >> 5 * (5 - i) & 31 for i in range(6)])


def read_name(prefix, text):
    """The 32 bytes of `nlp1…` or `nlb1…`, in lower or upper case; None when it is no name."""
    if len(text) > 90 or (text != text.lower() and text != text.upper()):
        return None
    text = text.lower()
    if not text.startswith(prefix + "1") or any(c not in CHARSET for c in text[len(prefix) + 1:]):
        return None
    values = [CHARSET.index(c) for c in text[len(prefix) + 1:]]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    if len(values) < 6 or _checksum(expanded + values) != BECH32M:
        return None
    octets = _regroup(values[:-6], 5, 8, pad=False)
    return bytes(octets) if octets is not None and len(octets) == 32 else None


def read_base64(text):
    """Canonical base64 only; None otherwise."""
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return octets if base64.b64encode(octets).decode() == text else None


def write_base64(octets):
    return base64.b64encode(octets).decode()


def read_key(text):
    """(key id, key) of `RW…`."""
    octets = read_base64(text)
    if octets is None or len(octets) != 42 or octets[:2] != b"Ed":
        return None
    return octets[2:10], octets[10:]


def write_key(key):
    return write_base64(b"Ed" + key[0] + key[1])


def read_time(text):
    """Seconds since 1970."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    try:
        moment = datetime.datetime(*map(int, match.groups()))
    except ValueError:
        return None
    seconds = (moment - EPOCH) // datetime.timedelta(seconds=1)
    return seconds if seconds >= 0 else None


def write_time(seconds):
    return (EPOCH + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_day(text):
    """Days since 1970."""
    match = DAY.fullmatch(text)
    if not match:
        return None
    seconds = read_time(text + "T00:00:00Z")
    return None if seconds is None else seconds // 86400


def write_day(days):
    return write_time(days * 86400)[:10]


def iso_week(seconds):
    year, week, _ = (EPOCH + datetime.timedelta(seconds=seconds)).isocalendar()
    return f"{year:04}-W{week:02}"
