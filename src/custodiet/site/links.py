"""Addresses of pages: an id of any shape becomes a name that is safe in an address and in a file system."""

import re
from hashlib import sha256
from urllib.parse import urlsplit

MOST_CHARS = 120
"""Longest key that can be read back; a longer id is named by its hash."""
HASHED = "~~"
"""What the key of a hash begins with."""
_PLAIN = re.compile(rf"[A-Za-z0-9_-][A-Za-z0-9._-]{{0,{MOST_CHARS - 1}}}")
_UNSAFE = re.compile(rb"[^A-Za-z0-9._-]")
_ESCAPED = re.compile(r"~([0-9A-F]{2})")
_KEY = re.compile(r"[A-Za-z0-9._~-]+")


def key(name: str) -> str:
    """The name of an id in addresses: letters, digits and `._-` as they are, any other byte as `~XX`.

    A name that begins with a dot has it escaped, so that no key is a hidden file or a step up.
    """
    if _PLAIN.fullmatch(name):
        return name
    escaped = _UNSAFE.sub(lambda byte: b"~%02X" % byte[0][0], name.encode("utf-8", "surrogatepass")).decode()
    if escaped.startswith("."):
        escaped = f"~2E{escaped[1:]}"
    return escaped if len(escaped) <= MOST_CHARS else hashed(name)


def hashed(name: str) -> str:
    """The key of an id that cannot be named by itself."""
    return f"{HASHED}{sha256(name.encode()).hexdigest()[:32]}"


def file_key(name: str, alike: frozenset[str]) -> str:
    """The name of an id in a published folder; `alike` are the ids of which another differs in capital letters alone.

    Such ids are named by their hash, since many disks do not tell capital letters from small ones.
    """
    return hashed(name) if name in alike else key(name)


def name_of(text: str) -> str | None:
    """The id that a key stands for; None for a hash or for what is no key."""
    if len(text) > MOST_CHARS or text.startswith(HASHED) or not _KEY.fullmatch(text):
        return None
    try:
        raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return None
    return raw if key(raw) == text else None


def web_address(text: str | None) -> str | None:
    """The address where it is one of the web and safe to follow; None for any other text."""
    if not text or len(text) > _LONGEST_ADDRESS or any(ord(sign) <= _LAST_CONTROL for sign in text):
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    fits = parts.scheme.lower() in {"http", "https"} and parts.hostname and not parts.username and not parts.password
    return text.strip() if fits else None


_LONGEST_ADDRESS = 2_000
_LAST_CONTROL = 0x1F
