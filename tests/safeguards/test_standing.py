import datetime as dt
from collections.abc import Mapping

import pytest

from custodiet.safeguards import Question, Standing, load_regions, load_sources, standing


def stands(
    questions: Mapping[str, Question], citation: str, country: str, on: dt.date | None, city: str | None = None
) -> Standing:
    source, start = citation.split(" ", 1)
    reference = next(
        reference
        for question in questions.values()
        for reference in question.sources
        if reference.source == source and reference.ref.startswith(start)
    )
    return standing(reference, load_sources()[source], load_regions(), country=country, on=on, city=city)


def test_a_law_binds_where_it_is_law_on_a_later_day(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "GDPR Art 36", "PL", dt.date(2022, 1, 1)) is Standing.BINDING


def test_a_law_elsewhere_is_a_benchmark(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "GDPR Art 36", "UA", dt.date(2022, 1, 1)) is Standing.BENCHMARK


def test_a_purchase_is_judged_by_the_rule_of_its_own_day(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "AIA Art 27(1)(a)", "RO", dt.date(2026, 11, 1)) is Standing.NOT_YET
    assert stands(questions, "AIA Art 27(1)(a)", "RO", dt.date(2027, 12, 2)) is Standing.BINDING


def test_prohibitions_bind_before_the_duties_do(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "AIA Art 5(1)", "RO", dt.date(2026, 11, 1)) is Standing.BINDING


def test_a_purchase_without_a_date_is_not_judged(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "GDPR Art 36", "PL", None) is Standing.DATE_UNKNOWN


def test_a_rule_without_a_date_is_not_judged(questions: Mapping[str, Question]) -> None:
    on = dt.date(2024, 1, 1)
    assert stands(questions, "OAK964 9.64.010 A-H", "US", on, "Oakland") is Standing.DATE_UNKNOWN


def test_a_law_of_one_city_is_a_benchmark_in_another(questions: Mapping[str, Question]) -> None:
    on = dt.date(2024, 1, 1)
    assert stands(questions, "OAK964 9.64.010 A-H", "US", on, "Seattle") is Standing.BENCHMARK


def test_a_guideline_is_always_a_benchmark(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "EDPB0522 DPIA", "PL", dt.date(2024, 1, 1)) is Standing.BENCHMARK


def test_a_reach_that_nobody_confirmed_is_not_held_against_a_buyer(questions: Mapping[str, Question]) -> None:
    assert stands(questions, "CETS108 law must state", "UA", dt.date(2024, 1, 1)) is Standing.BENCHMARK


@pytest.mark.parametrize(
    ("on", "wanted"), [(dt.date(2020, 12, 31), Standing.BINDING), (dt.date(2021, 1, 1), Standing.BENCHMARK)]
)
def test_a_country_that_left_is_bound_until_its_last_day(
    questions: Mapping[str, Question], on: dt.date, wanted: Standing
) -> None:
    assert stands(questions, "GDPR Art 36", "GB", on) is wanted
