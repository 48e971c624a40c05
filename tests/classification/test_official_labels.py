"""The official labels of purchase codes in 26 languages: those of surveillance are found, nearly all others are not."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from custodiet.classification import Classifier, Label, Text

# Codes whose label names surveillance technology by itself.
NAMED = {
    "32323500": "video.cctv_fixed",
    "32234000": "video.cctv_fixed",
    "35125300": "video.cctv_fixed",
    "92222000": "video.cctv_fixed",
    "35125110": "biometric.afis",
    "30233310": "biometric.afis",
    "34970000": "traffic.its",
    "34972000": "traffic.its",
    "34971000": "traffic.enforcement",
    "38581000": "aerial.screening",
    "35124000": "aerial.screening",
}
# Codes of the same things under wider or neighbouring names: found or not, both can be defended.
NEAR = {
    *("30233320", "32231000", "32235000", "32441100", "33951000", "34923000", "34968000", "34968100", "35120000"),
    *("35125000", "38115100", "38546000", "38582000", "45316210", "45316213", "63712700", "63712710", "71322500"),
}
LINE = re.compile(r"^(?:'((?:[^']|'')*)'|\"([^\"]*)\"|([^:]+)): (.*)$")


@pytest.fixture(scope="module")
def labels(shared: Path) -> Mapping[str, Mapping[str, str]]:
    """For each code its label in each language."""
    folder = shared / "data" / "codes"
    named = {"en": "cpv_en.json", "ru": "cpv_ru.json", "uk": "dk021_uk.json"}
    by_language = {language: json.loads((folder / file).read_text("utf-8")) for language, file in named.items()}
    found = {code[:8]: {} for code in by_language["en"]}
    english = {label: code[:8] for code, label in by_language["en"].items()}
    for language, codes in by_language.items():
        for code, label in codes.items():
            found[code[:8]][language] = label
    with zipfile.ZipFile(folder / "cpv-23-languages.zip") as archive:
        for name in archive.namelist():
            part = re.search(r"messages\.([a-z]{2})_[a-z]{2}\.yaml$", name)
            for label, translated in translations(archive.read(name).decode("utf-8")) if part else ():
                if label in english:
                    found[english[label]][part[1]] = translated
    return found


def translations(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            yield (match[1] or match[2] or match[3]).replace("''", "'"), match[4].strip("'\"").replace("''", "'")


@pytest.mark.parametrize(("code", "technology"), NAMED.items())
def test_label_of_a_surveillance_code_is_found_in_nearly_every_language(
    classifier: Classifier, labels, code: str, technology: str
):
    languages = labels[code]
    missed = [
        language
        for language, label in languages.items()
        if technology not in classifier.decide([Text(label, "/title", "title")]).classes
    ]
    assert len(languages) >= 20
    assert len(missed) <= 0.12 * len(languages), missed


def test_labels_of_all_other_codes_are_hardly_ever_found(classifier: Classifier, labels):
    others = [
        (code, text) for code, by in labels.items() if code not in NAMED and code not in NEAR for text in by.values()
    ]
    numbers = classifier.candidates([text for _, text in others])
    found = [
        others[number]
        for number in numbers
        if classifier.decide([Text(others[number][1], "/title", "title")]).label in {Label.YES, Label.PART}
    ]
    assert len(others) > 150_000
    assert len(found) <= 30, found
