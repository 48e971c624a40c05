import datetime as dt
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from custodiet.discovery import plugin_files
from custodiet.errors import DefinitionError
from custodiet.safeguards import Question, Texts, load_questions, load_sources, load_states, load_words
from custodiet.safeguards._vocabulary import FOLDER, LANGUAGES

Questions = Mapping[str, Question]

CYRILLIC = re.compile("[а-яіїєґёңөү]", re.IGNORECASE)
LETTERS_OF_ONE_LANGUAGE = {"uk": set("іїєґ"), "ru": set("ыэъё"), "ky": set("ңөү")}
FOREIGN_LETTERS = {"uk": set("ыэъёңөү"), "ru": set("іїєґңөү"), "ky": set("іїєґ")}
BARRED = re.compile(
    r"absent|illegal|corrupt|unlawful|відсутн|незаконн|корупц|отсутств|коррупц|мыйзамсыз|коррупция", re.IGNORECASE
)


def all_texts(questions: Questions) -> list[Texts]:
    of_questions = [
        text for q in questions.values() for text in (q.title, q.question, *q.evidence, *q.required, *q.notes)
    ]
    of_states = [text for state in load_states().values() for text in (state.label, state.meaning)]
    return [*of_questions, *of_states, *load_words("stages").values(), *load_words("places").values()]


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """An outsider's folder with a copy of one of our questions as a pattern."""
    folder = tmp_path / "plugins" / "safeguards"
    folder.mkdir(parents=True)
    pattern = FOLDER / "sg02_alternatives_considered.toml"
    text = pattern.read_text(encoding="utf-8").replace('"SG02"', '"XX01"')
    (folder / "xx01_own_question.toml").write_text(text, encoding="utf-8")
    return tmp_path / "plugins"


def change(plugins: Path, old: str, new: str) -> None:
    file = plugins / "safeguards" / "xx01_own_question.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_28_questions_in_order_of_their_id(questions: Questions) -> None:
    assert list(questions) == [f"SG{number:02}" for number in range(1, 29)]


def test_every_question_has_one_file(questions: Questions) -> None:
    assert len(list(plugin_files(FOLDER, ".toml"))) == len(questions)


def test_every_text_is_written_in_the_letters_of_its_language(questions: Questions) -> None:
    for text in all_texts(questions):
        assert not CYRILLIC.search(text.en.replace("КСЗІ", "")), text.en
        for language, foreign in FOREIGN_LETTERS.items():
            sentence = text.in_language(language).replace("КСЗІ", "")  # a Ukrainian name, kept in every language
            assert CYRILLIC.search(sentence) or sentence.startswith("OCDS: "), sentence
            assert not foreign & set(sentence.lower()), sentence


@pytest.mark.parametrize("language", LETTERS_OF_ONE_LANGUAGE)
def test_most_questions_show_the_letters_that_only_their_language_has(questions: Questions, language: str) -> None:
    showing = [
        q.id for q in questions.values() if LETTERS_OF_ONE_LANGUAGE[language] & set(q.question.in_language(language))
    ]
    assert len(showing) >= 24


def test_every_question_is_a_question_in_every_language(questions: Questions) -> None:
    ends = [q.question.in_language(language)[-1] for q in questions.values() for language in LANGUAGES]
    assert set(ends) == {"?"}


def test_no_text_is_left_in_english(questions: Questions) -> None:
    texts = [text for text in all_texts(questions) if not text.en.startswith("OCDS: ")]
    assert [text.en for text in texts if text.en in (text.uk, text.ru, text.ky)] == []


def test_every_question_is_worded_differently_in_every_language(questions: Questions) -> None:
    for question in questions.values():
        assert len({question.question.in_language(language) for language in LANGUAGES}) == 4, question.id


def test_every_translation_says_how_it_was_checked(questions: Questions) -> None:
    said = {getattr(q.translation, language) for q in questions.values() for language in ("uk", "ru", "ky")}
    assert said == {"translation, not checked by a native speaker"}


def test_no_text_claims_what_nobody_proved(questions: Questions) -> None:
    assert [
        text.en for text in all_texts(questions) for word in LANGUAGES if BARRED.search(text.in_language(word))
    ] == []


def test_the_barred_words_would_be_seen() -> None:
    assert BARRED.search("The assessment is Absent")
    assert BARRED.search("оцінка відсутня")


def test_every_source_is_asked_by_some_question_and_every_reference_has_a_source(questions: Questions) -> None:
    asked = {reference.source for question in questions.values() for reference in question.sources}
    assert asked == set(load_sources())


def test_every_source_says_where_its_wording_was_seen() -> None:
    assert [name for name, source in load_sources().items() if not source.confirmed_by] == []


def test_every_stage_and_place_of_publication_is_used(questions: Questions) -> None:
    assert {question.stage for question in questions.values()} == set(load_words("stages"))
    assert {place for question in questions.values() for place in question.published} == set(load_words("places"))


