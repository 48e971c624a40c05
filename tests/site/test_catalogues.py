"""The catalogues: complete, whole in their places and plurals, and without words that judge."""

import re
import string
from collections.abc import Callable
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from custodiet.site.definitions import Definitions
from custodiet.site.languages import DOMAIN, FOLDER, LANGUAGES, language
from custodiet.site.open_points import open_points

TRANSLATED = [code for code in LANGUAGES if code != "en"]
PLACES = re.compile(r"%\(\w+\)s|%%|`[^`]*`")
BARRED = {
    "en": r"corrupt|illegal|unlawful|\babsent|\babsence",
    "uk": r"корупц|корумп|незаконн|протизаконн|протиправн|відсутн",
    "ru": r"коррупц|коррумп|незаконн|противозаконн|противоправн|отсутств",
    "ky": r"коррупц|мыйзамсыз|мыйзамга каршы|паракор",
}
# Titles of publications keep their words; they are in English in every language.
TITLES = re.compile(
    r"Uncovering High-Level Corruption[^.,(]*|An Objective Corruption Risk Index Using Public Procurement Data"
    r"|Design and measurement of a corruption risk index from a supplier perspective"
)
# Nothing in these is of a language: names of publications with their year.
NAMES_ONLY = re.compile(r"(Open Contracting Partnership|OECD|M\. Fazekas|World Bank)[^а-яА-Я]*")


def catalogue(code: str) -> Catalog:
    with (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=code)


def messages(code: str) -> list[Message]:
    return [message for message in catalogue(code) if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def untranslated(found: list[Message]) -> list[str]:
    """The texts without a translation, or with one that somebody has to look at."""
    return [forms(message.id)[0] for message in found if message.fuzzy or not all(forms(message.string) or ("",))]


def misplaced(found: list[Message]) -> list[str]:
    """The translations that fill in other values than their text, or name other words of the code."""
    return [
        told
        for message in found
        for told in forms(message.string)
        if told and set(PLACES.findall(told)) != set(PLACES.findall(forms(message.id)[-1]))
    ]


def judging(code: str, texts: list[str]) -> list[str]:
    return [text for text in texts if re.search(BARRED[code], TITLES.sub("", text), re.IGNORECASE)]


@pytest.fixture(scope="module")
def maker(script: Callable[[str], ModuleType]) -> ModuleType:
    """The script that gathers the texts."""
    return script("texts")


def test_the_template_has_every_text_of_the_site(maker: ModuleType) -> None:
    assert maker.TEMPLATE.read_bytes() == maker._written(maker.gathered()), "run `make texts`"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_has_exactly_the_texts_of_the_template(maker: ModuleType, code: str) -> None:
    wanted = {forms(message.id) for message in maker.gathered() if message.id}
    assert {forms(message.id) for message in messages(code)} == wanted, "run `make texts`"


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated(code: str) -> None:
    assert untranslated(messages(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_values_are_filled_in_where_the_text_has_them(code: str) -> None:
    assert misplaced(messages(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_text_is_left_in_english(code: str) -> None:
    left = [
        told
        for message in messages(code)
        for told in forms(message.string)
        if told == forms(message.id)[0] and not NAMES_ONLY.fullmatch(told) and set(told) & set(string.ascii_lowercase)
    ]
    assert left == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_text_in_cyrillic_has_no_latin_letter_that_looks_like_one(code: str) -> None:
    mixed = re.compile(r"[а-яёіїєґөүң][a-z]|[a-z][а-яёіїєґөүң]", re.IGNORECASE)
    assert [
        told for message in messages(code) for told in forms(message.string) if mixed.search(PLACES.sub("", told))
    ] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_letters_are_those_of_the_language(code: str) -> None:
    foreign = {"uk": "ыъэё", "ru": "іїєґөүң", "ky": "іїєґ"}[code]
    texts = [told.lower() for message in messages(code) for told in forms(message.string)]
    quoted = re.compile("«[^»]*»")  # a title may stand in the language of its document
    assert [text for text in texts if set(quoted.sub("", text)) & set(foreign)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_of_the_site_judges(maker: ModuleType, code: str) -> None:
    texts = [text for message in maker.gathered() if message.id for text in forms(message.id)]
    if code != "en":
        texts = [told for message in messages(code) for told in forms(message.string)]
    assert judging(code, texts) == []


@pytest.mark.parametrize(
    ("code", "number", "told"),
    [
        ("uk", 1, "1 закупівля"),
        ("uk", 3, "3 закупівлі"),
        ("uk", 11, "11 закупівель"),
        ("uk", 21, "21 закупівля"),
        ("uk", 112, "112 закупівель"),
        ("ru", 1, "1 закупка"),
        ("ru", 24, "24 закупки"),
        ("ru", 5, "5 закупок"),
        ("ru", 111, "111 закупок"),
        ("ky", 1, "1 сатып алуу"),
        ("ky", 7, "7 сатып алуу"),
        ("en", 1, "1 purchase"),
        ("en", 2, "2 purchases"),
    ],
)
def test_a_number_has_its_plural(code: str, number: int, told: str) -> None:
    one = language(code).translations.ngettext("%(num)s purchase", "%(num)s purchases", number)
    assert one % {"num": number} == told


@pytest.mark.parametrize(("code", "count"), [("uk", 3), ("ru", 3), ("ky", 2)])
def test_a_plural_has_all_its_forms(code: str, count: int) -> None:
    plurals = [message for message in messages(code) if isinstance(message.id, tuple)]
    assert {len(message.string) for message in plurals} == {count}


def test_reasons_that_indicators_share_are_gathered(maker: ModuleType) -> None:
    code = """
OUT = "nothing can reach it"
def missing():
    return [(_.peers < 5, "too few peers"), (_.name, "name")]
"""
    assert list(maker.shared_reasons(code)) == ["nothing can reach it", "too few peers"]


def test_what_is_open_about_a_country_is_told_in_every_language(definitions: Definitions) -> None:
    points = [one for profile in definitions.countries.values() for one in open_points(profile.open_points())]
    assert points
    for code in TRANSLATED:
        spoken = language(code)
        assert [one.text for one in points if not spoken.translated(one.text)] == []


def test_a_text_without_translation_or_with_a_doubtful_one_is_seen() -> None:
    found = [Message("a"), Message("b", "б", flags=["fuzzy"]), Message(("c", "d"), ("в", "")), Message("e", "е")]
    assert untranslated(found) == ["a", "b", "c"]


def test_a_lost_place_is_seen() -> None:
    assert misplaced([Message("%(number)s of them", "із них"), Message("see `value`", "див. `value`")]) == ["із них"]


@pytest.mark.parametrize("sentence", ["відсутній захист", "незаконна закупівля", "корупційна схема"])
def test_a_judging_word_is_seen(sentence: str) -> None:
    assert judging("uk", [sentence, "сигнал"]) == [sentence]
