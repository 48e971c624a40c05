"""Every sentence of the interface says no more than the data: the words that would are nowhere in it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from custodiet.site.languages import DOMAIN, FOLDER, LANGUAGES

FORBIDDEN = {
    "en": r"corrupt|illegal|unlawful|\babsent\b|criminal|fraud|guilt|suspicio|\bbribe",
    "uk": r"корупц|незаконн|відсутн|злочин|шахрай|винн[иаоу]|підозріл|хабар",
    "ru": r"коррупц|незаконн|отсутств|преступ|мошенн|виновн|подозрит|взятк",
    "ky": r"коррупц|мыйзамсыз|кылмыш|алдамч|күнөөлүү|шектүү|пара алуу",
}
# Titles of works and names of what is sold are not our words.
QUOTED = re.compile(
    r"Uncovering High-Level Corruption|Objective Corruption Risk \w+|corruption risk index|Criminal Policy|"
    r"Прогнозування злочинів|Прогнозирование преступлений|Кылмыштарды, жерлерди"
)


def sentences(code: str) -> list[str]:
    file = FOLDER / f"{DOMAIN}.pot" if code == "en" else FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream)
    told = []
    for message in catalogue:
        text = message.id if code == "en" else message.string
        told += list(text) if isinstance(text, list | tuple) else [text]
    return [one for one in told if one]


def said(text: str, code: str) -> list[str]:
    """The forbidden words in a sentence, quotations left out."""
    return re.findall(FORBIDDEN[code], QUOTED.sub("", text), re.IGNORECASE)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_accuses_or_says_that_something_is_not_there(code: str) -> None:
    found = {text: words for text in sentences(code) if (words := said(text, code))}
    assert found == {}


def test_a_word_that_says_too_much_is_found() -> None:
    assert said("This corrupt purchase", "en") == ["corrupt"]
    assert said("The contract is absent.", "en") == ["absent"]
    assert said("Uncovering High-Level Corruption: a study", "en") == []


def test_no_text_stands_in_a_template_untranslated() -> None:
    folder = Path(__file__).parents[2] / "src" / "custodiet" / "site" / "templates"
    allowed = {"custodiet", "JSON", "CSV", "SVG", "PNG", "API", "BibTeX", "sha256", "USD", "Atom", "lang"}
    loose = []
    for file in sorted(folder.glob("*.html")):
        text = re.sub(
            r"{%-?\s*trans.*?endtrans\s*-?%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", " ", file.read_text(), flags=re.DOTALL
        )
        words = re.findall(r"[A-Za-z][a-z]{3,}", re.sub(r"<[^>]*>", " ", text))
        loose += [(file.name, word) for word in words if word not in allowed]
    assert loose == []
