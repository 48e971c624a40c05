"""Names in Latin letters for a reader who does not know the script: a reading aid, never a spelling of record."""

import re
import tomllib
from functools import cache
from pathlib import Path

_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u10a0-\u10ff]")
_NOT_CYRILLIC = re.compile("[\u0370-\u03ff\u0530-\u058f\u10a0-\u10ff]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_SCRIPTS = ("cyrillic", "greek", "georgian", "armenian")


def in_latin(text: str, *, keep_cyrillic: bool = False) -> str:
    """The text in Latin letters; empty where it holds no letter of a script that the reader does not know."""
    unknown = _NOT_CYRILLIC if keep_cyrillic else _OTHER
    if not unknown.search(text):
        return ""
    pairs, every, ukrainian = _tables()
    for pair, latin in pairs.items():
        text = text.replace(pair, latin)
    if _UKRAINIAN.search(text):
        text = text.translate(ukrainian)
    return text.translate(every)


def single_letters() -> dict[str, str]:
    """Small letters of other scripts and what stands for each in Latin letters."""
    return {chr(sign): latin for sign, latin in _tables()[1].items() if chr(sign) == chr(sign).lower()}


@cache
def _tables() -> tuple[dict[str, str], dict[int, str], dict[int, str]]:
    """Pairs of letters, single letters, and those that Ukrainian sounds otherwise."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    pairs = {**read["pairs"], **{pair.capitalize(): latin.capitalize() for pair, latin in read["pairs"].items()}}
    every = {sign: latin for script in _SCRIPTS for sign, latin in _letters(read[script]).items()}
    return pairs, every, _letters(read["ukrainian"])


def _letters(script: dict[str, str]) -> dict[int, str]:
    """Small and capital letters of a script."""
    found = {}
    for sign, told in zip(script["letters"], script["latin"].split(), strict=True):
        latin = "" if told == "-" else told
        found[ord(sign)] = latin
        if len(sign.upper()) == 1 and sign.upper() != sign:
            found[ord(sign.upper())] = latin.capitalize()
    return found
