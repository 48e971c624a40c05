import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from custodiet.cases import Case, load_cases
from custodiet.cases._case import FOLDER
from custodiet.discovery import plugin_files
from custodiet.errors import DefinitionError

Cases = Mapping[str, Case]
Change = Callable[[str, str], None]

BARRED = re.compile(
    r"absent|illegal|corrupt|unlawful|scandal|notorious|alarming|shocking|regime|propaganda|so-called|repress|"
    r"відсутн|незаконн|корупц|отсутств|коррупц|мыйзамсыз|коррупция",
    re.IGNORECASE,
)
CAPITALISED = r"[A-ZА-ЯІЇЄҐ][a-zа-яіїєґё'’]+(?:-[A-ZА-ЯІЇЄҐ][a-zа-яіїєґё]+)?"
NAME_LIKE = re.compile(rf"(?<![\w'-]){CAPITALISED}(?: {CAPITALISED})+")
# Runs of capitalised words that are organisations, titles or dates. A person has no place in this list.
KNOWN_RUNS = re.compile(
    r"(The )?State Audit Service|People's Republic|The Court of Accounts|"
    r"Kyiv City State Administration|Central Election Commission|Safe City|"
    r"(The )?Ministry of Internal Affairs|Eurasia Policy Memo|China Eximbank|Radio Free Europe|Radio Liberty|"
    r"Export-Import Bank|Shenzhen Sunwin|Hebei Jianshe|China Electronics Technology Group|China Tries Its Hand|"
    r"Smart City Expo World Congress|Village Ukraine|The Diplomat|Indian Strategic Studies|Nasha Gazeta|"
    r"Dala News|Yam News|Magnis News|Global News|Dzerkalo Tyzhnia|Vecherniy Bishkek|Huawei|United Arab Emirates"
)


def texts(value: object) -> Iterator[str]:
    """Every sentence of a case: whatever is text and no id, address or code."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"id", "addresses", "source", "contradicts", "technologies", "related", "names"}:
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def sentences(case: Case) -> list[str]:
    return list(texts(msgspec.to_builtins(case.content)))


def unknown_runs(text: str) -> list[str]:
    """Runs of capitalised words that nobody has looked at yet: a person's name would be one."""
    return NAME_LIKE.findall(KNOWN_RUNS.sub("...", text))


def test_every_case_has_one_file(cases: Cases) -> None:
    assert len(cases) == len(list(plugin_files(FOLDER, ".toml"))) == 26


def test_every_system_of_the_shared_vocabulary_is_a_case(cases: Cases, shared: Path) -> None:
    text = (shared / "vocabulary" / "cases.yaml").read_text(encoding="utf-8")
    ids = {found.lower() for found in re.findall(r"^- ?\{?id: ([\w-]+)", text, re.MULTILINE)}
    assert len(ids) == 25
    assert ids <= set(cases)


def test_every_address_stands_in_the_shared_vocabulary(cases: Cases, shared: Path) -> None:
    text = (shared / "vocabulary" / "cases.yaml").read_text(encoding="utf-8")
    words = {
        word
        for case in cases.values()
        for source in case.content.sources.values()
        for address in source.addresses
        for word in address.split()
    }
    assert sorted(word for word in words if word not in text) == []


def test_every_number_of_a_fact_stands_in_the_shared_vocabulary(cases: Cases, shared: Path) -> None:
    text = (shared / "vocabulary" / "cases.yaml").read_text(encoding="utf-8").replace(",", "")
    printed = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)} | {8.0, 10.0}  # counted; "ten"
    stated = [
        (case.id, fact.id, number)
        for case in cases.values()
        for fact in case.content.facts
        for name in ("value", "amount", "rate", "term_years", "grace_years")
        if (number := getattr(fact, name, None)) is not None
    ]
    scales = (1, 1e3, 1e6, 1e9)
    assert len(stated) > 60
    assert [each for each in stated if not any(float(each[2]) / scale in printed for scale in scales)] == []


def test_every_technology_is_a_class_of_the_classification(cases: Cases, project: Path) -> None:
    folder = project / "src" / "custodiet" / "classification" / "technologies"
    known = {file.stem for file in folder.glob("*.toml") if not file.name.startswith("_")}
    assert {kind for case in cases.values() for kind in case.content.technologies} <= known


def test_every_question_named_exists(cases: Cases, project: Path) -> None:
    known = {file.stem[:4].upper() for file in (project / "src/custodiet/safeguards").glob("sg*.toml")}
    assert {evidence.question for case in cases.values() for evidence in case.content.evidence} <= known


def test_no_sentence_judges(cases: Cases) -> None:
    assert [text for case in cases.values() for text in sentences(case) if BARRED.search(text)] == []


