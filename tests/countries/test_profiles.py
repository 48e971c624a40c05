import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from custodiet.countries import Profile, load_countries
from custodiet.countries._profile import _statements
from custodiet.errors import DefinitionError

Profiles = Mapping[str, Profile]
Change = Callable[[str, str], None]

ASKED_FOR = {"UA", "MD", "GE", "AM", "AZ", "KZ", "KG", "UZ", "TJ", "RU", "BY"} | {
    *("GB", "CA", "PY", "UG", "IN", "NO", "CY", "BG")
}


def test_every_country_asked_for_has_a_profile(profiles: Profiles) -> None:
    assert set(profiles) >= ASKED_FOR


def test_every_member_of_the_union_has_a_profile_that_follows_its_rules(profiles: Profiles, project: Path) -> None:
    regions = tomllib.loads((project / "src/custodiet/safeguards/_regions.toml").read_text(encoding="utf-8"))
    members = regions["EU"]["countries"]
    assert len(members) == 27
    assert [code for code in members if "eu" not in profiles[code].follows] == []


def test_every_statement_has_a_source_or_is_called_unconfirmed(profiles: Profiles) -> None:
    statements = [(code, what, said) for code, profile in profiles.items() for what, said in _statements(profile)]
    assert len(statements) > 500
    assert [
        (code, what) for code, what, said in statements if (said.confirmed == "unconfirmed") == bool(said.source)
    ] == []


def test_what_is_not_confirmed_is_told(profiles: Profiles) -> None:
    for profile in profiles.values():
        told = " ".join(profile.open_points())
        for what, said in _statements(profile):
            if said.confirmed == "unconfirmed":
                assert what in told
        if profile.access_to_information is None or profile.access_to_information.term is None:
            assert "the term for an answer, in days: not stated here" in told


def test_no_threshold_is_given_on_hearsay(profiles: Profiles) -> None:
    thresholds = [(code, each) for code, profile in profiles.items() for each in profile.thresholds]
    assert thresholds
    assert [code for code, each in thresholds if each.confirmed == "unconfirmed"] == []
    assert [code for code, each in thresholds if each.since is None and each.seen_on is None] == []


def test_thresholds_of_the_union_follow_each_other_without_a_gap(profiles: Profiles) -> None:
    works = [each for each in profiles["BG"].thresholds if each.what == "works"]
    assert [each.amount for each in works] == ["5382000", "5538000", "5404000"]
    for former, latter in pairwise(works):
        assert former.until is not None
        assert former.until + dt.timedelta(days=1) == latter.since


def test_currencies_are_those_of_the_table_of_rates(profiles: Profiles, shared: Path) -> None:
    lines = (shared / "vocabulary" / "rates.csv").read_text(encoding="utf-8").splitlines()
    rated = {line.split(",")[0] for line in lines[1:]}
    used = {currency.code for profile in profiles.values() for currency in profile.currencies}
    assert used - rated == {"HRK", "UGX"}


def test_schemes_are_those_that_organisations_are_read_with(profiles: Profiles, project: Path) -> None:
    text = (project / "src/custodiet/organisations/identifiers.py").read_text(encoding="utf-8")
    schemes = {each.scheme for profile in profiles.values() for each in profile.identifiers}
    assert [scheme for scheme in sorted(schemes) if f'"{scheme}"' not in text] == []


@pytest.mark.parametrize(
    ("country", "days", "unit"),
    [
        ("UA", 5, "working"),
        ("KG", 10, "working"),
        ("AZ", 7, "working"),
        ("MD", 15, "as_printed"),
        ("GB", 20, "working"),
    ],
)
def test_the_term_for_an_answer_is_as_the_source_prints_it(
    profiles: Profiles, country: str, days: int, unit: str
) -> None:
    access = profiles[country].access_to_information
    assert access is not None
    assert access.term is not None
    assert (access.term.days, access.term.unit) == (days, unit)


def test_a_law_without_title_in_a_language_is_named_in_english(profiles: Profiles) -> None:
    access = profiles["UA"].access_to_information
    assert access is not None
    assert access.in_language("uk").startswith("Закон України")
    assert access.in_language("ky") == access.in_language("en")


def test_an_outsiders_profile_stands_beside_ours(plugins: Path) -> None:
    assert load_countries(plugins)["XX"].currencies[0].code == "XXD"


def test_an_unknown_key_stops_with_file_line_and_the_nearest_key(plugins: Path, change: Change) -> None:
    change("confirmed =", "confirmd =")
    with pytest.raises(DefinitionError, match=r"xx\.toml, line 7: unknown key 'confirmd'; did you mean 'confirmed'"):
        load_countries(plugins)


def test_a_statement_without_a_source_is_refused(plugins: Path, change: Change) -> None:
    change('source = ["example.org/openness"]\n', "")
    with pytest.raises(
        DefinitionError, match="access_to_information 'Openness Act': confirmed = 'page' needs a 'source'"
    ):
        load_countries(plugins)


def test_a_source_that_confirms_nothing_is_refused(plugins: Path, change: Change) -> None:
    change('confirmed = "page"\nsource = ["example.org/openness"]', 'confirmed = "unconfirmed"\nsource = ["x.org"]')
    with pytest.raises(DefinitionError, match="unconfirmed, but a 'source' is named"):
        load_countries(plugins)


def test_a_law_without_english_title_is_refused(plugins: Path, change: Change) -> None:
    change('title = {en = "Openness Act"}', 'title = {fr = "Loi"}')
    with pytest.raises(DefinitionError, match="is given in English too"):
        load_countries(plugins)


def test_a_profile_follows_only_what_exists(plugins: Path, change: Change) -> None:
    change('name = "Exampleland"', 'name = "Exampleland"\nfollows = ["ue"]')
    with pytest.raises(DefinitionError, match="nothing shared is called 'ue'"):
        load_countries(plugins)


def test_a_file_is_called_after_its_country(plugins: Path, change: Change) -> None:
    change('code = "XX"', 'code = "XY"')
    with pytest.raises(DefinitionError, match=r"is to be called xy\.toml"):
        load_countries(plugins)
