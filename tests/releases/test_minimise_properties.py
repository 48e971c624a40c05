"""Properties of minimising that hold for any text."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from custodiet.releases import minimise

FRAGMENTS = st.sampled_from(
    [
        *(
            "вул. Прикладна, 5",
            "ул. Примерная",
            "м. Київ",
            "Прикладенко П. П.",
            "імені",
            "тел. 044 123-45-67",
            "+996 312 123456",
        ),
        *(
            "a@example.org",
            "192.0.2.10",
            "50.45010, 30.52340",
            "rtsp://192.0.2.1/live",
            "паспорт АБ 123456",
            "п. 1.2.3.4",
        ),
        *(
            "32323500-8",
            "1 771 754 799.21",
            "2017-01-20",
            "Mr. K. N. Sample",
            "ФОП Прикладенко Марія",
            "Berliner Straße 5",
        ),
        *(
            "12 Example Street",
            "10 rue de la République",
            "контактна особа:",
            "ліцей",
            ", ",
            " ",
            ".",
            "\n",
            "\0",
            "\ud800",
            "İ",
            "ß",
        ),
        *(
            "ქუჩა",
            "փողոց 5",
            "көчөсү 7",
            "№",
            "«",
            "»",
            "[street address removed]",
            "[name removed]",
            "ИИН 800101300123",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(), st.lists(FRAGMENTS, max_size=8).map(" ".join), st.lists(FRAGMENTS, max_size=8).map("".join)
)

UNHURRIED = settings(deadline=2000)  # the first use loads lists, builds the automaton and makes patterns


@UNHURRIED
@given(TEXTS)
def test_minimising_twice_changes_nothing_more(value):
    once = minimise.text(value)

    assert minimise.text(once) == once


@UNHURRIED
@given(st.lists(st.none() | TEXTS.map(lambda value: value.encode("utf-8", "ignore").decode()), max_size=12))
def test_a_column_is_minimised_as_its_texts_one_by_one(column):
    singly = {n: minimise.text_with_removals(value) for n, value in enumerate(column) if value is not None}

    changed = minimise.texts(pa.array(column, pa.string()))

    assert changed == {n: cut for n, cut in singly.items() if cut[1]}


@UNHURRIED
@given(TEXTS)
def test_a_text_with_nothing_to_remove_is_the_same_object(value):
    cut, kinds = minimise.text_with_removals(value)

    assert (cut is value) == (kinds == ())


@UNHURRIED
@given(TEXTS)
def test_what_is_left_of_a_cut_text_stands_in_it_in_the_same_order(value):
    position = 0
    cut = minimise.text(value)
    for kind in minimise.KINDS:
        cut = cut.replace(f"[{kind} removed]", "\x01")
    for kept in cut.split("\x01"):
        found = value.find(kept, position) if kept not in ("", " ") else position
        original_labels = "removed]" in value
        assert original_labels or found >= 0
        position = max(found, position)


@settings(max_examples=30)
@given(st.text(alphabet="0123456789", min_size=10, max_size=10))
def test_a_ten_digit_number_posing_as_a_ukrainian_register_number_never_comes_out(number):
    party = minimise.party("Прикладенко Марія", None, "UA-EDR", number, "Київська область", "Україна")

    assert party.is_person
    assert number not in repr(party)
    assert minimise.reference(f"UA-EDR-{number}") == party.id_token


@given(st.integers(0, 255), st.integers(0, 255))
def test_a_private_network_address_never_comes_out(third, fourth):
    address = f"192.168.{third}.{fourth}"

    assert address not in minimise.text(f"камера {address}, порт 80")


@given(
    st.sampled_from(
        ["А", "Аа ", "А-", "1 ", "1.", "1.1234,", "a", "A. ", "ул. ", "«вул. ", "паспорт", "+1", "Aa ", "::", "@a."]
    )
)
@settings(max_examples=15, deadline=2000)
def test_a_hostile_repetition_takes_linear_time(part):
    minimise.text(part * (30_000 // len(part)))