def test_duties_for_high_risk_systems_apply_later_than_the_prohibitions(questions: Questions) -> None:
    dates = {
        reference.ref: reference.applies_from
        for question in questions.values()
        for reference in question.sources
        if reference.source == "AIA"
    }
    assert dates["Art 27(1)(a)-(f)"] == dt.date(2027, 12, 2)
    assert dates["Art 5(1)(d),(e),(f),(g),(h)"] == dt.date(2025, 2, 2)
    assert None not in dates.values()


def test_a_group_stands_for_its_technologies_only(questions: Questions) -> None:
    assert questions["SG05"].concerns("biometric.face_live")
    assert questions["SG05"].concerns("biometric")
    assert not questions["SG05"].concerns("biometrics_of_plants")
    assert not questions["SG05"].concerns("video.cctv_fixed")


def test_the_questions_keep_what_the_shared_vocabulary_says(questions: Questions, shared: Path) -> None:
    text = (shared / "vocabulary" / "safeguards.yaml").read_text(encoding="utf-8")
    items = re.split(r"^- id: ", text[text.index("\nitems:") :], flags=re.MULTILINE)[1:]
    assert len(items) == len(questions)
    for item in items:
        question = questions[item[:4]]
        applies = re.search(r"applies_to: \[(.+)\]", item)
        assert applies
        assert list(question.applies_to) == applies[1].split(", ")
        assert re.search(rf"^  stage: {question.stage}$", item, re.MULTILINE)
        assert set(re.findall(r"src: (\w+)", item)) == {reference.source for reference in question.sources}
        assert item.count("unconfirmed}") == sum(r.confirmed == "unconfirmed" for r in question.sources)


def test_every_group_of_technologies_exists_in_the_shared_taxonomy(questions: Questions, shared: Path) -> None:
    text = (shared / "vocabulary" / "taxonomy.yaml").read_text(encoding="utf-8")
    known = {"all", *re.findall(r"^- (?:\{)?id: ([a-z_.]+)", text, flags=re.MULTILINE)}
    assert {group for question in questions.values() for group in question.applies_to} <= known


def test_an_outsiders_question_stands_beside_ours(plugins: Path) -> None:
    assert list(load_questions(plugins))[-1] == "XX01"


def test_an_outsider_may_bring_a_source(plugins: Path) -> None:
    change(plugins, '"GDPR"', '"OWNLAW"')
    own = '[OWNLAW]\nname = "Own law"\nbinding_in = ["KG"]\nconfirmed_by = ["example.org"]\n'
    (plugins / "safeguards" / "_sources.toml").write_text(own, encoding="utf-8")
    assert load_questions(plugins)["XX01"].sources[0].source == "OWNLAW"


def test_an_unknown_key_stops_with_file_line_and_the_nearest_key(plugins: Path) -> None:
    change(plugins, "stage =", "stagge =")
    with pytest.raises(
        DefinitionError, match=r"xx01_own_question\.toml, line 2: unknown key 'stagge'; did you mean 'stage'"
    ):
        load_questions(plugins)


def test_an_unknown_source_stops_with_file_line_and_the_nearest_source(plugins: Path) -> None:
    change(plugins, '"GDPR"', '"GPDR"')
    with pytest.raises(
        DefinitionError, match=r"xx01_own_question\.toml, line \d+: source 'GPDR' .*did you mean 'GDPR'"
    ):
        load_questions(plugins)


def test_a_text_that_one_language_lacks_stops_with_the_file(plugins: Path) -> None:
    change(plugins, "\nky =", "\n# ky =")
    with pytest.raises(DefinitionError, match=r"xx01_own_question\.toml: .*`ky`"):
        load_questions(plugins)


def test_an_empty_text_stops_with_the_file(plugins: Path) -> None:
    change(plugins, 'en = "Alternatives considered"', 'en = ""')
    with pytest.raises(DefinitionError, match=r"xx01_own_question\.toml: .*length"):
        load_questions(plugins)


def test_a_question_without_a_source_is_refused(plugins: Path) -> None:
    file = plugins / "safeguards" / "xx01_own_question.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text("sources = []\n" + text[: text.index("[[sources]]")], encoding="utf-8")
    with pytest.raises(DefinitionError, match="'sources' is empty"):
        load_questions(plugins)


def test_an_unknown_stage_is_reported_together_with_a_wrong_file_name(plugins: Path) -> None:
    change(plugins, '"planning"', '"plannning"')
    file = plugins / "safeguards" / "xx01_own_question.toml"
    file.rename(file.with_name("own_question.toml"))
    with pytest.raises(DefinitionError) as caught:
        load_questions(plugins)
    assert "did you mean 'planning'" in str(caught.value)
    assert "is to be called xx01_SUBJECT.toml" in str(caught.value)


def test_an_id_that_is_taken_is_refused(plugins: Path) -> None:
    shutil.copy(FOLDER / "sg02_alternatives_considered.toml", plugins / "safeguards" / "sg02_again.toml")
    with pytest.raises(DefinitionError, match=r"sg02_again\.toml: the id 'SG02' is taken"):
        load_questions(plugins)
