"""Words that publishers use for languages and countries, as codes."""

import functools

# Names of languages as printed in `language`; `md` is what Moldova's first portal wrote for Romanian.
_LANGUAGES = {
    "english": "en",
    "french": "fr",
    "français": "fr",
    "bilingual": None,
    "md": "ro",
    "mo": "ro",
    "ua": "uk",
    "kg": "ky",
    "kz": "kk",
    "arm": "hy",
    "eng": "en",
    "rus": "ru",
    "ukr": "uk",
    "spa": "es",
    "fra": "fr",
    "ron": "ro",
    "hye": "hy",
    "kat": "ka",
}
# Prefixes of publishers in the OCDS register of prefixes, for releases that name no country.
_PREFIXES = {
    "ocds-be6bcu": "UA",
    "ocds-ngfbwp": "MD",
    "ocds-b3wdp1": "MD",
    "ocds-03ad3f": "PY",
    "ocds-b5fd17": "GB",
    "ocds-h6vhtk": "GB",
    "ocds-r6ebe6": "GB",
    "ocds-kuma6s": "GB",
    "ocds-rdvc92": "UG",
    "ocds-a1vjpo": "GE",
    "ocds-h7i04z": "GE",
}
_CODE = 2


@functools.lru_cache(maxsize=256)
def language_code(printed: str | None) -> str | None:
    """The ISO 639-1 code of a language as published; None where it cannot be told."""
    if printed is None:
        return None
    word = printed.strip().lower()
    if word in _LANGUAGES:
        return _LANGUAGES[word]
    short = word.replace("_", "-").partition("-")[0]
    return short if len(short) == _CODE and short.isalpha() else None


def country_of_ocid(ocid: str) -> str | None:
    """The country of the publisher that the prefix of an ocid belongs to, where it is known."""
    return _PREFIXES.get(ocid[:11])
