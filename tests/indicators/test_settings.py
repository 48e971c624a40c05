"""Settings are read strictly, and a slip gets a hint."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from custodiet.errors import UsageError
from custodiet.indicators import load_indicators
from custodiet.indicators._settings import AllSettings, read_settings, words
from custodiet.settings import indicator_settings

KINDS = {code: indicator.settings for code, indicator in load_indicators().items()}


def read(given: dict[str, Any]) -> AllSettings:
    return read_settings(given, KINDS)


def test_what_is_not_given_has_its_default() -> None:
    assert read({}).single["R003"].threshold == 15


def test_a_number_as_text_is_a_number_because_some_files_know_text_alone() -> None:
    assert read({"R003": {"threshold": "10"}}).single["R003"].threshold == 10


def test_an_empty_section_means_the_defaults() -> None:
    assert read({"R018": None}).single["R018"].count_bids is True


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"R003x": {}}, "'R003x'; did you mean 'R003'"),
        ({"curency": "KGS"}, "'curency'; did you mean 'currency'"),
        ({"R003": {"treshold": 10}}, "settings of R003: no setting is called 'treshold'; did you mean 'threshold'"),
        ({"R003": {"threshold": -1}}, "settings of R003: .*>= 0"),
        ({"R025": {"percentile": 101}}, "settings of R025: .*<= 100"),
        ({"R003": 10}, "settings of R003: expected names and values, found 10"),
    ],
)
def test_a_slip_is_an_error_that_says_where(given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read(given)


def test_words_are_a_list_or_a_text_with_bars() -> None:
    assert words("open| selective|") == words(("open", "selective")) == ("open", "selective")


@pytest.mark.parametrize("code", KINDS)
def test_every_setting_says_what_it_does(code: str) -> None:
    for part in msgspec.structs.fields(KINDS[code]):
        assert any(meta.description for meta in getattr(part.type, "__metadata__", ())), part.name


def test_a_section_of_an_ini_file_holds_those_that_are_named_after_it(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[R003]\nthreshold = 9\n[R003.procurement_method_details]\nUrgent = 3\n", encoding="utf-8")
    assert indicator_settings(file) == {"R003": {"threshold": "9", "procurement_method_details": {"Urgent": "3"}}}


def test_a_section_is_no_value_as_well(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("R003 = 9\n[R003]\nthreshold = 9\n", encoding="utf-8")
    with pytest.raises(UsageError, match="'R003' stands there as a value"):
        indicator_settings(file)
