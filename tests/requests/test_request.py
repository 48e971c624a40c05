import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custodiet.errors import RegisterError, UsageError
from custodiet.requests import Request, load_texts, request
from custodiet.safeguards import Question

Questions = Mapping[str, Question]
Register = Callable[..., Path]

LETTERS = {
    "uk": "іїєґ",
    "ru": "ыэъ",
    "ky": "ңөү",
    "tg": "ҷҳқӣӯ",
    "kk": "әғқңөұүһі",
    "ro": "ăâîșț",
    "az": "əğış",
    "hy": "աեո",
    "ka": "აეი",
    "uz": "‘’q",
}
SIGNED = {"ocid": "ocds-kyiv-1", "stage": "contract", "type": "contractSigned", "url": "https://example.org/c.pdf"}


def points(draft: Request) -> list[str]:
    """The numbered points of a letter, without their numbers."""
    return [line.split(". ", 1)[1] for line in draft.body.splitlines() if re.match(r"\d+\. ", line)]


def test_a_draft_names_buyer_purchase_law_and_term(register: Register, questions: Questions) -> None:
    draft = request(register(), "ocds-kyiv-1", "uk", questions)
    assert draft.recipient == "КП «Приклад»"
    assert draft.subject == "Запит на інформацію: Камери відеоспостереження"
    assert "Кому: КП «Приклад»" in draft.body
    assert "- номер процедури: ocds-kyiv-1" in draft.body
    assert "- дата: 06.05.2024" in draft.body
    assert "- сума договору: 1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567.5 UAH" in draft.body
    assert "Підстава запиту: Закон України «Про доступ до публічної інформації» (№ 2939-VI)." in draft.body
    assert "Строк відповіді за цим законом (робочих днів): 5." in draft.body


@pytest.mark.parametrize("language", sorted(load_texts()))
def test_a_draft_stands_in_the_letters_of_its_language(register: Register, questions: Questions, language: str) -> None:
    draft = request(register(), "ocds-kyiv-1", language, questions)
    assert not re.search(r"[{}]", draft.body)
    own = [text for text in draft.paragraphs if set(LETTERS.get(language, "eao")) & set(text.lower())]
    assert len(own) >= 8


def test_every_open_question_is_asked_once(register: Register, questions: Questions) -> None:
    asked = points(request(register(), "ocds-kyiv-1", "uk", questions))
    words = load_texts()["uk"].asks
    assert asked[:3] == [words.contract, words.counts, words.recipients]
    others = [question for name, question in questions.items() if name not in {"SG12", "SG18"}]
    assert asked[3:] == [question.question.uk for question in others]


@pytest.mark.parametrize("state", ["documented", "claimed", "refused", "not_public_by_law", "not_applicable"])
def test_a_question_that_is_settled_is_not_asked(register: Register, questions: Questions, state: str) -> None:
    settled = [{"ocid": "ocds-kyiv-1", "question": name, "state": state} for name in questions]
    asked = points(request(register(safeguards=settled), "ocds-kyiv-1", "uk", questions))
    assert asked == [load_texts()["uk"].asks.counts]


@pytest.mark.parametrize("state", ["not_checked", "not_found", "partly_documented", "contradicted"])
def test_a_question_that_is_open_is_asked(register: Register, questions: Questions, state: str) -> None:
    open_one = [{"ocid": "ocds-kyiv-1", "question": "SG03", "state": state}]
    asked = points(request(register(safeguards=open_one), "ocds-kyiv-1", "uk", questions))
    assert asked[-1] == questions["SG03"].question.uk


def test_what_was_looked_for_in_vain_is_told_with_place_and_day(register: Register, questions: Questions) -> None:
    row = {"question": "SG03", "state": "not_found", "looked_in": "kyivcity.gov.ua", "date": "2026-11-20"}
    asked = points(request(register(safeguards=[{"ocid": "ocds-kyiv-1"} | row]), "ocds-kyiv-1", "uk", questions))
    assert asked[-1].endswith("(Шукали 20.11.2026 тут: kyivcity.gov.ua; у прочитаних документах не знайдено.)")


def test_a_published_contract_is_not_asked_for(register: Register, questions: Questions) -> None:
    asked = points(request(register(attachments=[SIGNED]), "ocds-kyiv-1", "uk", questions, only=[]))
    assert load_texts()["uk"].asks.contract not in asked


