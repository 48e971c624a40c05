"""Which decoder is strict where: what the reading room may rely on, found by trying every case on every decoder."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import orjson
import pyarrow as pa
import pytest

from cases import CASES, Case, embed
from custodiet.model.release import Release

Judge = Callable[[bytes], Any]
Pairs = list[tuple[Case, bytes]]

TYPED = msgspec.json.Decoder(Release).decode
RAW = msgspec.json.Decoder(msgspec.Raw).decode
UNTYPED = msgspec.json.Decoder().decode
STRICT: dict[str, Judge] = {"msgspec untyped": UNTYPED, "orjson": orjson.loads}
SKIPPING: dict[str, Judge] = {"msgspec typed": TYPED, "msgspec raw": RAW}
EMBEDDED = [(case, whole) for case in CASES if (whole := embed(case)) is not None]


def python_itself(data: bytes) -> Any:
    """The standard library without its extensions."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(data.decode("utf-8"), parse_constant=refuse)


def accepts(judge: Judge, data: bytes) -> bool:
    try:
        judge(data)
    except (ValueError, RecursionError):  # bad bytes raise UnicodeDecodeError, which is a ValueError
        return False
    return True


def judged_wrongly(judge: Judge, pairs: Pairs) -> list[str]:
    wanted = {"accept": True, "reject": False}
    return [case.name for case, data in pairs if accepts(judge, data) is not wanted.get(case.verdict)]


def decided(pairs: Pairs) -> Pairs:
    return [(case, data) for case, data in pairs if case.verdict != "either"]


ALONE = [(case, case.data) for case in CASES]


def test_every_case_has_its_own_name_and_its_own_text() -> None:
    assert len({case.name for case in CASES}) == len({case.data for case in CASES}) == len(CASES)


def test_every_verdict_is_well_represented() -> None:
    counts = {verdict: sum(case.verdict == verdict for case in CASES) for verdict in ("accept", "reject", "either")}
    assert counts["accept"] > 90
    assert counts["reject"] > 300
    assert counts["either"] > 50


@pytest.mark.parametrize("pairs", [ALONE, EMBEDDED], ids=["alone", "embedded"])
def test_the_standard_library_confirms_our_verdicts(pairs: Pairs) -> None:
    assert judged_wrongly(python_itself, decided(pairs)) == []


@pytest.mark.parametrize("pairs", [ALONE, EMBEDDED], ids=["alone", "embedded"])
@pytest.mark.parametrize("name", STRICT)
def test_untyped_decoders_judge_every_decided_case_as_the_rfc_does(name: str, pairs: Pairs) -> None:
    assert judged_wrongly(STRICT[name], decided(pairs)) == []


@pytest.mark.parametrize("pairs", [ALONE, EMBEDDED], ids=["alone", "embedded"])
@pytest.mark.parametrize("name", STRICT)
def test_untyped_decoders_refuse_every_case_that_is_not_utf8(name: str, pairs: Pairs) -> None:
    assert [case.name for case, data in pairs if not case.is_utf8 and accepts(STRICT[name], data)] == []


@pytest.mark.parametrize("name", SKIPPING)
def test_decoders_that_skip_judge_every_decided_case_in_a_skipped_value_as_the_rfc_does(name: str) -> None:
    assert judged_wrongly(SKIPPING[name], decided(EMBEDDED)) == []


def test_the_typed_decoder_accepts_nothing_at_the_top_that_must_be_rejected() -> None:
    assert [case.name for case in CASES if case.verdict == "reject" and accepts(TYPED, case.data)] == []


@pytest.mark.parametrize("name", SKIPPING)
def test_decoders_that_skip_accept_every_skipped_string_that_is_not_utf8(name: str) -> None:
    """The one hole, so that the reading room checks UTF-8 itself; should this fail one day, that check can go."""
    strings = [(case, data) for case, data in EMBEDDED if case.verdict == "either" and not case.is_utf8]
    assert len(strings) > 20
    assert [case.name for case, data in strings if not accepts(SKIPPING[name], data)] == []


def test_utf8_checked_first_makes_the_typed_decoder_as_strict_as_the_untyped_ones() -> None:
    def checked(data: bytes) -> Any:
        data.decode("utf-8")
        return TYPED(data)

    assert [case.name for case, data in EMBEDDED if not case.is_utf8 and accepts(checked, data)] == []
    assert judged_wrongly(checked, decided(EMBEDDED)) == []


def test_arrow_checks_utf8_of_a_whole_block_exactly_as_python_does() -> None:
    def arrow(data: bytes) -> None:
        ends = pa.py_buffer(np.array([0, len(data)], dtype=np.int32).tobytes())
        pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)

    assert [case.name for case in CASES if accepts(arrow, case.data) is not case.is_utf8] == []


@pytest.mark.parametrize("judge", [TYPED, UNTYPED, orjson.loads], ids=["typed", "untyped", "orjson"])
def test_all_decoders_refuse_lone_surrogates_even_where_they_skip_them(judge: Judge) -> None:
    lone = [(case, data) for case, data in EMBEDDED if case.name.startswith("lone surrogate")]
    assert lone
    assert [case.name for case, data in lone if accepts(judge, data)] == []


@pytest.mark.parametrize("judge", [TYPED, UNTYPED], ids=["typed", "untyped"])
def test_msgspec_answers_deep_nesting_with_a_recursion_error(judge: Judge) -> None:
    with pytest.raises(RecursionError):
        judge(b'{"x_extra":' + b"[" * 100_000)


def test_the_words_input_data_was_truncated_do_not_prove_that_it_was() -> None:
    with pytest.raises(msgspec.DecodeError, match="truncated"):
        UNTYPED(rb'"\ud800"')


def test_a_wrong_type_hides_that_the_record_is_broken_further_on() -> None:
    with pytest.raises(msgspec.ValidationError):
        TYPED(b'{"ocid":1')
