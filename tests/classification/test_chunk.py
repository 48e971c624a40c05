"""The room's door: tables in, technologies out, whatever the chunk."""

from collections.abc import Mapping

import pyarrow as pa

from custodiet.classification import Classifier, classify, classify_and_read
from custodiet.model.tables import AWARDS, ITEMS, LOTS, PROCESSES, TECHNOLOGIES, Table


def table(kind: Table, *rows: Mapping[str, object]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=kind.schema)


def process(ocid: str, **columns: object) -> dict[str, object]:
    return {"ocid": ocid, "document_id": "doc", "pointer": f"/releases/{ocid}", **columns}


def test_words_of_a_title_are_shown_with_document_and_pointer(classifier: Classifier):
    found = classify({"processes": table(PROCESSES, process("1", title="Monitoring wizyjny miasta"))}, classifier)
    (row,) = found.to_pylist()
    assert row["technology"] == "video.cctv_fixed"
    assert (row["document_id"], row["pointer"]) == ("doc", "/releases/1")
    assert (row["table"], row["column"]) == ("processes", "title")
    assert "Monitoring wizyjny miasta"[row["start"] : row["end"]] == row["words"] == "Monitoring wizyjny"
    assert (row["label"], row["role"]) == ("yes", "main object")


def test_words_of_an_item_lot_or_award_are_found_through_their_process(classifier: Classifier):
    tables = {
        "processes": table(PROCESSES, *(process(ocid, title="Закупівля") for ocid in "1234")),
        "items": table(ITEMS, process("1", description="Бодікамера", item_id="a")),
        "lots": table(LOTS, process("2", title="CCTV", lot_id="a")),
        "awards": table(AWARDS, process("3", description="Body worn cameras", award_id="a")),
    }
    found = classify(tables, classifier).to_pylist()
    assert [(row["ocid"], row["technology"]) for row in found] == [
        ("1", "video.body_worn"),
        ("2", "video.cctv_fixed"),
        ("3", "video.body_worn"),
    ]


def test_text_that_stands_in_several_tables_is_found_in_each(classifier: Classifier):
    tables = {
        "processes": table(PROCESSES, process("1", title="CCTV"), process("2"), process("3", title="CCTV")),
        "items": table(ITEMS),
        "lots": table(LOTS, process("2", title="CCTV", description="CCTV", lot_id="a"), process("3", lot_id="a")),
    }
    found = classify(tables, classifier).to_pylist()
    assert [(row["ocid"], row["table"], row["column"]) for row in found] == [
        ("1", "processes", "title"),
        ("2", "lots", "description"),
        ("3", "processes", "title"),
    ]


def test_code_of_an_item_makes_a_purchase_and_is_shown_at_its_place(classifier: Classifier):
    tables = {
        "processes": table(PROCESSES, process("1", title="Lot 3", more_codes=["CPV:30192000"])),
        "items": table(ITEMS, process("1", scheme="ДК021", code="32323500-8", item_id="a")),
    }
    (row,) = classify(tables, classifier).to_pylist()
    assert (row["words"], row["table"], row["column"]) == ("ДК021:32323500-8", "items", "code")


def test_additional_code_makes_a_purchase(classifier: Classifier):
    tables = {"processes": table(PROCESSES, process("1", title="Lot 3", more_codes=["CPV:30192000", "CPV:32323500"]))}
    assert classify(tables, classifier).num_rows == 1


def test_label_of_a_code_list_alone_asks_for_review(classifier: Classifier):
    tables = {
        "processes": table(PROCESSES, process("1", title="Equipment")),
        "items": table(ITEMS, process("1", code_description="Social media monitoring", item_id="a")),
    }
    assert classify(tables, classifier).column("label").to_pylist() == ["review"]


def test_rows_do_not_depend_on_how_the_chunk_is_cut(classifier: Classifier):
    titles = ["CCTV", "Paper", "Видеонаблюдение", "", None, "Drones for police surveillance", "CCTV"] * 5
    rows = [process(f"{number:03}", title=title) for number, title in enumerate(titles)]
    together = classify({"processes": table(PROCESSES, *rows)}, classifier)
    apart = [classify({"processes": table(PROCESSES, row)}, classifier) for row in rows]
    assert together.equals(pa.concat_tables(apart).combine_chunks())


def test_record_batches_are_read_like_tables(classifier: Classifier):
    whole = table(PROCESSES, process("1", title="CCTV"), process("2", title="Paper"))
    (batch,) = whole.to_batches()
    assert classify({"processes": batch}, classifier).equals(classify({"processes": whole}, classifier))


def test_chunk_without_processes_gives_an_empty_table_of_the_declared_schema(classifier: Classifier):
    assert classify({}, classifier).schema == TECHNOLOGIES.schema
    assert classify({"processes": table(PROCESSES)}, classifier).num_rows == 0


def test_rows_are_sorted_by_process_and_technology(classifier: Classifier):
    rows = [process(ocid, title="Монтаж видеонаблюдения, СОРМ") for ocid in ("b", "a")]
    found = classify({"processes": table(PROCESSES, *rows)}, classifier).to_pylist()
    keys = [(row["ocid"], row["technology"]) for row in found]
    assert keys == sorted(set(keys))
    assert len(keys) == 6


def test_place_watched_and_capability_are_read_with_their_words(classifier: Classifier):
    title = "Камеры распознавания лиц на входах школы"
    tables = {"processes": table(PROCESSES, process("1", title=title), process("2", title="Ремонт школы"))}
    readings = classify_and_read(tables, classifier).readings.to_pylist()
    assert [(row["ocid"], row["kind"], row["value"]) for row in readings] == [
        ("1", "capability", "recognises_faces"),
        ("1", "scope", "school"),
    ]
    assert all(title[row["start"] : row["end"]] == row["words"] for row in readings)
    assert {(row["table"], row["column"], row["pointer"]) for row in readings} == {
        ("processes", "title", "/releases/1")
    }


def test_place_named_far_from_the_cameras_is_not_the_place_watched(classifier: Classifier):
    far = "Видеонаблюдение на складе. " + "Прочие работы по договору. " * 20 + "Адрес заказчика: школа 5."
    tables = {"processes": table(PROCESSES, process("1", title="Лот 3", description=far))}
    found = classify_and_read(tables, classifier)
    assert found.technologies.num_rows
    assert not found.readings.num_rows
