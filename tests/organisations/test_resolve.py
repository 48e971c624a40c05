"""The resolution of whole tables: what joins, what stays apart, what does not depend on order."""

import random

import pyarrow as pa
import pytest

from custodiet.model.organisation_tables import LINKS, ORGANISATIONS, PARTY_ORGANISATIONS
from custodiet.organisations import resolve

NAME = 'ТОВ "Дзвінок"'
MIXED = (
    (NAME, "UA-EDR:40126602", "Харків"),
    ("Dzvinok LLC", "UA-EDR:40126602", None),
    ("ТОВ Дзвинок", None, "м. Харків"),
    ("ТОВ Альфа", "UA-EDR:90000084", "Харків"),
    ("ТОВ Альфа", "UA-EDR:90000092", "Харків"),
    ("ТОВ Альфа", None, "Харків"),
    ("Школа № 5", None, "Рівне"),
    ("Школа № 5", None, None),
    ("Школа № 5", None, None),
)


def test_every_party_gets_one_organisation_that_exists(parties):
    resolved = resolve(parties(*MIXED))
    assert resolved.parties_to_organisation.cast(PARTY_ORGANISATIONS.schema).num_rows == len(MIXED)
    assert resolved.organisations.schema == ORGANISATIONS.schema
    assert resolved.links.schema == LINKS.schema
    ids = resolved.organisations["organisation_id"].to_pylist()
    assert len(ids) == len(set(ids))
    assert set(resolved.parties_to_organisation["organisation_id"].to_pylist()) == set(ids)
    assert sum(resolved.organisations["mentions"].to_pylist()) == len(MIXED)


def test_number_then_guarded_name_join_and_ambiguous_name_does_not(parties, groups):
    found = groups(resolve(parties(*MIXED)))
    assert {0, 1, 2} in found
    assert {3} in found
    assert {4} in found
    assert {5} in found


def test_basis_of_a_merge_is_the_weakest_that_joined(parties):
    rows = resolve(parties(*MIXED)).organisations.to_pylist()
    assert {row["basis"] for row in rows if row["mentions"] == 3} == {"name"}


def test_equal_text_that_identifies_nobody_is_one_organisation_per_process(parties, groups):
    found = groups(resolve(parties(*MIXED)))
    assert {7} in found
    assert {8} in found


def test_bases_restrict_what_may_merge(parties, groups):
    table = parties(*MIXED)
    assert {0, 1} in groups(resolve(table, bases={"identifier"}))
    assert {0, 1, 2} not in groups(resolve(table, bases={"identifier"}))
    assert all(len(rows) == 1 for rows in groups(resolve(table, bases=())))


def test_name_without_form_does_not_bridge_two_forms(parties, groups):
    rows = ((NAME, None, "Харків"), ("Дзвінок", None, "Харків"), ('ПАТ "Дзвінок"', None, "Харків"))
    assert not any({0, 2} <= rows for rows in groups(resolve(parties(*rows))))


def test_placeless_name_joins_neither_of_two_towns(parties, groups):
    rows = ((NAME, None, "Харків"), (NAME, None, "Рівне"), (NAME, None, None))
    assert groups(resolve(parties(*rows))) == {frozenset({0}), frozenset({1}), frozenset({2})}


def test_number_under_many_names_joins_equal_names_only(parties, groups):
    words = (
        "Ялинка",
        "Барвінок",
        "Смерека",
        "Калина",
        "Горобець",
        "Лелека",
        "Ведмідь",
        "Дубок",
        "Кленок",
        "Тополя",
        "Вишня",
        "Яблуня",
        "Груша",
    )
    rows = [(f"ТОВ {word} {more}", "UA-EDR:40126602", None) for word in words for more in ("Південь", "Світанок")]
    assert len(groups(resolve(parties(*rows, rows[0])))) == len(rows)


def test_number_shared_by_contradicting_names_does_not_join_them(parties, groups):
    rows = (("Գյումրու ջրմուղ", "AM-TIN:09900018", "Գյումրի"), ("Tesahskum LLC", "AM-TIN:09900018", "Երևան"))
    resolved = resolve(parties(*rows, country="AM"))
    assert len(groups(resolved)) == 2
    assert [(problem.kind, problem.original, problem.document_id) for problem in resolved.problems] == [
        ("identifier-of-several-names", "AM-TIN 09900018", "doc")
    ]


def test_possible_match_is_a_link_and_no_merge(parties, groups):
    resolved = resolve(parties((NAME, None, "Харків"), (NAME, None, "Рівне")))
    assert len(groups(resolved)) == 2
    assert resolved.links["relation"].to_pylist() == ["possible"]


@pytest.mark.parametrize("seed", range(4))
def test_result_does_not_depend_on_the_order_of_rows(parties, seed: int):
    table = parties(*MIXED)
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    straight, shuffled = resolve(table), resolve(table.take(pa.array(order)))
    assert shuffled.organisations.equals(straight.organisations)
    assert shuffled.links.equals(straight.links)
    assert shuffled.parties_to_organisation.to_pylist() == straight.parties_to_organisation.take(order).to_pylist()


def test_id_comes_from_raw_values_and_survives_new_mentions(parties):
    before = resolve(parties(*MIXED[:1])).parties_to_organisation["organisation_id"][0].as_py()
    after = resolve(parties(*MIXED)).parties_to_organisation["organisation_id"][0].as_py()
    assert before == after


def test_country_is_read_in_words_and_from_the_scheme(parties):
    table = parties((NAME, "UA-EDR:40126602", None), country="Україна")
    assert resolve(table).organisations["country"].to_pylist() == ["UA"]


def test_empty_table_gives_empty_tables(parties):
    resolved = resolve(parties())
    assert (resolved.organisations.num_rows, resolved.links.num_rows, resolved.parties_to_organisation.num_rows) == (
        0,
        0,
        0,
    )


def test_office_without_number_is_one_body_within_one_publisher(parties, groups):
    table = parties(*[("Public Health Engineering Department", None, None)] * 3, country="IN")
    ocids = pa.array(["ocds-aaaaaa-1", "ocds-aaaaaa-2", "ocds-bbbbbb-1"])
    resolved = resolve(table.set_column(0, "ocid", ocids))
    assert groups(resolved) == {frozenset({0, 1}), frozenset({2})}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SWASTIK ENTERPRISE", "SWASTIK TRADERS"),
        ("SOFIKUL CONSTRUCTION", "SHOFIQUL CONSTRUCTION"),
        ("JAIN BROTHERS", "JAIN STORE"),
    ],
)
def test_names_that_sound_or_mean_alike_without_a_place_stay_apart(parties, groups, one: str, other: str):
    assert len(groups(resolve(parties((one, None, None), (other, None, None), country="IN")))) == 2


def test_mention_without_any_name_joins_nothing(parties, groups):
    rows = (("", "AM-TIN:02507171", None), ("", None, None), ("Ministry of Health", "AM-TIN:02507171", None))
    assert len(groups(resolve(parties(*rows, country="AM")))) >= 2


@pytest.mark.slow
def test_synthetic_parties_resolve_precisely():
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    spec = spec_from_file_location(
        "organisations_benchmark", Path(__file__).parents[2] / "benchmarks" / "organisations.py"
    )
    benchmark = module_from_spec(spec)
    import sys

    sys.modules[spec.name] = benchmark
    spec.loader.exec_module(benchmark)
    table, truth = benchmark.parties(20_000, seed=5)
    precision, recall = benchmark.scores(truth, resolve(table).parties_to_organisation["organisation_id"].to_pylist())
    assert precision >= 0.995
    assert recall >= 0.85
