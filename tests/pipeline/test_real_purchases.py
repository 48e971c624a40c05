"""One call over the real data finds the purchases that are known to be in it, with evidence for each."""

from pathlib import Path

import pytest

from custodiet.pipeline import build
from custodiet.places import places_of
from custodiet.register.explain import Explanation, explain
from custodiet.register.verify import verify
from custodiet.settings import Settings

FOLDERS = ("ted-xml", "eforms-xml", "ocds", "assam-csv", "russia-xlsx", "georgia-json")
KNOWN = {
    "assam:2023_GSCT_35054_1": "SELECTION OF SYSTEM INTEGRATOR FOR INTELLIGENT CITY SURVEILLANCE SYSTEM IN GUWAHATI",
    "ted:2021-492647": "Mobile Number Plate Recognition (M-ANPR)",
    "ted:2018-148943": "видеонаблюдение на гари",
    "eforms:2023-604437": "Toppsystem VMS - T-banen",
    "russia:4369587": "Поставка систем отображения, регистрации, архивирования информации",
    "russia:3157650": "Безопасный город",
    "ocds-03ad3f-287622": "Adquisicion de Equipos de CCTV",
    "ocds-03ad3f-288078": "Mantenimiento CCTV",
    "ocds-kuma6s-147841": "ANPR-Static Camera Support",
    "ocds-b5fd17-1205c7ad-1634-4a02-97d7-f40e2384eae7": "Civil Parking Enforcement",
}


@pytest.fixture(scope="module")
def register(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("real") / "register"
    build([str(shared / "data" / folder) for folder in FOLDERS], to, Settings(threads=2))
    return to


def told(register: Path, ocid: str) -> Explanation:
    return explain(register, ocid, places_of)


@pytest.mark.slow
def test_the_register_of_all_real_data_verifies(register: Path) -> None:
    assert verify(register).ok


@pytest.mark.slow
@pytest.mark.parametrize(("ocid", "title"), KNOWN.items())
def test_a_known_purchase_is_found(register: Path, ocid: str, title: str) -> None:
    purchase = told(register, ocid).purchase
    assert purchase is not None
    assert purchase["label"] in {"yes", "part"}
    assert title in purchase["title"]


@pytest.mark.slow
@pytest.mark.parametrize("ocid", KNOWN)
def test_every_statement_on_a_known_purchase_says_document_and_place(register: Path, ocid: str) -> None:
    explanation = told(register, ocid)
    assert explanation.statements
    assert all(one.document and one.document_id and one.pointer is not None for one in explanation.statements)
    assert all(one["words"] and one["document_id"] and one["pointer"] for one in explanation.technologies)


@pytest.mark.slow
def test_guwahati_keeps_its_four_bidders_and_the_award(register: Path) -> None:
    statements = told(register, "assam:2023_GSCT_35054_1").statements
    bids = {one.row for one in statements if one.table == "bids"}
    amounts = [str(one.value) for one in statements if one.column == "award_amount"]
    assert len(bids) == 4
    assert amounts == ["1771754799.2100"]