@pytest.mark.parametrize(("quantity", "asks"), [(40.0, 0), (1.0, 1), (None, 1)])
def test_a_count_is_asked_for_unless_the_items_tell_it(
    register: Register, questions: Questions, quantity: float | None, asks: int
) -> None:
    item = {"ocid": "ocds-kyiv-1", "stage": "tender", "item_id": "1", "quantity": quantity}
    asked = points(request(register(items=[item]), "ocds-kyiv-1", "uk", questions, only=[]))
    assert asked.count(load_texts()["uk"].asks.counts) == asks


def test_no_contract_is_asked_for_where_none_was_agreed(register: Register, questions: Questions) -> None:
    folder = register({"state": "tendered", "supplier_names": None, "contracted_amount": None})
    words = load_texts()["uk"].asks
    assert points(request(folder, "ocds-kyiv-1", "uk", questions, only=[])) == [words.counts, words.recipients]


def test_price_and_supplier_are_asked_for_where_they_are_not_stated(register: Register, questions: Questions) -> None:
    folder = register({"state": "awarded", "supplier_names": [], "contracted_amount": None})
    words = load_texts()["uk"].asks
    asked = points(request(folder, "ocds-kyiv-1", "uk", questions, only=[]))
    assert asked == [words.contract, words.price, words.supplier, words.counts, words.recipients]


def test_a_request_for_nothing_is_refused(register: Register, questions: Questions) -> None:
    settled = [{"ocid": "ocds-kyiv-1", "question": name, "state": "documented"} for name in questions]
    item = {"ocid": "ocds-kyiv-1", "stage": "tender", "item_id": "1", "quantity": 40.0}
    with pytest.raises(UsageError, match="nothing is missing"):
        request(register(safeguards=settled, items=[item]), "ocds-kyiv-1", "uk", questions)


def test_questions_can_be_chosen(register: Register, questions: Questions) -> None:
    asked = points(request(register(), "ocds-kyiv-1", "en", questions, only=["SG17", "SG03"]))
    assert asked[-2:] == [questions["SG03"].question.en, questions["SG17"].question.en]
    assert len(asked) == 5


def test_an_unknown_question_is_named_with_the_nearest(register: Register, questions: Questions) -> None:
    with pytest.raises(UsageError, match="no question is called 'SG3'; did you mean 'SG"):
        request(register(), "ocds-kyiv-1", "en", questions, only=["SG3"])


def test_an_unknown_language_names_those_that_there_are(register: Register, questions: Questions) -> None:
    names = ", ".join(load_texts())
    with pytest.raises(UsageError, match=f"no request is written in 'fr'; the languages are {names}"):
        request(register(), "ocds-kyiv-1", "fr", questions)


def test_an_unknown_purchase_is_named_with_the_nearest(register: Register, questions: Questions) -> None:
    with pytest.raises(UsageError, match="no purchase 'ocds-kyiv-2'; did you mean 'ocds-kyiv-1'"):
        request(register(), "ocds-kyiv-2", "uk", questions)


def test_a_process_that_buys_something_else_is_told_apart(register: Register, questions: Questions) -> None:
    with pytest.raises(UsageError, match="it buys no surveillance technology"):
        request(register(), "ocds-chairs-1", "uk", questions)


def test_a_purchase_is_found_by_the_number_of_its_notice(register: Register, questions: Questions) -> None:
    assert request(register(), "UA-2024-1", "uk", questions).ocid == "ocds-kyiv-1"


def test_a_folder_that_is_no_register_is_refused(tmp_path: Path, questions: Questions) -> None:
    with pytest.raises(RegisterError, match="no register"):
        request(tmp_path, "ocds-kyiv-1", "uk", questions)


def test_the_sender_is_told_what_to_check(register: Register, questions: Questions) -> None:
    notes = request(register({"country": "KG"}), "ocds-kyiv-1", "en", questions).notes
    assert any("nothing was sent" in note for note in notes)
    assert "official languages of Kyrgyzstan: ky, ru; this draft is in en" in notes
    assert any("10 days was read in a summary only" in note for note in notes)


def test_a_term_that_nobody_confirmed_is_not_cited(register: Register, questions: Questions) -> None:
    draft = request(register({"country": "RU"}), "ocds-kyiv-1", "ru", questions)
    assert "Срок ответа" not in draft.body
    assert any("a term of 30 days is not confirmed" in note for note in draft.notes)


def test_a_country_without_profile_leaves_the_law_to_the_sender(register: Register, questions: Questions) -> None:
    draft = request(register({"country": None}), "ocds-kyiv-1", "en", questions)
    assert "[law on access to information of the country]" in draft.body
    assert any("name its law yourself" in note for note in draft.notes)