def test_a_judging_word_would_be_seen() -> None:
    assert BARRED.search("The illegally installed cameras")
    assert BARRED.search("про корупцію")


def test_no_case_names_a_person(cases: Cases) -> None:
    found = {run for case in cases.values() for text in sentences(case) for run in unknown_runs(text)}
    assert sorted(found) == []


@pytest.mark.parametrize("text", ["The mayor Jane Example signed.", "Підписав Іван Прикладенко", "by Jean-Luc Exemple"])
def test_a_persons_name_would_be_seen(text: str) -> None:
    assert unknown_runs(text)


def test_every_case_says_what_is_not_known(cases: Cases) -> None:
    assert [case.id for case in cases.values() if not case.content.not_known] == []


def test_the_title_differs_in_every_language(cases: Cases) -> None:
    for case in cases.values():
        assert len(set(msgspec.structs.astuple(case.content.title))) == 4, case.id


def test_nothing_is_documented_by_a_source_that_was_not_seen(cases: Cases) -> None:
    bare = [
        (case.id, fact.id)
        for case in cases.values()
        for fact in case.content.facts
        if fact.state == "documented" and case.content.sources[fact.source].confirmed != "page"
    ]
    assert bare == []


def test_the_lender_of_dushanbe_is_told_both_ways(cases: Cases) -> None:
    lenders = {
        (role.organisation, role.state) for role in cases["tj-cities-safe-city"].content.roles if role.role == "lender"
    }
    assert lenders == {("Huawei", "contradicted"), ("China Eximbank", "documented"), ("China Eximbank", "claimed")}


def test_an_outsiders_case_stands_beside_ours(plugins: Path) -> None:
    assert "xx-town-cameras" in load_cases(plugins)


def test_an_unknown_key_stops_with_file_line_and_the_nearest_key(plugins: Path, change: Change) -> None:
    change("scope =", "scpe =")
    with pytest.raises(
        DefinitionError, match=r"xx_town_cameras\.toml, line 34: unknown key 'scpe'; did you mean 'scope'"
    ):
        load_cases(plugins)


def test_a_fact_without_a_source_is_refused(plugins: Path, change: Change) -> None:
    change('state = "claimed"\nsource = "paper"\n', 'state = "claimed"\n')
    with pytest.raises(DefinitionError, match=r"xx_town_cameras\.toml: .*`source`"):
        load_cases(plugins)


def test_an_unknown_source_stops_with_the_nearest_one(plugins: Path, change: Change) -> None:
    change('source = "paper"', 'source = "papr"')
    with pytest.raises(DefinitionError, match=r"line \d+: no source is called 'papr'; did you mean 'paper'"):
        load_cases(plugins)


def test_a_source_that_nobody_can_look_up_is_refused(plugins: Path, change: Change) -> None:
    change('addresses = ["example.org/cameras"]\n', "")
    with pytest.raises(DefinitionError, match="neither 'addresses' nor 'published'"):
        load_cases(plugins)


def test_a_contradiction_of_nothing_is_refused(plugins: Path, change: Change) -> None:
    change('contradicts = ["ten"]', 'contradicts = ["teen"]')
    with pytest.raises(DefinitionError) as caught:
        load_cases(plugins)
    assert "no fact is called 'teen'; did you mean 'ten'" in str(caught.value)
    assert "'ten' is contradicted, but by no fact" in str(caught.value)


def test_two_facts_with_one_id_are_refused(plugins: Path, change: Change) -> None:
    change('id = "twelve"', 'id = "contractor"')
    with pytest.raises(DefinitionError, match="the id 'contractor' stands for two facts"):
        load_cases(plugins)


@pytest.mark.parametrize("amount", ["12,5", "-3", "1e6", "about 10"])
def test_a_number_that_is_not_exact_is_refused(plugins: Path, change: Change, amount: str) -> None:
    change('value = "10"', f'value = "{amount}"')
    with pytest.raises(DefinitionError, match="value"):
        load_cases(plugins)


def test_an_amount_without_currency_is_refused(plugins: Path, change: Change) -> None:
    money = '\n[[financing]]\nid = "loan"\nkind = "loan"\namount = "5"\nstate = "claimed"\nsource = "paper"\n'
    change("\n[[roles]]", f"{money}\n[[roles]]")
    with pytest.raises(DefinitionError, match="'loan': an amount and its currency stand together"):
        load_cases(plugins)


def test_a_file_is_called_after_its_case(plugins: Path, change: Change) -> None:
    change('id = "xx-town-cameras"', 'id = "xx-other"')
    with pytest.raises(DefinitionError, match=r"is to be called xx_other\.toml"):
        load_cases(plugins)