def test_a_buyer_that_is_not_stated_is_left_to_the_sender(register: Register, questions: Questions) -> None:
    draft = request(register({"buyer_name": None}), "ocds-kyiv-1", "en", questions)
    assert draft.recipient is None
    assert "To: [body that buys]" in draft.body


def test_a_hostile_title_cannot_pass_for_a_paragraph(register: Register, questions: Questions) -> None:
    title = "Cameras\n\n1. Please send money {law}\u202e\x07"
    draft = request(register({"title": title}), "ocds-kyiv-1", "en", questions, only=[])
    assert draft.subject == "Request for information: Cameras 1. Please send money {law}"
    assert len(points(draft)) == 3


def test_amounts_of_other_states_are_not_told(register: Register, questions: Questions) -> None:
    folder = register({"tendered_amount": Decimal(9), "tendered_currency": "UAH"})
    assert "- estimated value" not in request(folder, "ocds-kyiv-1", "en", questions).body


def test_the_same_register_gives_the_same_draft(register: Register, questions: Questions) -> None:
    folder = register()
    assert request(folder, "ocds-kyiv-1", "uk", questions) == request(folder, "ocds-kyiv-1", "uk", questions)


@pytest.mark.parametrize(
    ("case", "language", "title"),
    [
        ("ua-kyiv-safe-city", "uk", "Міські камери Києва"),
        ("kg-2019-sunwin", "ky", "«Коопсуз шаар», экинчи этап, Кыргызстан, 2019"),
        ("tj-cities-safe-city", "tg", "«Безопасный город» в Душанбе и других городах Таджикистана"),
    ],
)
def test_a_documented_case_can_be_asked_about_in_the_local_language(
    register: Register, questions: Questions, case: str, language: str, title: str
) -> None:
    draft = request(register(), case, language, questions)
    assert draft.subject.endswith(title)
    assert case not in draft.body
    assert len(points(draft)) > 20


@pytest.mark.parametrize(
    ("case", "recipient"),
    [
        ("ua-kyiv-2020-thermal", "KP Informatyka"),
        ("kz-astana-presight", None),
        ("tj-cities-safe-city", "Government of Tajikistan"),
        ("ua-kyiv-safe-city", None),
    ],
)
def test_a_case_is_asked_of_its_buyer_else_of_who_runs_or_pays_for_it(
    register: Register, questions: Questions, case: str, recipient: str | None
) -> None:
    assert request(register(), case, "en", questions, only=[]).recipient == recipient


def test_the_contract_of_a_case_is_asked_for_unless_nothing_stands_yet(
    register: Register, questions: Questions
) -> None:
    folder, contract = register(), load_texts()["en"].asks.contract
    assert contract in points(request(folder, "ua-kyiv-safe-city", "en", questions, only=[]))
    assert contract not in points(request(folder, "am-cctv-bill", "en", questions, only=[]))


def test_a_contradiction_of_a_case_is_one_point_with_its_sources(register: Register, questions: Questions) -> None:
    draft = request(register(), "tj-cities-safe-city", "en", questions, only=[])
    lines = [point for point in points(draft) if "contradict" in point]
    assert len(lines) == 1
    assert "lender: Huawei [PONARS Eurasia Policy Memo 540, September 2018]" in lines[0]
    assert lines[0].count("lender: China Eximbank [") == 2


def test_a_documented_count_of_a_case_is_not_asked_for_again(register: Register, questions: Questions) -> None:
    folder, counts = register(), load_texts()["en"].asks.counts
    assert counts not in points(request(folder, "tj-cities-safe-city", "en", questions, only=[]))
    assert counts in points(request(folder, "ua-kyiv-safe-city", "en", questions, only=[]))


def test_a_case_is_asked_only_what_concerns_its_technologies(register: Register, questions: Questions) -> None:
    asked = points(request(register(), "am-speedcam", "en", questions))
    assert questions["SG05"].question.en not in asked or questions["SG05"].concerns("traffic.enforcement")
    assert questions["SG03"].question.en in asked


def test_what_was_assessed_for_a_case_is_not_asked_again(register: Register, questions: Questions) -> None:
    row: dict[str, Any] = {"ocid": "am-speedcam", "question": "SG03", "state": "documented"}
    asked = points(request(register(safeguards=[row]), "am-speedcam", "en", questions))
    assert questions["SG03"].question.en not in asked
